"""The published result: votes, and what the budget pays for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from budget_app.domain.vote_count import InvalidVotes


@dataclass(frozen=True)
class ResultLine:
    """One project's result, in the order in which the budget was spent; money in cents."""

    number: int
    title: str
    rank: int
    votes: int
    cost: int
    funded: bool
    reason: str
    left_before: int
    left_after: int


@dataclass(frozen=True)
class ResultView:
    """The whole result; ``ballots`` were counted, ``attended`` voters are marked; money in cents.

    ``invalid`` are opened ballots that break their limits, by reason.
    """

    lines: tuple[ResultLine, ...]
    blank: int | None
    ballots: int
    attended: int
    voters: int
    budget: int
    spent: int
    left: int
    counted_at: datetime
    invalid: tuple[InvalidVotes, ...] = ()
