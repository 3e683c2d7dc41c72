"""Guardians of a vote's key, as the organiser, the public and they themselves see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class GuardianState(StrEnum):
    """What a guardian has to do, or has done."""

    KEY_NEEDED = "key-needed"
    KEY_RECEIVED = "key-received"
    VOTE_RUNNING = "vote-running"
    SHARE_NEEDED = "share-needed"
    SHARE_RECEIVED = "share-received"
    COUNTED = "counted"


@dataclass(frozen=True)
class GuardianLink:
    """A guardian's personal link, shown once."""

    number: int
    name: str
    url: str = field(repr=False)


@dataclass(frozen=True)
class GuardianProgress:
    """How far a guardian is. ``public_key`` is what the public may compare with the printed sheet."""

    number: int
    name: str
    public_key: str | None
    key_received_at: datetime | None
    share_received_at: datetime | None


@dataclass(frozen=True)
class GuardianTask:
    """What a guardian's desk needs to know."""

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
