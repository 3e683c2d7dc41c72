"""The rule "by votes": most votes first, and what no longer fits is passed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from budget_app.domain.errors import InvalidInputError

FUNDED = "funded"
DOES_NOT_FIT = "does-not-fit"
NO_VOTES = "no-votes"


@dataclass(frozen=True)
class Candidate:
    """A project with its cost in cents and its votes."""

    number: int
    cost: int
    votes: int


@dataclass(frozen=True)
class AllocationLine:
    """What the rule did with one project; money in cents, what is left before and after it."""

    number: int
    rank: int
    votes: int
    cost: int
    funded: bool
    reason: str
    left_before: int
    left_after: int


@dataclass(frozen=True)
class Allocation:
    """The whole: lines in the order in which the rule went through the projects."""

    lines: tuple[AllocationLine, ...]
    spent: int
    left: int


def _order(candidate: Candidate) -> tuple[int, int, int]:
    """Most votes first; with equal votes the lower cost, then the lower number."""
    return -candidate.votes, candidate.cost, candidate.number


def _reason(candidate: Candidate, left: int) -> str:
    if candidate.votes == 0:
        return NO_VOTES
    return FUNDED if candidate.cost <= left else DOES_NOT_FIT


def allocate_by_votes(candidates: Sequence[Candidate], budget: int) -> Allocation:
    """Spends ``budget`` (cents) on the projects in the order of their votes; the order of the input does not matter.

    Raises InvalidInputError ``candidate-duplicate`` or ``candidate-invalid``.
    """
    if len({candidate.number for candidate in candidates}) != len(candidates):
        raise InvalidInputError("candidate-duplicate")
    if budget < 0 or any(candidate.cost <= 0 or candidate.votes < 0 for candidate in candidates):
        raise InvalidInputError("candidate-invalid")
    left = budget
    lines = []
    for rank, candidate in enumerate(sorted(candidates, key=_order), start=1):
        reason = _reason(candidate, left)
        before, left = left, left - candidate.cost if reason == FUNDED else left
        lines.append(
            AllocationLine(
                candidate.number, rank, candidate.votes, candidate.cost, reason == FUNDED, reason, before, left
            )
        )
    return Allocation(tuple(lines), budget - left, left)
