"""The vote as the public sees it: receipts, trackers, turnout, fingerprints."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from budget_app.domain.edition import ElectionState


@dataclass(frozen=True)
class IdentityClaim:
    """Who says they are casting, and from which network address."""

    roll_number: int
    birth_date: date = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True)
class LetIn:
    """A roll number whose second factor was right: all that the vote ever learns of a person."""

    roll_number: int


@dataclass(frozen=True)
class Receipt:
    """What the voter keeps. ``position`` is the height of the ballot's event on the board."""

    tracker: str
    position: int
    accepted_at: datetime
    replaces: bool
    repeated: bool = False


@dataclass(frozen=True)
class PublicElection:
    """What the booth loads."""

    uuid: str
    edition: str
    town: str
    name: str
    state: ElectionState
    opens_at: datetime
    closes_at: datetime
    revote_allowed: bool
    election: str | None
    election_fingerprint: str | None
    ballot_list: str | None


class Standing(StrEnum):
    """What became of a ballot on the board."""

    WAITING = "waiting"
    REPLACED = "replaced"
    COUNTED = "counted"


@dataclass(frozen=True)
class BallotStatus:
    """A ballot found by its tracker."""

    tracker: str
    position: int
    accepted_at: datetime
    standing: Standing


@dataclass(frozen=True)
class Turnout:
    """How many of the roll have voted, and on which day each first voted (days of Europe/Paris)."""

    voters: int
    voted: int
    by_day: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class BoardSummary:
    """The board in figures and fingerprints; sizes in bytes, no ``tally_fingerprint`` before the closing."""

    uuid: str
    state: ElectionState
    events: int
    ballots: int
    voters: int
    size: int
    head_hash: str
    election_fingerprint: str
    trustees_fingerprint: str
    credentials_fingerprint: str
    ballot_list_sha256: str
    tally_fingerprint: str | None


@dataclass(frozen=True)
class MissingPiece:
    """Something that must be there before the vote can be set up; ``code`` has its sentence."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class RollSummary:
    """How complete the roll is."""

    voters: int
    with_credential: int
