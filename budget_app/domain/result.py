"""The published result: votes, and what the budget pays for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from budget_app.domain.allocation.allocate import Allocated, Allocation
from budget_app.domain.ballot_kind import BallotLimits, Sealing
from budget_app.domain.project import ProjectView
from budget_app.domain.vote_count import InvalidVotes, VoteCount


@dataclass(frozen=True)
class ResultLine:
    """One project's result, in the order of the rule; money in cents."""

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
class ResultView(Allocated):
    """The whole result; ``ballots`` were counted, ``attended`` voters are marked; money in cents.

    ``projects`` are in the order of the ballot list; the rule's identifier of a project is its number.
    """

    allocation: Allocation
    projects: tuple[ProjectView, ...]
    limits: BallotLimits
    sealing: Sealing
    count: VoteCount
    ballots: int
    attended: int
    voters: int
    counted_at: datetime
    ballot_list: bytes

    @property
    def blank(self) -> int | None:
        """Blank votes; None where they were not allowed."""
        return self.count.blank

    @property
    def invalid(self) -> tuple[InvalidVotes, ...]:
        """Opened ballots that break their limits, by reason."""
        return self.count.invalid

    @property
    def lines(self) -> tuple[ResultLine, ...]:
        """What became of each project, in the order of the rule."""
        titles = {str(project.number): project.title for project in self.projects}
        return tuple(
            ResultLine(
                number=int(line.identifier),
                title=titles[line.identifier],
                rank=line.rank,
                votes=line.votes,
                cost=line.cost,
                funded=line.funded,
                reason=line.reason,
                left_before=line.left_before,
                left_after=line.left_after,
            )
            for line in self.allocation.funding.lines
        )
