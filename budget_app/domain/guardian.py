"""Guardians of a vote's key, as the organiser, the public and they themselves see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class GuardianState(StrEnum):
    """What a guardian has to do, or has done.

    From ``CERTIFICATE_NEEDED`` to ``EXCHANGE_STOPPED``: only for those of a group, who make their key together.
    """

    KEY_NEEDED = "key-needed"
    CERTIFICATE_NEEDED = "certificate-needed"
    CERTIFICATES_AWAITED = "certificates-awaited"
    POLYNOMIAL_NEEDED = "polynomial-needed"
    POLYNOMIALS_AWAITED = "polynomials-awaited"
    CHECK_NEEDED = "check-needed"
    EXCHANGE_STOPPED = "exchange-stopped"
    KEY_RECEIVED = "key-received"
    VOTE_RUNNING = "vote-running"
    SHUFFLE_NEEDED = "shuffle-needed"
    SHUFFLES_AWAITED = "shuffles-awaited"
    SHARE_NEEDED = "share-needed"
    SHARE_RECEIVED = "share-received"
    COUNTED = "counted"


class GuardianDraft(NamedTuple):
    """A guardian as the organiser names them; ``language`` is that of their mail."""

    name: str
    email: str
    language: str = "fr"


@dataclass(frozen=True)
class GroupDraft:
    """Guardians any ``threshold`` of whom suffice, beside those whose key is always needed."""

    people: tuple[GuardianDraft, ...]
    threshold: int


@dataclass(frozen=True)
class GuardianLink:
    """A guardian's personal link, shown once."""

    number: int
    name: str
    url: str = field(repr=False)


@dataclass(frozen=True)
class GuardianRole:
    """What the count must know of a guardian.

    ``owner`` is the number on the board. A guardian is ``mandatory``, or of the group any ``threshold`` of whom suffice
    and is its member number ``index``; then ``encrypted_private_key`` is what their desk opens with the seed.
    """

    owner: int
    name: str
    mandatory: bool
    threshold: int | None = None
    index: int | None = None
    encrypted_private_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class GuardianProgress:
    """How far a guardian is. ``public_key`` is what the public may compare with the printed sheet.

    ``promise``, for those of a group, is the hash of what they show in the exchange, published before it is shown.
    """

    number: int
    name: str
    public_key: str | None
    key_received_at: datetime | None
    share_received_at: datetime | None
    grouped: bool = False
    state: GuardianState = GuardianState.KEY_NEEDED
    promise: str | None = None


@dataclass(frozen=True)
class ExchangeFault:
    """Why an exchange stopped: what ``by`` found, and in whose message (``about``; None: in what the server gave)."""

    code: str
    by: str
    about: str | None
    at: datetime


@dataclass(frozen=True)
class ExchangeProgress:
    """How far a group is with its key: ``state`` is what it does now, ``waited`` names those who have not done it."""

    threshold: int
    size: int
    state: GuardianState
    waited: tuple[str, ...]
    fault: ExchangeFault | None


@dataclass(frozen=True)
class ExchangeTask:
    """What the desk of the group's member number ``index`` needs; messages are there once everybody's are."""

    index: int
    names: tuple[str, ...]
    progress: ExchangeProgress
    label: str
    certificate: str | None
    certificates: tuple[str, ...] | None
    promises: tuple[str, ...] | None
    vinput: str | None
    encrypted_private_key: str | None


@dataclass(frozen=True)
class GroupFacts:
    """How many guardians a group has, and how many of them suffice."""

    size: int
    threshold: int


@dataclass(frozen=True)
class GuardianTask:
    """What a guardian's desk needs to know; ``group`` where there is one, ``exchange`` only for those in it.

    ``ballots_to_open`` is the tally after the shuffles so far.
    """

    name: str
    number: int
    of: int
    state: GuardianState
    public_key: str | None
    election: str | None
    election_fingerprint: str | None
    encrypted_tally: str | None
    edition_name: str
    town: str
    trustees: str | None = None
    ballots_to_open: str | None = None
    group: GroupFacts | None = None
    exchange: ExchangeTask | None = None
