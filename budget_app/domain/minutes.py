"""The official minutes of a vote (procès-verbal): what was counted, by which rule, and what anybody can compare."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import accumulate

from budget_app.domain.allocation.allocate import Allocated, Allocation
from budget_app.domain.allocation.outcome_json import outcome_members
from budget_app.domain.allocation.rule_json import compose_rule, rule_fingerprint
from budget_app.domain.ballot_kind import GRADE_NAMES, BallotKind, Sealing
from budget_app.domain.vote_count import InvalidVotes

FORMAT = "isoloir-minutes-2"


@dataclass(frozen=True)
class ChannelBallots:
    """How many ballots came by one channel, replaced ones among them; the channel by its stable name."""

    channel: str
    ballots: int


@dataclass(frozen=True)
class MinutesLine:
    """One project in the order of the rule; money in cents. ``grades`` are ballots by grade, the worst first."""

    rank: int
    number: int
    title: str
    votes: int
    cost: int
    funded: bool
    reason: str
    left_after: int
    grades: tuple[int, ...] = ()


@dataclass(frozen=True)
class FundedLine:
    """A funded project in the order of funding; cost, and what all so far cost together, in cents."""

    number: int
    title: str
    cost: int
    running_total: int


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
class Minutes(Allocated):
    """The minutes of one vote; times aware and in UTC. ``titles`` are those of the projects by their numbers."""

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
    channels: tuple[ChannelBallots, ...]
    ballots_counted: int
    blank: int | None
    invalid: tuple[InvalidVotes, ...]
    allocation: Allocation
    titles: dict[int, str]
    guardians: tuple[str, ...]
    fingerprints: Fingerprints

    @property
    def ballots_on_board(self) -> int:
        """Ballots of all channels, replaced ones among them."""
        return sum(channel.ballots for channel in self.channels)

    @property
    def lines(self) -> tuple[MinutesLine, ...]:
        """Every project, in the order of the rule."""
        tally = self.allocation.tally
        rows = tally.grades or ((),) * len(tally.projects)
        grades = {project.identifier: row for project, row in zip(tally.projects, rows, strict=True)}
        return tuple(
            MinutesLine(
                rank=line.rank,
                number=int(line.identifier),
                title=self.titles[int(line.identifier)],
                votes=line.votes,
                cost=line.cost,
                funded=line.funded,
                reason=line.reason,
                left_after=line.left_after,
                grades=grades[line.identifier],
            )
            for line in self.allocation.funding.lines
        )

    @property
    def funded(self) -> tuple[FundedLine, ...]:
        """The winners, in the order in which the rule paid for them."""
        numbers = [int(name) for name in self.allocation.funding.winners]
        costs = [self.allocation.projects[str(number)].cost for number in numbers]
        return tuple(
            FundedLine(number, self.titles[number], cost, total)
            for number, cost, total in zip(numbers, costs, accumulate(costs), strict=True)
        )

    def as_json(self) -> dict[str, object]:
        """The same content for programs; money in cents, times in ISO 8601, fractions exact as "p/q"."""
        outcome = outcome_members(self.allocation)
        plain = ("town", "edition", "uuid", "kind", "sealing", "voters", "attended", "ballots_on_board")
        return {
            "format": FORMAT,
            **{name: getattr(self, name) for name in (*plain, "ballots_counted", "blank", "budget", "spent", "left")},
            **{name: getattr(self, name).isoformat() for name in ("opened_at", "closed_at", "counted_at")},
            "channels": [asdict(channel) for channel in self.channels],
            "invalid": [asdict(item) for item in self.invalid],
            "rule": json.loads(compose_rule(self.allocation.rule)),
            "rule_fingerprint": rule_fingerprint(self.allocation.rule),
            "grades": list(GRADE_NAMES) if self.allocation.tally.grades else None,
            "lines": [asdict(line) for line in self.lines],
            "funded": [asdict(line) for line in self.funded],
            **{name: outcome[name] for name in ("ties", "shares", "winners_by_votes")},
            "guardians": list(self.guardians),
            "fingerprints": asdict(self.fingerprints),
        }
