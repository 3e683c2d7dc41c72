"""Shuffles: where ballots are opened, guardians mix them in turn before anything is decrypted."""

from __future__ import annotations

from sqlmodel import Session, col, select

from budget_app.domain.errors import ConflictError, InvalidInputError
from budget_app.domain.texts import check_text
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.board import append, read_payload
from budget_app.services.editions import load_edition, load_election
from budget_app.services.sealed_election import SealedElection, head_of, sealed_election
from budget_app.storage.board import ElectionRow, ShuffleRow
from budget_app.storage.database import write_session
from voting.board import append_end_shuffles, append_shuffle
from voting.errors import ProtocolError
from voting.question import NonHomomorphicQuestion
from voting.shuffle import check_shuffle, parse_shuffle
from voting.strict_json import canonical
from voting.tally import EncryptedTally, read_tally, shuffled_rows, with_rows
from voting.trustee import Single

MAX_REASON = 300


def is_opened(sealed: SealedElection) -> bool:
    """Whether ballots of this vote are opened one by one, and so shuffled before."""
    return any(isinstance(question, NonHomomorphicQuestion) for question in sealed.election.questions)


def shufflers(sealed: SealedElection) -> tuple[int, ...]:
    """The owner numbers of those who shuffle, in turn: every mandatory guardian, or the first two of a group alone."""
    if not is_opened(sealed):
        return ()
    owner, mandatory, grouped = 1, list[int](), list[int]()
    for item in sealed.trustees.items:
        listed = mandatory if isinstance(item, Single) else grouped
        listed += range(owner, owner + len(item.keys))
        owner += len(item.keys)
    return tuple(mandatory or grouped[:2])


def _done(session: Session, uuid: str) -> dict[int, ShuffleRow]:
    """Shuffles, and guardians passed over, by owner."""
    statement = select(ShuffleRow).where(ShuffleRow.uuid == uuid).order_by(col(ShuffleRow.height))
    return {row.owner: row for row in session.exec(statement)}


def next_shuffler(session: Session, row: ElectionRow) -> int | None:
    """The owner number of the guardian whose turn it is; None when nothing is left to shuffle."""
    done = _done(session, row.uuid)
    return next((owner for owner in shufflers(sealed_election(row)) if owner not in done), None)


def _shuffled(session: Session, row: ElectionRow, sealed: SealedElection) -> EncryptedTally:
    """The tally after the shuffles so far; each was checked when it came. Raises ConflictError ``share-not-yet``."""
    if row.tally_raw is None or row.sized_tally_raw is None:
        raise ConflictError("share-not-yet")
    tally = read_tally(row.tally_raw, row.sized_tally_raw, sealed.election)
    heights = [done.height for done in _done(session, row.uuid).values() if done.height is not None]
    if not heights:
        return tally
    last = parse_shuffle(read_payload(session, row.uuid, max(heights)), shuffled_rows(sealed.election, tally))
    return with_rows(tally, sealed.election, last.rows)


def tally_to_open(session: Session, row: ElectionRow, sealed: SealedElection) -> EncryptedTally:
    """What guardians decrypt: the tally after the last shuffle.

    Raises ConflictError ``share-not-yet`` before the close, ``shuffles-not-done`` before the end of shuffles.
    """
    tally = _shuffled(session, row, sealed)
    if next_shuffler(session, row) is not None:
        raise ConflictError("shuffles-not-done")
    return tally


def written_tally(session: Session, row: ElectionRow) -> bytes | None:
    """What the guardian whose turn it is shuffles or decrypts, as JSON.

    None before the close, and where only totals are opened: what is decrypted is the encrypted tally itself.
    """
    if row.tally_raw is None or not is_opened(sealed_election(row)):
        return None
    tally = _shuffled(session, row, sealed_election(row))
    return canonical([[item.as_json() for item in question] for question in tally.ciphertexts])


def accept_shuffle(session: Session, row: ElectionRow, owner: int, raw: bytes) -> None:
    """Appends the checked shuffle of guardian number ``owner``, and the end of shuffles when it is the last.

    Raises ConflictError ``shuffle-not-your-turn`` or ``share-not-yet``, InvalidInputError ``shuffle-invalid``.
    """
    if next_shuffler(session, row) != owner:
        raise ConflictError("shuffle-not-your-turn")
    sealed = sealed_election(row)
    before = shuffled_rows(sealed.election, _shuffled(session, row, sealed))
    try:
        check_shuffle(parse_shuffle(raw, before), sealed.election, before)
    except ProtocolError as error:
        raise InvalidInputError("shuffle-invalid", check=error.code) from error
    append(session, row, append_shuffle(head_of(row), owner, raw))
    session.add(ShuffleRow(uuid=row.uuid, owner=owner, height=row.head_height))
    session.flush()
    _end_when_done(session, row)


def _end_when_done(session: Session, row: ElectionRow) -> None:
    if next_shuffler(session, row) is None:
        append(session, row, append_end_shuffles(head_of(row)))


def pass_over_shuffler(actor: Actor, slug: str, reason: str) -> None:
    """Goes on without the guardian whose turn it is, for a reason that is kept; others must shuffle.

    Raises NotAllowedError, InvalidInputError ``field-empty`` or ``field-too-long``, ConflictError ``shuffle-nobody``
    when nobody's turn it is, ``shuffle-needed`` when no shuffle would be left.
    """
    require(actor, ORGANISER)
    check_text(reason, "reason", MAX_REASON)
    with write_session() as session:
        edition = load_edition(session, slug)
        row = load_election(session, edition.uuid, for_update=True)
        owner = next_shuffler(session, row) if row.tally_raw is not None else None
        if owner is None:
            raise ConflictError("shuffle-nobody")
        others = [other for other in shufflers(sealed_election(row)) if other != owner]
        passed = [done.owner for done in _done(session, row.uuid).values() if done.height is None]
        if set(others) <= set(passed):
            raise ConflictError("shuffle-needed")
        session.add(ShuffleRow(uuid=row.uuid, owner=owner, reason=reason.strip()))
        session.flush()
        _end_when_done(session, row)
