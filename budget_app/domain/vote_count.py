"""What the count gave: votes by project, and the opened ballots where the rule needs them one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from budget_app.domain.ballot_kind import GRADES, BallotKind, BallotLimits, find_violation


@dataclass(frozen=True)
class OpenedGroup:
    """Identical opened ballots, counted once: a number for each project, and how many ballots say just this."""

    fields: tuple[int, ...]
    ballots: int


@dataclass(frozen=True)
class InvalidVotes:
    """How many opened ballots count as invalid for one reason."""

    reason: str
    ballots: int


@dataclass(frozen=True)
class VoteCount:
    """The count by project, in the order of the ballot list.

    ``votes`` are choices, points or, of a ranking, Borda's points (:func:`votes_of`). ``grades`` are numbers of ballots
    by project and grade, the worst first. ``groups`` are the valid ballots where they were opened, in a stated order:
    most ballots first, then by their numbers. ``expressed`` are the valid ballots that are not blank; ``blank`` is None
    where blank votes were not allowed.
    """

    votes: tuple[int, ...]
    expressed: int
    blank: int | None
    grades: tuple[tuple[int, ...], ...] = ()
    groups: tuple[OpenedGroup, ...] = ()
    invalid: tuple[InvalidVotes, ...] = ()


def votes_of(limits: BallotLimits, fields: Sequence[int]) -> tuple[int, ...]:
    """What one ballot gives to each project: 1 for a choice, its points or grade, for a rank Borda's points.

    A first rank gives as many points as ranks may be given, the next one less.
    """
    if limits.kind is BallotKind.RANKING:
        return tuple(limits.maximum + 1 - rank if rank else 0 for rank in fields)
    return tuple(fields)


def _grades(groups: Sequence[OpenedGroup], projects: int) -> tuple[tuple[int, ...], ...]:
    counts = [[0] * GRADES for _ in range(projects)]
    for group in groups:
        for project, grade in enumerate(group.fields):
            counts[project][grade] += group.ballots
    return tuple(map(tuple, counts))


def count_opened(
    limits: BallotLimits, costs: Sequence[int], budget: int, ballots: Iterable[tuple[int, ...]], blank: int, unread: int
) -> VoteCount:
    """The count of opened ballots, a number for each project in each; costs and budget in cents.

    ``blank`` blank votes are told apart; ``unread`` ballots were not written in the code of the question: they are
    invalid, as is a ballot that breaks its limits, and none of them stops the count.
    """
    valid: Counter[tuple[int, ...]] = Counter()
    invalid: Counter[str] = Counter()
    for ballot, number in Counter(ballots).items():
        reason = find_violation(limits, costs, budget, ballot)
        if reason is None:
            valid[ballot] += number
        else:
            invalid[reason] += number
    if unread:
        invalid["ballot-unreadable"] += unread
    if not limits.blank and blank:
        invalid["ballot-blank"] += blank
    groups = tuple(OpenedGroup(*item) for item in sorted(valid.items(), key=lambda item: (-item[1], item[0])))
    return VoteCount(
        votes=_sum(limits, groups, len(costs)),
        expressed=sum(group.ballots for group in groups),
        blank=blank if limits.blank else None,
        grades=_grades(groups, len(costs)) if limits.kind is BallotKind.GRADES else (),
        groups=groups,
        invalid=tuple(InvalidVotes(*item) for item in sorted(invalid.items())),
    )


def _sum(limits: BallotLimits, groups: Sequence[OpenedGroup], projects: int) -> tuple[int, ...]:
    totals = [0] * projects
    for group in groups:
        for project, value in enumerate(votes_of(limits, group.fields)):
            totals[project] += value * group.ballots
    return tuple(totals)
