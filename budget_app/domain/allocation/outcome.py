"""What a rule did: every project with its one reason, the winners in their order, and the ties that were used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from budget_app.domain.allocation.ties import Tie


class Reason(StrEnum):
    """Why a project is funded or not."""

    FUNDED = "funded"
    BELOW_THRESHOLD = "below-threshold"
    BELOW_GRADE = "below-grade"
    INCOMPATIBLE = "incompatible"
    DISTRICT_SERVED = "district-served"
    DOES_NOT_FIT = "does-not-fit"
    AFTER_STOP = "after-stop"
    CANNOT_PAY = "supporters-cannot-pay"


@dataclass(frozen=True)
class Line:
    """One project; money in cents.

    ``left_before`` and ``left_after`` are what the envelope ``pot`` held (the town's is "") when the project's turn
    came last. ``rival`` is the winner that excludes it, or the project at which the rule stopped.
    """

    identifier: str
    rank: int
    votes: int
    cost: int
    reason: Reason
    left_before: int
    left_after: int
    pot: str = ""
    rival: str | None = None

    @property
    def funded(self) -> bool:
        """Whether the project is paid for."""
        return self.reason is Reason.FUNDED


@dataclass(frozen=True)
class Funding:
    """What a walk through ranked projects paid for, in the order in which it did; lines by rank.

    ``turns`` are all turns of the walk as they came: a project may have one in its envelope and another after it.
    """

    winners: tuple[str, ...]
    lines: tuple[Line, ...]
    ties: tuple[Tie, ...]
    budget: int
    turns: tuple[Line, ...] = ()

    @property
    def spent(self) -> int:
        """What the winners cost, in cents."""
        return sum(line.cost for line in self.lines if line.funded)

    @property
    def left(self) -> int:
        """What nothing took, in cents."""
        return self.budget - self.spent
