"""By votes with everything that a town can set: thresholds, envelopes, exclusions, stopping, and ties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.allocation.by_votes import fund_by_votes
from budget_app.domain.allocation.descriptor import (
    Count,
    Dividing,
    Envelope,
    Envelopes,
    EnvelopesLeft,
    Leftover,
    Rule,
    WhenFull,
)
from budget_app.domain.allocation.election import Project, Tally, make_tally
from budget_app.domain.allocation.outcome import Funding, Reason
from budget_app.domain.allocation.ties import Decided, lot_order
from budget_app.domain.errors import InvalidInputError
from tests.budget_app.allocation.examples import elections, rule, tallies


def _result(made: Rule, costs: list[int], votes: list[int], districts: list[str] | None = None) -> Funding:
    return fund_by_votes(tallies(costs, votes, districts or []).tally(points=False), made)


def _reasons(funding: Funding) -> dict[str, str]:
    return {line.identifier: line.reason.value for line in funding.lines}


def test_what_does_not_fit_is_passed_over_or_ends_it() -> None:
    costs, votes = [8_000, 5_000, 2_000], [9, 7, 3]
    assert _result(rule(), costs, votes).winners == ("01", "03")
    stopped = _result(rule(when_full=WhenFull.STOP), costs, votes)
    assert _reasons(stopped) == {"01": "funded", "02": "does-not-fit", "03": "after-stop"}
    assert stopped.lines[2].rival == "02"
    assert (stopped.spent, stopped.left) == (8_000, 2_000)


def test_after_a_stop_what_is_left_funds_what_fits_when_the_rule_says_so() -> None:
    filled = _result(rule(when_full=WhenFull.STOP, leftover=Leftover.FILLED), [8_000, 5_000, 2_000], [9, 7, 3])
    assert filled.winners == ("01", "03")


@pytest.mark.parametrize(
    ("changes", "low"),
    [
        ({"threshold_votes": 0}, set()),
        ({"threshold_votes": 1}, {"04"}),
        ({"threshold_votes": 3}, {"03", "04"}),
        ({"threshold_percent": 20}, {"03", "04"}),
        ({"threshold_percent": 51}, {"02", "03", "04"}),
        ({"threshold_percent": 52}, {"01", "02", "03", "04"}),
    ],
)
def test_a_threshold_is_reached_exactly_or_not(changes: dict[str, Any], low: set[str]) -> None:
    funding = _result(rule(**changes), [100, 100, 100, 100], [51, 47, 2, 0])
    assert {name for name, reason in _reasons(funding).items() if reason == "below-threshold"} == low


def _envelopes(left: EnvelopesLeft) -> Envelopes:
    pots = (Envelope("Nord", 3_000, ("nord",)), Envelope("Sud", 2_000, ("sud", "gare")))
    return Envelopes(Dividing.DISTRICT, pots, left)


def test_each_district_spends_its_envelope_and_the_rest_is_for_all_others() -> None:
    made = rule(envelopes=_envelopes(EnvelopesLeft.KEPT))
    funding = _result(made, [2_000, 2_000, 1_500, 6_000], [9, 8, 7, 6], ["nord", "nord", "gare", "parc"])
    assert _reasons(funding) == {"01": "funded", "02": "does-not-fit", "03": "funded", "04": "does-not-fit"}
    assert [(line.pot, line.left_before) for line in funding.lines] == [
        ("Nord", 3_000),
        ("Nord", 1_000),
        ("Sud", 2_000),
        ("", 5_000),
    ]


def test_what_envelopes_leave_can_go_to_the_whole_town() -> None:
    made = rule(envelopes=_envelopes(EnvelopesLeft.TOWN_WIDE))
    funding = _result(made, [2_000, 2_000, 1_500, 6_000], [9, 8, 7, 6], ["nord", "nord", "gare", "parc"])
    assert funding.winners == ("01", "03", "02")
    assert _reasons(funding)["04"] == "does-not-fit"
    assert [line.left_before for line in funding.lines if line.identifier == "04"] == [4_500]


def test_a_stop_in_one_envelope_stops_no_other() -> None:
    made = rule(envelopes=_envelopes(EnvelopesLeft.KEPT), when_full=WhenFull.STOP)
    funding = _result(made, [3_500, 1_000, 1_500], [9, 8, 7], ["nord", "nord", "sud"])
    assert _reasons(funding) == {"01": "does-not-fit", "02": "after-stop", "03": "funded"}


def test_bands_of_cost_hold_a_project_up_to_their_limit_and_no_further() -> None:
    pots = (Envelope("petits", 1_000, up_to=500), Envelope("moyens", 4_000, up_to=3_000))
    made = rule(envelopes=Envelopes(Dividing.COST, pots, EnvelopesLeft.KEPT))
    funding = _result(made, [500, 501, 3_000, 3_001], [1, 2, 3, 4])
    assert {line.identifier: line.pot for line in funding.lines} == {
        "01": "petits",
        "02": "moyens",
        "03": "moyens",
        "04": "",
    }


def test_categories_have_envelopes_too() -> None:
    projects = [Project("a", 400, category="Nature"), Project("b", 400, category="Nature"), Project("c", 400)]
    made = rule(envelopes=Envelopes(Dividing.CATEGORY, (Envelope("vert", 500, ("Nature",)),), EnvelopesLeft.KEPT))
    funding = fund_by_votes(make_tally(projects, {"a": 1, "b": 2, "c": 3}, 6), made)
    assert funding.winners == ("c", "b")


def test_of_incompatible_projects_the_first_wins_and_is_named() -> None:
    funding = _result(rule(incompatible=(("01", "02"), ("02", "03"))), [100, 100, 100], [9, 8, 7])
    assert [(line.reason.value, line.rival) for line in funding.lines] == [
        ("funded", None),
        ("incompatible", "01"),
        ("funded", None),
    ]


def test_a_rule_that_names_an_unknown_project_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="rule-project-unknown"):
        _result(rule(incompatible=(("01", "99"),)), [100], [1])


def test_a_district_has_one_winner_and_projects_of_no_district_are_free() -> None:
    funding = _result(rule(one_per_district=True), [100] * 4, [9, 8, 7, 6], ["nord", "nord", "", ""])
    assert funding.winners == ("01", "03", "04")
    assert (funding.lines[1].reason.value, funding.lines[1].rival) == ("district-served", "01")


def test_equals_go_by_cost_then_by_lot_and_the_tie_is_shown() -> None:
    funding = _result(rule(), [500, 400, 500, 100], [4, 4, 4, 5])
    lots = lot_order("essai", ["01", "03"])
    assert funding.winners == ("04", "02", *lots)
    assert [(tie.projects, tie.decided) for tie in funding.ties] == [(("02", *lots), Decided.LOT)]


def test_another_seed_can_turn_a_tie() -> None:
    orders = {_result(rule(seed=seed), [500] * 3, [4] * 3).winners for seed in "abcdefgh"}
    assert len(orders) > 1


def test_points_are_counted_when_the_rule_says_so() -> None:
    projects = [Project("a", 10_000), Project("b", 10_000)]
    tally = Tally(tuple(projects), (3, 5), 2)
    assert fund_by_votes(tally, rule(count=Count.POINTS)).winners == ("b",)


@pytest.mark.parametrize(
    ("votes", "voters", "grades"),
    [
        ({"a": 1}, 1, None),
        ({"a": 1, "b": -1}, 1, None),
        ({"a": 1, "b": 1}, -1, None),
        ({"a": 1, "b": 1}, 2, {"a": [1, 1]}),
        ({"a": 1, "b": 1}, 2, {"a": [1, 1], "b": [1, 2]}),
        ({"a": 1, "b": 1}, 2, {"a": [1, 1], "b": [3, -1]}),
    ],
)
def test_totals_that_do_not_belong_to_the_projects_are_refused(
    votes: dict[str, int], voters: int, grades: dict[str, list[int]] | None
) -> None:
    with pytest.raises(InvalidInputError, match="allocation-tally-invalid"):
        make_tally([Project("a", 1), Project("b", 1)], votes, voters, grades)


_POTS = (Envelope("nord", 3_000, ("nord",)), Envelope("sud", 2_500, ("sud",)))
RULES = st.builds(
    lambda when_full, filled, left, one, apart, votes, seed: rule(
        when_full=when_full,
        leftover=Leftover.FILLED if filled and when_full is WhenFull.STOP else Leftover.RETURNED,
        envelopes=left and Envelopes(Dividing.DISTRICT, _POTS, left),
        one_per_district=one,
        incompatible=(("01", "02"),) if apart else (),
        threshold_votes=votes,
        seed=seed,
    ),
    st.sampled_from(WhenFull),
    st.booleans(),
    st.sampled_from([None, *EnvelopesLeft]),
    st.booleans(),
    st.booleans(),
    st.integers(0, 3),
    st.sampled_from("abc"),
)
TALLIES = elections().map(lambda election: election.tally(points=False)).filter(lambda tally: len(tally.projects) > 1)


@given(RULES, TALLIES)
def test_no_pot_is_ever_overdrawn_and_every_line_adds_up(made: Rule, tally: Tally) -> None:
    funding = fund_by_votes(tally, made)
    costs = {project.identifier: project.cost for project in tally.projects}
    assert funding.spent == sum(costs[name] for name in funding.winners) <= made.budget
    assert sorted(_reasons(funding)) == sorted(costs)
    for line in funding.lines:
        assert line.left_after == line.left_before - (line.cost if line.funded else 0) >= 0
        assert line.funded == (line.identifier in funding.winners)
        assert (line.reason is Reason.BELOW_THRESHOLD) == (line.votes < made.threshold_votes)
        if line.reason is Reason.DOES_NOT_FIT:
            assert line.cost > line.left_before
        if line.rival is not None and line.reason is not Reason.AFTER_STOP:
            assert line.rival in funding.winners


@given(RULES, TALLIES, st.integers(0, 6), st.integers(1, 9))
def test_more_votes_never_take_the_money_from_a_winner(made: Rule, tally: Tally, which: int, more: int) -> None:
    funding = fund_by_votes(tally, made)
    position = which % len(tally.projects)
    votes = tuple(count + more * (number == position) for number, count in enumerate(tally.votes))
    name = tally.projects[position].identifier
    assert name not in funding.winners or name in fund_by_votes(replace(tally, votes=votes), made).winners
