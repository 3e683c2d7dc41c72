"""Ballots taken: checked whole, then appended to the board in one transaction with attendance and receipt."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select

from budget_app.domain.edition import ElectionState
from budget_app.domain.errors import ConflictError, DomainError, InvalidInputError, NotAllowedError, TooManyTriesError
from budget_app.domain.vote import LetIn, Receipt
from budget_app.services.board import append
from budget_app.services.editions import as_edition, load_election
from budget_app.services.sealed_election import head_of, sealed_election
from budget_app.storage.board import AttendanceRow, BallotRow, ElectionRow, SpoiledBallotRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from voting.ballot import Ballot, check_ballot, parse_ballot, tracker
from voting.board import append_ballot
from voting.errors import ProtocolError

MAX_BALLOT_BYTES = 512 * 1024
MAX_SPOILED = 20

_OTHER_ELECTION = ("ballot-other-election", "ballot-election-fingerprint")
_SIGNATURE = ("ballot-signature-hash", "signature-invalid")


def _refusal(error: ProtocolError) -> DomainError:
    """What the application says of a ballot that the protocol refuses."""
    check = str(error.facts.get("check", error.code))
    if error.code == "ballot-malformed":
        return InvalidInputError("ballot-malformed", check=check)
    if error.code in _OTHER_ELECTION:
        return InvalidInputError("ballot-other-election", check=check)
    if error.code == "credential-unknown":
        return NotAllowedError("credential-unknown")
    if error.code in _SIGNATURE:
        return InvalidInputError("ballot-signature-invalid", check=check)
    return InvalidInputError("ballot-proof-invalid", check=check)


def _load_edition(session: Session, uuid: str) -> EditionRow:
    return session.exec(select(EditionRow).where(EditionRow.uuid == uuid)).one()


def _check_open(session: Session, row: ElectionRow, now: datetime) -> None:
    """Raises ConflictError ``vote-not-open`` or ``vote-closed``."""
    edition = as_edition(_load_edition(session, row.uuid), row, now)
    if edition.state in (ElectionState.PREPARATION, ElectionState.READY):
        raise ConflictError("vote-not-open", opens_at=edition.calendar.vote_opens_at.isoformat())
    if edition.state is not ElectionState.OPEN:
        raise ConflictError("vote-closed")


def _check_size(raw: bytes) -> None:
    if len(raw) > MAX_BALLOT_BYTES:
        raise InvalidInputError("ballot-too-large", limit=MAX_BALLOT_BYTES)


def find_receipt(uuid: str, raw: bytes) -> Receipt | None:
    """The receipt of a ballot that came before, also after closing; None for a new one.

    So a lost answer can be asked for again. Raises InvalidInputError ``ballot-too-large``, NotFoundError
    ``election-unknown``, ConflictError ``ballot-duplicate`` for a replaced ballot, ``ballot-spoiled``.
    """
    _check_size(raw)
    with read_session() as session:
        load_election(session, uuid)
        return _find_receipt(session, uuid, tracker(raw))


def _find_receipt(session: Session, uuid: str, name: str) -> Receipt | None:
    if session.get(SpoiledBallotRow, (uuid, name)) is not None:
        raise ConflictError("ballot-spoiled")
    known = session.get(BallotRow, (uuid, name))
    if known is None:
        return None
    if known.height != _last_height(session, uuid, known.credential):
        raise ConflictError("ballot-duplicate")
    return _receipt(known, repeated=True)


def checked_ballot(uuid: str, raw: bytes, now: datetime) -> Ballot:
    """The ballot in ``raw``, every check of the protocol made, while the vote is open.

    Raises NotFoundError, ConflictError, InvalidInputError or NotAllowedError whose code names the refusal.
    """
    _check_size(raw)
    with read_session() as session:
        row = load_election(session, uuid)
        _check_open(session, row, now)
        sealed = sealed_election(row)
    try:
        ballot = parse_ballot(raw)
        check_ballot(ballot, sealed.election, sealed.credentials)
    except ProtocolError as error:
        raise _refusal(error) from None
    return ballot


def _last_height(session: Session, uuid: str, credential: str) -> int | None:
    statement = select(func.max(BallotRow.height)).where(BallotRow.uuid == uuid, BallotRow.credential == credential)
    return session.exec(statement).one()


def _receipt(row: BallotRow, *, repeated: bool = False) -> Receipt:
    return Receipt(row.tracker, row.height, row.accepted_at, row.replaces, repeated)


def record_ballot(ballot: Ballot, voter: LetIn, now: datetime) -> Receipt:
    """Appends a checked ballot of a voter who was let in, marks attendance, and gives the receipt; all or nothing.

    What may have changed since the ballot was checked is looked at again. The voter's last ballot sent again gives
    its receipt again. Raises ConflictError: ``vote-closed``, ``ballot-duplicate``, ``ballot-spoiled``,
    ``revote-not-allowed``.
    """
    uuid, credential = ballot.election_uuid, ballot.credential.text
    with write_session() as session:
        row = load_election(session, uuid, for_update=True)
        known = _find_receipt(session, uuid, ballot.tracker)
        if known is not None:
            return known
        _check_open(session, row, now)
        last = _last_height(session, uuid, credential)
        if last is not None and not _load_edition(session, uuid).revote_allowed:
            raise ConflictError("revote-not-allowed")
        append(session, row, append_ballot(head_of(row), ballot.raw))
        stored = BallotRow(
            uuid=uuid,
            tracker=ballot.tracker,
            credential=credential,
            height=row.head_height,
            accepted_at=now,
            replaces=last is not None,
        )
        session.add(stored)
        if session.get(AttendanceRow, (uuid, voter.roll_number)) is None:
            session.add(AttendanceRow(uuid=uuid, roll_number=voter.roll_number, marked_at=now))
        return _receipt(stored)


def spoil_ballot(uuid: str, raw: bytes, now: datetime) -> str:
    """Makes a sealed ballot impossible to cast, before the voter opens it, and gives its tracker.

    Raises what :func:`checked_ballot` raises, ConflictError ``ballot-cast-already``, TooManyTriesError
    ``too-many-spoiled``.
    """
    ballot = checked_ballot(uuid, raw, now)
    with write_session() as session:
        load_election(session, uuid, for_update=True)
        if session.get(BallotRow, (uuid, ballot.tracker)) is not None:
            raise ConflictError("ballot-cast-already")
        if session.get(SpoiledBallotRow, (uuid, ballot.tracker)) is not None:
            return ballot.tracker
        spoiled = select(func.count()).where(
            col(SpoiledBallotRow.uuid) == uuid, col(SpoiledBallotRow.credential) == ballot.credential.text
        )
        if session.exec(spoiled).one() >= MAX_SPOILED:
            raise TooManyTriesError("too-many-spoiled", limit=MAX_SPOILED)
        session.add(
            SpoiledBallotRow(uuid=uuid, tracker=ballot.tracker, credential=ballot.credential.text, spoiled_at=now)
        )
    return ballot.tracker
