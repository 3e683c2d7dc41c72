"""The rules of a call: kept as they were chosen, refused when they cannot be, frozen at the call's opening."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.call_rules import (
    USUAL_CRITERIA,
    CallRules,
    Criterion,
    Moderation,
    parse_criteria,
    parse_lines,
    read_call_rules,
    write_criteria,
)
from budget_app.domain.roles import ALLOWED, Action
from budget_app.services.actor import ANONYMOUS, SYSTEM
from budget_app.services.call_rules import choose_call_rules, find_call_rules
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import BEFORE_CALL, CALL_OPENS, SimulatedCall

OTHER = CallRules(cost_cap=80_000_00, moderation=Moderation.AFTER, comments=False, words_to_check=("gros mot",))
_WORDS = st.lists(st.text(min_size=1, max_size=20).filter(str.strip), max_size=5, unique=True).map(tuple)


@given(_WORDS, _WORDS, st.integers(0, 10**9), st.sampled_from(Moderation))
def test_rules_are_read_as_they_were_written(
    categories: tuple[str, ...], words: tuple[str, ...], cap: int, moderation: Moderation
) -> None:
    rules = CallRules(categories=categories, words_to_check=words, cost_cap=cap, moderation=moderation)
    assert read_call_rules(rules.to_json()) == rules


def test_an_edition_that_chose_nothing_has_the_usual_rules() -> None:
    CallRules().check()
    assert read_call_rules(None) == CallRules()


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (CallRules(criteria=()), "criteria-count"),
        (CallRules(criteria=USUAL_CRITERIA[:1] * 2), "criteria-twice"),
        (CallRules(criteria=(Criterion("Not a code", "Nom", ""),)), "criterion-unnamed"),
        (CallRules(criteria=(Criterion("code", " ", ""),)), "criterion-unnamed"),
        (CallRules(categories=("A", " ")), "categories-count"),
        (CallRules(categories=tuple(map(str, range(41)))), "categories-count"),
        (CallRules(categories=("A", "A")), "categories-twice"),
        (CallRules(categories=("x" * 401,)), "field-too-long"),
        (CallRules(cost_cap=-1), "number-invalid"),
        (CallRules(min_age=121), "number-invalid"),
        (CallRules(proposals_each=1001), "number-invalid"),
        (CallRules(supports_needed=-1), "number-invalid"),
    ],
)
def test_rules_that_cannot_be_are_refused(rules: CallRules, code: str) -> None:
    with refused(code):
        rules.check()


@pytest.mark.usefixtures("database")
def test_the_organiser_chooses_until_the_second_before_the_call_opens() -> None:
    call = SimulatedCall().create()
    assert find_call_rules(call.slug) == CallRules()
    choose_call_rules(SYSTEM, call.slug, OTHER, CALL_OPENS - timedelta(seconds=1))
    assert find_call_rules(call.slug) == OTHER
    with refused("call-rules-frozen"):
        choose_call_rules(SYSTEM, call.slug, replace(OTHER, min_age=18), CALL_OPENS)
    assert find_call_rules(call.slug) == OTHER


@pytest.mark.usefixtures("database")
def test_only_who_manages_editions_chooses_the_rules() -> None:
    call = SimulatedCall().create()
    for role, actor in {**call.staff, "nobody": ANONYMOUS, "resident": call.people[0]}.items():
        if role in ALLOWED[Action.MANAGE_EDITION]:
            choose_call_rules(actor, call.slug, OTHER, BEFORE_CALL)
            continue
        with refused("not-allowed"):
            choose_call_rules(actor, call.slug, CallRules(), BEFORE_CALL)
    assert find_call_rules(call.slug) == OTHER
    with refused("edition-unknown"):
        find_call_rules("nulle-part")


def test_criteria_are_typed_as_lines_and_a_known_one_keeps_its_code() -> None:
    assert parse_criteria(write_criteria(USUAL_CRITERIA), USUAL_CRITERIA) == USUAL_CRITERIA
    typed = "Intérêt général : Pour tous ?\n\n  Été comme hiver \n"
    assert parse_criteria(typed, USUAL_CRITERIA) == (
        Criterion("general-interest", "Intérêt général", "Pour tous ?"),
        Criterion("ete-comme-hiver", "Été comme hiver", ""),
    )
    assert parse_lines(" A \n\n B") == ("A", "B")


@pytest.mark.parametrize("line", [": une question sans nom", "…"])
def test_a_criterion_without_a_name_is_refused(line: str) -> None:
    with refused("criterion-unnamed"):
        parse_criteria(line)
