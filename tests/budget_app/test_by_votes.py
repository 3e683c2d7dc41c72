"""The rule "by votes": what it funds, in which order, and what can never happen."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.allocation.by_votes import Allocation, Candidate, allocate_by_votes
from budget_app.domain.errors import InvalidInputError

BUDGET = 10_000


def _candidates(pairs: list[tuple[int, int]]) -> list[Candidate]:
    return [Candidate(number, cost, votes) for number, (cost, votes) in enumerate(pairs, start=1)]


TOWNS = st.lists(st.tuples(st.integers(1, BUDGET * 2), st.integers(0, 30)), max_size=12).map(_candidates)
BUDGETS = st.integers(0, BUDGET * 4)


def _reasons(allocation: Allocation) -> list[tuple[int, str]]:
    return [(line.number, line.reason) for line in allocation.lines]


def test_the_projects_with_most_votes_are_funded_first() -> None:
    allocation = allocate_by_votes(_candidates([(4_000, 5), (3_000, 9), (3_000, 7)]), BUDGET)
    assert _reasons(allocation) == [(2, "funded"), (3, "funded"), (1, "funded")]
    assert (allocation.spent, allocation.left) == (10_000, 0)


def test_what_does_not_fit_is_passed_over_and_a_cheaper_project_below_is_funded() -> None:
    allocation = allocate_by_votes(_candidates([(8_000, 9), (5_000, 7), (2_000, 3)]), BUDGET)
    assert _reasons(allocation) == [(1, "funded"), (2, "does-not-fit"), (3, "funded")]
    assert [(line.left_before, line.left_after) for line in allocation.lines] == [
        (10_000, 2_000),
        (2_000, 2_000),
        (2_000, 0),
    ]


def test_a_project_that_nobody_chose_is_not_funded_though_it_fits() -> None:
    assert _reasons(allocate_by_votes(_candidates([(100, 0), (200, 1)]), BUDGET)) == [(2, "funded"), (1, "no-votes")]


def test_equal_votes_are_decided_by_cost_then_by_number() -> None:
    allocation = allocate_by_votes(_candidates([(500, 4), (400, 4), (500, 4)]), BUDGET)
    assert [(line.number, line.rank) for line in allocation.lines] == [(2, 1), (1, 2), (3, 3)]


def test_without_projects_the_whole_budget_is_left() -> None:
    assert allocate_by_votes([], BUDGET) == Allocation((), 0, BUDGET)


@pytest.mark.parametrize(
    ("candidates", "budget", "code"),
    [
        ([Candidate(1, 5, 1), Candidate(1, 6, 2)], 10, "candidate-duplicate"),
        ([Candidate(1, 0, 1)], 10, "candidate-invalid"),
        ([Candidate(1, 5, -1)], 10, "candidate-invalid"),
        ([Candidate(1, 5, 1)], -1, "candidate-invalid"),
    ],
)
def test_what_is_no_list_of_candidates_is_refused(candidates: list[Candidate], budget: int, code: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        allocate_by_votes(candidates, budget)
    assert refusal.value.code == code


@given(TOWNS, BUDGETS)
def test_the_budget_is_never_passed_and_every_line_adds_up(candidates: list[Candidate], budget: int) -> None:
    allocation = allocate_by_votes(candidates, budget)
    left = budget
    for line in allocation.lines:
        assert line.left_before == left
        left -= line.cost if line.funded else 0
        assert line.left_after == left >= 0
    assert (allocation.spent, allocation.left) == (budget - left, left)
    assert sorted(line.number for line in allocation.lines) == [candidate.number for candidate in candidates]


@given(TOWNS, BUDGETS)
def test_a_project_is_left_out_only_for_lack_of_votes_or_of_money(candidates: list[Candidate], budget: int) -> None:
    for line in allocate_by_votes(candidates, budget).lines:
        expected = "no-votes" if line.votes == 0 else "funded" if line.cost <= line.left_before else "does-not-fit"
        assert (line.reason, line.funded) == (expected, expected == "funded")


@given(TOWNS, BUDGETS, st.randoms(use_true_random=False))
def test_the_order_in_which_projects_are_given_does_not_matter(
    candidates: list[Candidate], budget: int, chance: random.Random
) -> None:
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    assert allocate_by_votes(shuffled, budget) == allocate_by_votes(candidates, budget)


@given(TOWNS.filter(bool), BUDGETS, st.integers(1, 10))
def test_more_votes_never_take_the_money_from_a_funded_project(
    candidates: list[Candidate], budget: int, more: int
) -> None:
    for line in allocate_by_votes(candidates, budget).lines:
        if line.funded:
            raised = [
                Candidate(c.number, c.cost, c.votes + more if c.number == line.number else c.votes) for c in candidates
            ]
            again = allocate_by_votes(raised, budget)
            assert next(other.funded for other in again.lines if other.number == line.number)


@given(TOWNS.filter(bool), BUDGETS)
def test_a_lower_cost_never_takes_the_money_from_a_funded_project(candidates: list[Candidate], budget: int) -> None:
    for line in allocate_by_votes(candidates, budget).lines:
        if line.funded and line.cost > 1:
            cheaper = [
                Candidate(c.number, c.cost - 1 if c.number == line.number else c.cost, c.votes) for c in candidates
            ]
            again = allocate_by_votes(cheaper, budget)
            assert next(other.funded for other in again.lines if other.number == line.number)
