"""Majority judgment: projects in the order of their median grades, and funded in that order.

Balinski and Laraki, "Majority Judgment" (MIT Press, 2011), chapter 1: the majority grade is the median, the lower one
of an even number; between equals one median grade is removed from each, and again, until they differ.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cmp_to_key
from itertools import accumulate, groupby

from budget_app.domain.allocation.descriptor import Rule
from budget_app.domain.allocation.election import Tally
from budget_app.domain.allocation.funding import Ranking, fund
from budget_app.domain.allocation.outcome import Funding, Reason
from budget_app.domain.allocation.ties import Tie, tie_order

Grades = tuple[int, ...]
"""Numbers of ballots by grade, the worst first."""


def _place(turn: int, voters: int) -> int:
    """Where, in the sorted list of all grades, the median stands that is removed at ``turn`` (0 the first).

    The medians removed go outward from the middle; with an odd number of grades the first step is downward, with an
    even number (whose median is the lower one) upward.
    """
    distance, other = (turn + 1) // 2, turn % 2
    downward = bool(other) if voters % 2 else not other
    return (voters - 1) // 2 + (-distance if downward else distance)


def _turn(place: int, voters: int) -> int:
    """When the grade at ``place`` is removed: the inverse of ``_place``."""
    distance = abs(place - (voters - 1) // 2)
    downward = place < (voters - 1) // 2
    return 2 * distance - 1 if distance and downward == bool(voters % 2) else 2 * distance


def majority_grade(grades: Grades) -> int:
    """The median grade; 0 without a ballot."""
    voters = sum(grades)
    return bisect_right(list(accumulate(grades)), (voters - 1) // 2) if voters else 0


def compare_grades(one: Grades, other: Grades) -> int:
    """Above 0 when ``one`` is better, below when ``other`` is, 0 when they hold the same grades.

    The same number of ballots in both. Medians are not removed one by one: the grade that is removed changes only where
    another grade begins in one of the two lists, so only the turns at those places are looked at.
    """
    voters = sum(one)
    ends = list(accumulate(one)), list(accumulate(other))
    places = {(voters - 1) // 2} | {end - step for sums in ends for end in sums for step in (0, 1)}
    for turn in sorted(_turn(place, voters) for place in places if 0 <= place < voters):
        place = _place(turn, voters)
        difference = bisect_right(ends[0], place) - bisect_right(ends[1], place)
        if difference:
            return difference
    return 0


def rank_by_grades(tally: Tally, rule: Rule) -> Ranking:
    """The best majority grade first; votes are the ballots that give a project more than the worst grade."""
    votes = tuple(tally.voters - grades[0] for grades in tally.grades)
    ties = tie_order(tally.projects, votes, rule.seed)

    def order_of(one: int, other: int) -> int:
        return compare_grades(tally.grades[other], tally.grades[one])

    by_ties = sorted(range(len(votes)), key=ties.key)
    order = sorted(by_ties, key=cmp_to_key(order_of))
    refused = {
        position: Reason.BELOW_GRADE for position in order if majority_grade(tally.grades[position]) < rule.lowest_grade
    }
    used: list[Tie] = []
    for _grades, equals in groupby((p for p in order if p not in refused), key=lambda position: tally.grades[position]):
        positions = list(equals)
        if len(positions) > 1:
            used.append(ties.tell(positions))
    return Ranking(tuple(order), votes, refused, tuple(used))


def fund_by_grades(tally: Tally, rule: Rule) -> Funding:
    """The result of ``rule`` by majority judgment. Raises InvalidInputError ``rule-project-unknown``."""
    return fund(tally.projects, rank_by_grades(tally, rule), rule)
