"""The public credentials that the registrar hands in: a whole list, or new ones for codes that were lost."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, delete, select

from budget_app.domain.edition import ElectionState
from budget_app.domain.errors import ConflictError, InvalidInputError
from budget_app.domain.roll import CredentialEntry, parse_credentials_csv
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.credential_record import find_record, note_list, note_replacements
from budget_app.services.editions import as_edition, load_edition, load_election, load_in_preparation
from budget_app.storage.board import CredentialRow
from budget_app.storage.database import write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.roll import VoterRow
from voting.credential_files import parse_public
from voting.errors import GroupError, ProtocolError
from voting.group import check_not_identity, parse_point

Entries = tuple[CredentialEntry, ...]


def parse_list(raw: bytes) -> Entries:
    """The registrar's public file, as CSV or in the reference's form, each credential a key of the group.

    Raises InvalidInputError; an edition has no weights, so one that is not 1 is refused: ``credential-weighted``.
    """
    if raw[:1] == b"[":
        return _of_reference(raw)
    entries = parse_credentials_csv(raw)
    for entry in entries:
        try:
            check_not_identity(parse_point(entry.credential))
        except GroupError as error:
            raise InvalidInputError("credential-malformed", roll_number=entry.roll_number) from error
    return entries


def _of_reference(raw: bytes) -> Entries:
    try:
        listed = parse_public(raw)
    except ProtocolError as error:
        code = "credential-duplicate" if error.code == "credential-duplicate" else "credential-malformed"
        raise InvalidInputError(code, check=error.code) from error
    entries = []
    for number, entry in listed.items():
        credential, _comma, weight = entry.partition(",")
        if weight not in ("", "1"):
            raise InvalidInputError("credential-weighted")
        entries.append(CredentialEntry(int(number), credential))
    return tuple(entries)


def _check_numbers(session: Session, edition: EditionRow, entries: Entries) -> None:
    roll = set(session.exec(select(VoterRow.roll_number).where(VoterRow.edition_id == edition.id)))
    for entry in entries:
        if entry.roll_number not in roll:
            raise InvalidInputError("credential-roll-number-unknown", roll_number=entry.roll_number)


def store_credentials(session: Session, edition: EditionRow, entries: Entries, now: datetime) -> None:
    """Replaces the whole list and notes that; each must belong to a roll number. Raises InvalidInputError."""
    _check_numbers(session, edition, entries)
    session.exec(delete(CredentialRow).where(col(CredentialRow.uuid) == edition.uuid))
    session.add_all(CredentialRow(uuid=edition.uuid, **vars(entry)) for entry in entries)
    note_list(session, edition.uuid, (entry.credential for entry in entries), now)


def import_credentials(actor: Actor, slug: str, raw: bytes, now: datetime) -> int:
    """Takes the registrar's public list, all or nothing, and gives its length; raises InvalidInputError."""
    require(actor, ORGANISER)
    entries = parse_list(raw)
    with write_session() as session:
        store_credentials(session, load_in_preparation(session, slug), entries, now)
    return len(entries)


def check_replaceable(session: Session, edition: EditionRow, now: datetime) -> None:
    """Raises ConflictError ``replacement-after-setup``, or ``replacement-after-opening`` once the vote has opened.

    From the setup on the list stands on the public board, where nothing can be taken back.
    """
    row = load_election(session, edition.uuid, for_update=True)
    if row.state == ElectionState.PREPARATION:
        return
    opened = as_edition(edition, row, now).state is not ElectionState.READY
    raise ConflictError("replacement-after-opening" if opened else "replacement-after-setup")


def replace_credentials(session: Session, edition: EditionRow, entries: Entries, now: datetime) -> int:
    """Puts new credentials in the place of old ones, which are worth nothing from then on; gives how many.

    What is there already is left as it is: an answer that was lost can be asked for again. Raises ConflictError as
    :func:`check_replaceable`, InvalidInputError ``credential-roll-number-unknown``, ``replacement-without-code``,
    ``credential-duplicate`` (it is another's) or ``credential-revoked``.
    """
    check_replaceable(session, edition, now)
    _check_numbers(session, edition, entries)
    rows = session.exec(select(CredentialRow).where(CredentialRow.uuid == edition.uuid)).all()
    held = {row.roll_number: row for row in rows}
    before = [row.credential for row in rows]
    pairs = []
    for entry in entries:
        if entry.roll_number not in held:
            raise InvalidInputError("replacement-without-code", roll_number=entry.roll_number)
        row = held[entry.roll_number]
        if row.credential != entry.credential:
            pairs.append((row.credential, entry.credential))
            row.credential = entry.credential
            session.add(row)
    _check_new(session, edition.uuid, {new for _, new in pairs}, set(before))
    if pairs:
        note_replacements(session, edition.uuid, before, pairs, now)
    return len(pairs)


def _check_new(session: Session, uuid: str, credentials: set[str], listed: set[str]) -> None:
    if credentials & listed:
        raise InvalidInputError("credential-duplicate")
    record = find_record(session, uuid)
    if record and credentials & {entry.old for entry in record.replacements}:
        raise InvalidInputError("credential-revoked")


def replace_codes(actor: Actor, slug: str, raw: bytes, now: datetime) -> int:
    """Takes the registrar's file of replacements, all or nothing; gives how many changed. Raises as above."""
    require(actor, ORGANISER)
    entries = parse_list(raw)
    with write_session() as session:
        return replace_credentials(session, load_edition(session, slug), entries, now)
