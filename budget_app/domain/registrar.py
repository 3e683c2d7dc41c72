"""The registrar, who makes the voting codes, and the record of the public credentials: as those who see them do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class RegistrarState(StrEnum):
    """What the registrar has to do, or can still do."""

    ROLL_AWAITED = "roll-awaited"
    CODES_NEEDED = "codes-needed"
    CODES_RECEIVED = "codes-received"
    FROZEN = "frozen"
    VOTE_OPENED = "vote-opened"


@dataclass(frozen=True)
class RegistrarDraft:
    """The registrar as the organiser names them; ``language`` is that of their mail."""

    name: str
    email: str
    language: str = "fr"


@dataclass(frozen=True)
class RegistrarLink:
    """The registrar's personal link, shown once."""

    name: str
    url: str = field(repr=False)


@dataclass(frozen=True)
class RecordFacts:
    """The record in figures: what a registrar notes on paper and an auditor compares; ``head_hash`` binds it all."""

    lists: int
    replacements: int
    first_fingerprint: str
    head_hash: str


@dataclass(frozen=True)
class RegistrarProgress:
    """Who the registrar is, and what is recorded so far."""

    name: str
    email: str
    named_at: datetime


@dataclass(frozen=True)
class RegistrarTask:
    """What a registrar's desk needs to know: numbers, never a name. ``fingerprint`` is that of the present list."""

    name: str
    state: RegistrarState
    edition_name: str
    town: str
    base_url: str
    roll_numbers: tuple[int, ...] = field(repr=False)
    credentials: int
    fingerprint: str | None
    record: RecordFacts | None
