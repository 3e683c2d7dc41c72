"""The record of public credentials: grows with each list and replacement, published as a file beside the board."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.errors import NotFoundError
from budget_app.domain.registrar import RecordFacts
from budget_app.services.editions import load_edition, load_election
from budget_app.storage.database import read_session
from budget_app.storage.registrars import CredentialEventRow
from voting.credential_record import (
    LIST,
    REPLACEMENT,
    AppendedEntry,
    CredentialRecord,
    RecordHead,
    append_frozen,
    append_list,
    append_replacement,
    compose_record,
    parse_record,
)


def _raw_entries(session: Session, uuid: str) -> list[bytes]:
    statement = select(CredentialEventRow.raw).where(CredentialEventRow.uuid == uuid)
    return list(session.exec(statement.order_by(col(CredentialEventRow.height))))


def find_record(session: Session, uuid: str) -> CredentialRecord | None:
    """The record so far; None before the first list."""
    entries = _raw_entries(session, uuid)
    return parse_record(compose_record(entries)) if entries else None


def _keep(session: Session, uuid: str, appended: AppendedEntry) -> RecordHead:
    """The height is a primary key: two writers that saw the same head cannot both commit."""
    session.add(CredentialEventRow(uuid=uuid, height=appended.head.height, raw=appended.raw))
    session.flush()
    return appended.head


def note_list(session: Session, uuid: str, credentials: Iterable[str], now: datetime) -> RecordHead:
    """A whole list was handed in, inside the caller's transaction."""
    record = find_record(session, uuid)
    return _keep(session, uuid, append_list(record.head if record else None, uuid, credentials, now))


def _begun(session: Session, uuid: str, credentials: Iterable[str], now: datetime) -> RecordHead:
    """The head of the record; a list that came before there were records begins one."""
    record = find_record(session, uuid)
    return record.head if record else note_list(session, uuid, credentials, now)


def note_replacements(
    session: Session, uuid: str, before: Iterable[str], pairs: Iterable[tuple[str, str]], now: datetime
) -> None:
    """Old and new credentials of the list ``before``, noted in the order of the old: it says nothing of the roll."""
    head = _begun(session, uuid, before, now)
    for old, new in sorted(pairs):
        head = _keep(session, uuid, append_replacement(head, old, new, now))


def note_frozen(session: Session, uuid: str, credentials: Sequence[str], now: datetime) -> None:
    """The vote is set up with this list."""
    _keep(session, uuid, append_frozen(_begun(session, uuid, credentials, now), uuid, credentials, now))


def facts_of(record: CredentialRecord | None) -> RecordFacts | None:
    """The record in figures."""
    if record is None:
        return None
    return RecordFacts(
        lists=record.count(LIST),
        replacements=record.count(REPLACEMENT),
        first_fingerprint=record.entries[0].fingerprint,
        head_hash=record.head.entry_hash,
    )


def record_facts(slug: str) -> RecordFacts | None:
    """The record of an edition in figures; public; None before the first list."""
    with read_session() as session:
        return facts_of(find_record(session, load_edition(session, slug).uuid))


def read_record(uuid: str) -> bytes:
    """The file that anyone downloads; raises NotFoundError ``election-unknown`` or ``record-empty``."""
    with read_session() as session:
        load_election(session, uuid)
        entries = _raw_entries(session, uuid)
    if not entries:
        raise NotFoundError("record-empty")
    return compose_record(entries)
