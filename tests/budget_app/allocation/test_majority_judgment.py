"""Majority judgment: the order is that of removing medians one by one, and computed at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.allocation.election import Project, make_election, make_tally
from budget_app.domain.allocation.majority_judgment import compare_grades, fund_by_grades, majority_grade
from budget_app.domain.allocation.ties import Decided
from tests.budget_app.allocation.examples import judgment_rule


def _removed(grades: tuple[int, ...]) -> list[int]:
    """The median grades in the order in which they are removed, one by one, as in the book."""
    left = [grade for grade, number in enumerate(grades) for _ in range(number)]
    return [left.pop((len(left) - 1) // 2) for _ in range(len(left))]


PAIRS = st.integers(0, 14).flatmap(
    lambda voters: st.tuples(*[st.lists(st.integers(0, 3), min_size=voters, max_size=voters)] * 2)
)


def _counts(grades: list[int]) -> tuple[int, ...]:
    return tuple(grades.count(grade) for grade in range(4))


@given(PAIRS)
def test_the_order_is_that_of_removing_medians_one_by_one(pair: tuple[list[int], list[int]]) -> None:
    one, other = map(_counts, pair)
    difference = compare_grades(one, other)
    first, second = _removed(one), _removed(other)
    assert (difference > 0, difference < 0) == (first > second, first < second)
    assert compare_grades(other, one) == -difference
    assert majority_grade(one) == (first[0] if first else 0)


def test_a_million_grades_are_compared_at_once() -> None:
    half = 500_000
    assert compare_grades((half, 0, 0, half), (half, 0, 1, half - 1)) > 0
    assert compare_grades((half, 0, 0, half), (half + 1, 0, 0, half - 1)) > 0


def test_projects_are_funded_in_the_order_of_their_grades_and_equals_by_cost() -> None:
    projects = [Project("a", 4_000), Project("b", 5_000), Project("c", 3_000), Project("d", 100)]
    grades = {"a": [0, 1, 1, 1], "b": [1, 0, 0, 2], "c": [0, 1, 1, 1], "d": [2, 1, 0, 0]}
    funding = fund_by_grades(
        make_tally(projects, dict.fromkeys("abcd", 0), 3, grades), judgment_rule(8_500, lowest_grade=1)
    )
    assert [(line.identifier, line.reason.value, line.votes) for line in funding.lines] == [
        ("b", "funded", 2),
        ("c", "funded", 3),
        ("a", "does-not-fit", 3),
        ("d", "below-grade", 1),
    ]
    assert [(tie.projects, tie.decided) for tie in funding.ties] == [(("c", "a"), Decided.COST)]


def test_a_project_without_a_grade_is_to_be_rejected() -> None:
    election = make_election([Project("a", 1), Project("b", 1)], [([("a", 3)], 2), ([("b", 2)], 1), ([], 2)])
    assert election.grades(4) == ((3, 0, 0, 2), (4, 0, 1, 0))
