"""The official minutes of a vote (procès-verbal): what was counted, by which rule, and what anybody can compare."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from budget_app.domain.ballot_kind import BallotKind, Sealing
from budget_app.domain.vote_count import InvalidVotes

FORMAT = "isoloir-minutes-1"


@dataclass(frozen=True)
class MinutesLine:
    """One project in the order in which the budget was spent; money in cents."""

    rank: int
    number: int
    title: str
    votes: int
    cost: int
    funded: bool
    reason: str
    left_after: int


@dataclass(frozen=True)
class Fingerprints:
    """What an auditor compares: unpadded Base64 of SHA-256, the archive's in hexadecimal with its size in bytes."""

    election: str
    trustees: str
    credentials: str
    encrypted_tally: str
    result: str
    archive_sha256: str
    archive_bytes: int


@dataclass(frozen=True)
class Minutes:
    """The minutes of one vote; money in cents, times aware and in UTC.

    ``tied`` are groups of projects (their numbers) with the same votes, which the rule set apart.
    """

    town: str
    edition: str
    uuid: str
    opened_at: datetime
    closed_at: datetime
    counted_at: datetime
    kind: BallotKind
    sealing: Sealing
    voters: int
    attended: int
    ballots_on_board: int
    ballots_counted: int
    blank: int | None
    invalid: tuple[InvalidVotes, ...]
    budget: int
    spent: int
    lines: tuple[MinutesLine, ...]
    tied: tuple[tuple[int, ...], ...]
    guardians: tuple[str, ...]
    fingerprints: Fingerprints

    @property
    def left(self) -> int:
        """What the rule did not spend, in cents."""
        return self.budget - self.spent

    def as_json(self) -> dict[str, object]:
        """The same content for programs; money in cents, times in ISO 8601."""
        members = {"format": FORMAT, **asdict(self), "left": self.left}
        for name in ("opened_at", "closed_at", "counted_at"):
            members[name] = members[name].isoformat()
        return members


def ties_among(lines: tuple[MinutesLine, ...]) -> tuple[tuple[int, ...], ...]:
    """The numbers of the projects that have the same votes, by group of two or more, in the order of the lines."""
    groups: dict[int, list[int]] = {}
    for line in lines:
        groups.setdefault(line.votes, []).append(line.number)
    return tuple(tuple(numbers) for votes, numbers in groups.items() if votes and len(numbers) > 1)
