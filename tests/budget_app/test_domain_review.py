"""The grid of criteria and the cost estimate: what a draft may leave open, what a signature and a decision need."""

from __future__ import annotations

from dataclasses import replace

import pytest

from budget_app.domain.call_rules import USUAL_CRITERIA, CallRules
from budget_app.domain.project import MAX_COST, MAX_TEXT
from budget_app.domain.review import (
    CostEstimate,
    Disagreements,
    Grid,
    Mark,
    MarkedCriterion,
    Verdict,
    check_decision,
    disagreements,
    read_grid,
)
from tests.budget_app.refusals import refused
from tests.budget_app.reviewed_call import ALL_MET, ESTIMATE, NOT_PUBLIC, REFUSED, grid_of

RULES = CallRules()
CODES = [criterion.code for criterion in USUAL_CRITERIA]


def _changed(code: str, mark: Mark, reason: str = "") -> Grid:
    return Grid(tuple(MarkedCriterion(code, mark, reason) if it.code == code else it for it in ALL_MET.marks))


def test_a_grid_is_read_back_as_it_was_kept() -> None:
    assert read_grid(REFUSED.to_json()) == REFUSED
    assert read_grid(Grid(()).to_json()) == Grid(())


def test_a_met_criterion_needs_no_reason_and_the_others_do() -> None:
    ALL_MET.check(RULES)
    for mark in (Mark.NOT_MET, Mark.NOT_APPLICABLE):
        _changed("cost", mark, "Voilà pourquoi.").check(RULES)
        with refused("grid-reason-missing") as refusal:
            _changed("cost", mark, " \n").check(RULES)
        assert refusal.value.facts["field"] == "cost"


@pytest.mark.parametrize("code", CODES)
def test_a_draft_may_leave_a_criterion_open_and_a_whole_grid_may_not(code: str) -> None:
    open_one = Grid(tuple(mark for mark in ALL_MET.marks if mark.code != code))
    open_one.check_shape(RULES)
    with refused("grid-incomplete") as refusal:
        open_one.check(RULES)
    assert refusal.value.facts["field"] == code


@pytest.mark.parametrize(
    "marks",
    [
        (MarkedCriterion("elsewhere", Mark.MET, ""),),
        (ALL_MET.marks[1], ALL_MET.marks[0]),
        (ALL_MET.marks[0], ALL_MET.marks[0]),
    ],
    ids=["another edition’s", "another order", "twice"],
)
def test_not_even_a_draft_holds_other_criteria(marks: tuple[MarkedCriterion, ...]) -> None:
    with refused("grid-unknown"):
        Grid(marks).check_shape(RULES)


def test_a_reason_that_is_too_long_is_refused_at_its_criterion() -> None:
    _changed("cost", Mark.MET, "x" * MAX_TEXT).check_shape(RULES)
    with refused("field-too-long") as refusal:
        _changed("cost", Mark.MET, "x" * (MAX_TEXT + 1)).check_shape(RULES)
    assert refusal.value.facts["field"] == "cost"


def test_one_criterion_that_is_not_met_refuses_and_one_that_does_not_apply_does_not() -> None:
    assert ALL_MET.verdict is Verdict.ADMITTED
    assert _changed("cost", Mark.NOT_APPLICABLE, "Gratuit.").verdict is Verdict.ADMITTED
    assert _changed("cost", Mark.NOT_MET, "Trop cher.").verdict is Verdict.REFUSED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"investment": -1}, "cost-invalid"),
        ({"investment": MAX_COST + 1}, "cost-invalid"),
        ({"running": -1}, "cost-invalid"),
        ({"running": MAX_COST + 1}, "cost-invalid"),
        ({"explanation": "x" * (MAX_TEXT + 1)}, "field-too-long"),
        ({"sources": "x" * (MAX_TEXT + 1)}, "field-too-long"),
    ],
)
def test_an_estimate_that_cannot_be_is_refused_at_its_field(change: dict[str, object], code: str) -> None:
    with refused(code) as refusal:
        replace(ESTIMATE, **change).check_shape()  # type: ignore[arg-type]
    assert refusal.value.facts["field"] == next(iter(change))


def test_an_estimate_needs_its_explanation_once_it_is_signed() -> None:
    silent = replace(ESTIMATE, explanation="  ")
    silent.check_shape()
    with refused("field-empty") as refusal:
        silent.check()
    assert refusal.value.facts["field"] == "explanation"
    replace(ESTIMATE, sources="").check()


def test_reviews_that_agree_show_no_disagreement() -> None:
    for grids in ([], [ALL_MET], [ALL_MET, ALL_MET], [REFUSED, REFUSED]):
        assert disagreements(grids) == Disagreements(False, ())


def test_reviews_disagree_in_their_verdict_or_in_a_criterion_only() -> None:
    spared = _changed("two-years", Mark.NOT_APPLICABLE, "Rien à construire.")
    assert disagreements([ALL_MET, spared]) == Disagreements(False, ("two-years",))
    assert disagreements([spared, REFUSED, REFUSED]) == Disagreements(True, ("public-land", "two-years"))
    costly = grid_of({"cost": "Trop cher."})
    assert disagreements([REFUSED, costly]) == Disagreements(False, ("public-land", "cost"))


def test_a_decision_says_what_its_grid_says() -> None:
    check_decision(Verdict.ADMITTED, ALL_MET, ESTIMATE, RULES)
    check_decision(Verdict.REFUSED, REFUSED, ESTIMATE, RULES)
    with refused("refusal-without-criterion"):
        check_decision(Verdict.REFUSED, ALL_MET, ESTIMATE, RULES)
    with refused("admission-with-unmet"):
        check_decision(Verdict.ADMITTED, REFUSED, ESTIMATE, RULES)
    with refused("grid-reason-missing"):
        check_decision(Verdict.REFUSED, grid_of({"cost": ""}), ESTIMATE, RULES)
    with refused("field-empty"):
        check_decision(Verdict.REFUSED, REFUSED, replace(ESTIMATE, explanation=""), RULES)


def test_an_admitted_proposal_has_a_price_under_the_cap_and_a_refused_one_need_not() -> None:
    capped = CallRules(cost_cap=ESTIMATE.investment)
    free, dear = replace(ESTIMATE, investment=0), replace(ESTIMATE, investment=ESTIMATE.investment + 1)
    check_decision(Verdict.ADMITTED, ALL_MET, ESTIMATE, capped)
    with refused("admission-without-cost"):
        check_decision(Verdict.ADMITTED, ALL_MET, free, capped)
    with refused("estimate-over-cap"):
        check_decision(Verdict.ADMITTED, ALL_MET, dear, capped)
    for estimate in (free, dear):
        check_decision(Verdict.REFUSED, grid_of(NOT_PUBLIC), estimate, capped)


def test_a_free_estimate_is_an_estimate() -> None:
    CostEstimate(0, 0, "Hors de la compétence de la commune : non chiffré.").check()
