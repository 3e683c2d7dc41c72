"""A simulation is what the rule itself would give, and never takes more work than stated."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.allocation.allocate import allocate, allocate_ballots
from budget_app.domain.allocation.descriptor import Count, Rule, Step, StepUnit
from budget_app.domain.allocation.election import Election
from budget_app.domain.allocation.simulation import MOST_CHOICES, least_step, most_runs, simulate_rule
from budget_app.domain.ballot_kind import BallotKind
from budget_app.domain.errors import InvalidInputError
from tests.budget_app.allocation.examples import (
    IN_ITS_TIME,
    approvals,
    elections,
    judgment_rule,
    rule,
    shares_rule,
    tallies,
)

DIVIDED = approvals([6_000, 2_500, 2_000], [[1], [1], [1], [2, 3], [2, 3]])


@IN_ITS_TIME
@given(elections(), st.integers(3_000, 30_000), st.integers(3_000, 30_000), st.integers(0, 4))
def test_a_simulation_gives_what_the_rule_gives(election: Election, budget: int, other: int, votes: int) -> None:
    official = allocate_ballots(rule(budget), election)
    changed = rule(other, threshold_votes=votes)
    found = simulate_rule(official, changed, BallotKind.APPROVAL)
    assert found.allocation == allocate_ballots(changed, election)
    was, would = set(official.funding.winners), set(found.allocation.funding.winners)
    assert (set(found.entering), set(found.leaving)) == (would - was, was - would)


@IN_ITS_TIME
@given(elections(), st.integers(3_000, 30_000))
def test_the_rule_of_the_vote_changes_nothing(election: Election, budget: int) -> None:
    official = allocate_ballots(rule(budget), election)
    found = simulate_rule(official, official.rule, BallotKind.APPROVAL)
    assert (found.entering, found.leaving) == ((), ())
    assert found.voters == found.official_voters


def test_equal_shares_are_tried_on_opened_ballots() -> None:
    found = simulate_rule(allocate_ballots(rule(9_000), DIVIDED), shares_rule(9_000), BallotKind.APPROVAL)
    assert found.official.funding.winners == ("01", "03")
    assert (found.entering, found.leaving) == ((), ("01",))
    assert found.voters is not None
    assert found.voters.without == 3


def test_other_totals_are_counted_from_ballots_that_are_known() -> None:
    scored = tallies([100, 100], [1, 1])
    official = allocate_ballots(rule(150, count=Count.POINTS), scored)
    found = simulate_rule(official, rule(150), BallotKind.POINTS)
    assert found.allocation.tally == scored.tally(points=False)


@pytest.mark.parametrize(
    ("asked", "kind", "code"),
    [
        (shares_rule(), BallotKind.APPROVAL, "rule-needs-ballots"),
        (rule(), BallotKind.POINTS, "rule-needs-ballots"),
        (judgment_rule(), BallotKind.APPROVAL, "rule-not-for-ballots"),
        (shares_rule(), BallotKind.SINGLE, "rule-not-for-ballots"),
    ],
)
def test_what_the_published_votes_cannot_say_is_refused(asked: Rule, kind: BallotKind, code: str) -> None:
    count = Count.POINTS if kind is BallotKind.POINTS else Count.CHOICES
    official = allocate(rule(count=count), DIVIDED.tally(points=count is Count.POINTS))
    with pytest.raises(InvalidInputError) as caught:
        simulate_rule(official, asked, kind)
    assert caught.value.code == code


def test_single_choices_are_simulated_from_totals() -> None:
    official = allocate(rule(6_000), tallies([6_000, 2_000], [3, 2]).tally(points=False))
    found = simulate_rule(official, rule(2_000), BallotKind.SINGLE)
    assert found.official_voters is not None
    assert found.voters is not None
    assert (found.official_voters.without, found.voters.without) == (2, 3)


def test_shares_that_would_rise_too_often_are_refused() -> None:
    stepped = shares_rule(9_000, step=Step(1, StepUnit.PERCENT))
    whole = allocate_ballots(stepped, DIVIDED)
    assert whole.shares is not None
    assert whole.shares.steps > 2
    with pytest.raises(InvalidInputError) as caught:
        allocate(stepped, whole.tally, DIVIDED, most_runs=2)
    assert caught.value.code == "allocation-too-long"


def test_the_bound_is_in_choices_looked_at_and_leaves_small_votes_alone() -> None:
    assert most_runs(None) == MOST_CHOICES
    assert most_runs(DIVIDED) == MOST_CHOICES // 3
    many = replace(DIVIDED, groups=DIVIDED.groups * (MOST_CHOICES // 4))
    assert most_runs(many) == 2


def test_shares_rise_in_larger_steps_the_more_ballots_there_are() -> None:
    assert least_step(None) == least_step(DIVIDED) == 1
    thirteen_runs = replace(DIVIDED, groups=DIVIDED.groups * (MOST_CHOICES // 13 // 3))
    assert most_runs(thirteen_runs) == 13
    assert least_step(thirteen_runs) == 10
