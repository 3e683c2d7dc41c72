"""A replay goes, step by step, from nothing to exactly the result."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.allocation.allocate import Allocation, allocate_ballots
from budget_app.domain.allocation.descriptor import (
    Dividing,
    Envelope,
    Envelopes,
    EnvelopesLeft,
    Leftover,
    Method,
    Step,
    StepUnit,
    WhenFull,
)
from budget_app.domain.allocation.election import Election
from budget_app.domain.allocation.outcome import Reason
from budget_app.domain.allocation.replay import Opening, Purchase, Turn, Verdict, replay
from tests.budget_app.allocation.examples import (
    IN_ITS_TIME,
    LARGE_STEPS,
    approvals,
    elections,
    judgment_rule,
    rule,
    shares_rule,
    tallies,
)


def _check_ends_with_the_result(allocation: Allocation) -> None:
    """No money appears, no winner disappears (but by a verdict), and the end is the result."""
    steps = replay(allocation)
    costs = {name: project.cost for name, project in allocation.projects.items()}
    for step in steps:
        assert step.spent == sum(costs[name] for name in step.winners)
        assert step.spent <= allocation.funding.budget
    for before, after in pairwise(steps):
        if not isinstance(after, Verdict):
            assert after.winners[: len(before.winners)] == before.winners
            assert len(after.winners) - len(before.winners) in (0, 1)
    assert (steps[-1].winners if steps else ()) == allocation.funding.winners


@IN_ITS_TIME
@given(
    elections(),
    st.integers(3_000, 30_000),
    st.sampled_from(WhenFull),
    st.sampled_from(Leftover),
    st.sampled_from(EnvelopesLeft),
    st.booleans(),
)
def test_turns_end_with_the_result(
    election: Election, budget: int, full: WhenFull, leftover: Leftover, left: EnvelopesLeft, envelopes: bool
) -> None:
    if leftover is Leftover.FILLED:
        full = WhenFull.STOP
    pots = Envelopes(Dividing.DISTRICT, (Envelope("nord", 2_500, ("nord",)), Envelope("sud", 500, ("sud",))), left)
    asked = rule(budget, when_full=full, leftover=leftover, envelopes=pots if envelopes else None)
    allocation = allocate_ballots(asked, election)
    _check_ends_with_the_result(allocation)
    steps = replay(allocation)
    assert all(isinstance(step, Turn) and not step.filling for step in steps)
    assert {step.line.identifier for step in steps if isinstance(step, Turn)} == set(allocation.projects)


@IN_ITS_TIME
@given(elections(), st.integers(3_000, 30_000))
def test_turns_by_grades_end_with_the_result(election: Election, budget: int) -> None:
    _check_ends_with_the_result(allocate_ballots(judgment_rule(budget), election, grades=2))


@IN_ITS_TIME
@given(
    elections(),
    st.integers(3_000, 30_000),
    LARGE_STEPS,
    st.booleans(),
    st.sampled_from([Method.EQUAL_SHARES, Method.BY_VOTES, None]),
)
def test_rounds_filling_and_verdict_end_with_the_result(
    election: Election, budget: int, step: Step | None, fill: bool, compare: Method | None
) -> None:
    allocation = allocate_ballots(shares_rule(budget, step=step, fill=fill, compare=compare), election)
    _check_ends_with_the_result(allocation)
    first, *steps = replay(allocation)
    assert isinstance(first, Opening)
    kinds = [type(step) for step in steps]
    order = [Purchase, Turn, Verdict]
    assert kinds == sorted(kinds, key=order.index)
    assert kinds.count(Verdict) == int(compare is not None)


@IN_ITS_TIME
@given(elections(), st.integers(3_000, 30_000), LARGE_STEPS)
def test_the_voters_money_is_what_the_shares_were_less_what_was_bought(
    election: Election, budget: int, step: Step | None
) -> None:
    allocation = allocate_ballots(shares_rule(budget, step=step), election)
    opening, *steps = replay(allocation)
    assert isinstance(opening, Opening)
    named = dict(zip(allocation.projects, election.choices, strict=True))
    for bought in steps:
        assert isinstance(bought, Purchase)
        assert bought.money_left + bought.spent == opening.share * election.voters
        assert bought.money_left >= 0
        assert bought.paid_in_full + bought.gave_all == named[bought.project]
        assert bought.price * bought.paid_in_full <= bought.cost == bought.price * bought.effective_votes


def test_a_project_that_waits_after_its_envelope_has_two_turns() -> None:
    pots = Envelopes(Dividing.DISTRICT, (Envelope("nord", 3_000, ("nord",)),), EnvelopesLeft.TOWN_WIDE)
    allocation = allocate_ballots(rule(9_000, envelopes=pots), tallies([4_000, 2_000], [9, 5], ["nord", ""]))
    turns = [step.line for step in replay(allocation) if isinstance(step, Turn)]
    assert [(line.identifier, line.pot, line.reason, line.left_before) for line in turns] == [
        ("01", "nord", Reason.DOES_NOT_FIT, 3_000),
        ("02", "", Reason.FUNDED, 6_000),
        ("01", "", Reason.FUNDED, 7_000),
    ]


def test_the_rounds_say_who_paid_how_much() -> None:
    election = approvals([6_000, 2_000], [[1], [1], [1, 2]])
    opening, first, second = replay(allocate_ballots(shares_rule(9_000, step=Step(50, StepUnit.PERCENT)), election))
    assert isinstance(opening, Opening)
    assert (opening.first_share, opening.voters, opening.winners) == (3_000, 3, ())
    assert isinstance(first, Purchase)
    assert isinstance(second, Purchase)
    assert (first.project, first.price, first.paid_in_full, first.gave_all) == ("01", 2_000, 3, 0)
    assert (second.project, second.price, second.spent) == ("02", 2_000, 8_000)


def test_a_vote_without_projects_has_no_steps() -> None:
    assert replay(allocate_ballots(rule(), approvals([], []))) == ()
