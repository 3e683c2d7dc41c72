"""The count: ballots ended, shares taken, and the result when the last share is in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.edition import ElectionState
from budget_app.domain.errors import ConflictError, InvalidInputError
from budget_app.services.board import append, read_payload
from budget_app.services.editions import load_election
from budget_app.services.sealed_election import SealedElection, head_of, sealed_election
from budget_app.services.shuffling import tally_to_open
from budget_app.storage.board import BallotRow, ElectionRow, ShareRow
from budget_app.storage.database import read_session
from voting.ballot import CheckedBallot, parse_ballot
from voting.board import append_encrypted_tally, append_end_ballots, append_partial_decryption, append_result
from voting.combination import check_enough_shares, combine_factors
from voting.decryption import Share, check_share, parse_share
from voting.errors import DecryptionError, ProtocolError
from voting.result import combine_result, uncanonical_votes
from voting.tally import EncryptedTally, TallySum


@dataclass(frozen=True)
class BallotSum:
    """The encrypted tally of all ballots up to the event ``head_hash``."""

    head_hash: str
    tally: EncryptedTally


def _effective_ballots(session: Session, row: ElectionRow, sealed: SealedElection) -> Iterator[CheckedBallot]:
    """The last ballot of each credential, read back from the board; each was checked when it came."""
    last: dict[str, int] = {}
    statement = select(BallotRow).where(BallotRow.uuid == row.uuid).order_by(col(BallotRow.height))
    for ballot in session.exec(statement):
        last[ballot.credential] = ballot.height
    for height in sorted(last.values()):
        parsed = parse_ballot(read_payload(session, row.uuid, height))
        weight = sealed.credentials.find_weight(parsed.credential)
        if weight is None:
            raise ConflictError("board-inconsistent")
        yield CheckedBallot(parsed, weight)


def sum_ballots(uuid: str) -> BallotSum:
    """The sum of the effective ballots on the board: the long part of a closing, which holds up no writer."""
    with read_session() as session:
        row = load_election(session, uuid)
        sealed = sealed_election(row)
        running = TallySum(sealed.election)
        for checked in _effective_ballots(session, row, sealed):
            running.add(checked)
        return BallotSum(row.head_hash, running.finish())


def end_ballots(session: Session, row: ElectionRow, summed: BallotSum, now: datetime) -> bool:
    """Appends the end of ballots and the encrypted tally, inside the caller's transaction.

    False, and nothing appended, when a ballot came after those in ``summed``.
    """
    if row.head_hash != summed.head_hash:
        return False
    append(session, row, append_end_ballots(head_of(row)))
    append(session, row, append_encrypted_tally(head_of(row), summed.tally))
    row.tally_raw, row.sized_tally_raw = summed.tally.raw, summed.tally.sized_raw
    row.state, row.closed_at = ElectionState.CLOSED, now
    session.add(row)
    return True


def _shares(session: Session, row: ElectionRow, tally: EncryptedTally) -> dict[int, Share]:
    """The shares on the board, by owner."""
    statement = select(ShareRow).where(ShareRow.uuid == row.uuid)
    return {
        share.owner: parse_share(read_payload(session, row.uuid, share.height), tally)
        for share in session.exec(statement)
    }


def accept_share(session: Session, row: ElectionRow, owner: int, raw: bytes, now: datetime) -> bool:
    """Appends the checked share of guardian number ``owner``, and the result when it is the last.

    True when the result is on the board. Raises InvalidInputError ``share-invalid``, ConflictError ``share-not-yet``,
    or ``shuffles-not-done`` before the end of shuffles that are needed.
    """
    sealed = sealed_election(row)
    tally = tally_to_open(session, row, sealed)
    public = sealed.trustees.find_key(owner)
    try:
        share = parse_share(raw, tally)
        if public is None:
            raise InvalidInputError("share-invalid", check="share-owner")
        check_share(share, sealed.election, tally, public)
    except ProtocolError as error:
        raise InvalidInputError("share-invalid", check=error.code) from error
    append(session, row, append_partial_decryption(head_of(row), owner, raw))
    session.add(ShareRow(uuid=row.uuid, owner=owner, height=row.head_height))
    session.flush()
    shares = _shares(session, row, tally)
    try:
        check_enough_shares(sealed.trustees, shares)
    except DecryptionError:
        return False  # others are waited for
    factors = combine_factors(sealed.trustees, shares)
    result = combine_result(sealed.election, tally, factors)
    append(session, row, append_result(head_of(row), result))
    row.marked_votes = json.dumps([position for _, position in uncanonical_votes(sealed.election, tally, factors)])
    row.result_raw, row.state, row.counted_at = result, ElectionState.COUNTED, now
    session.add(row)
    return True
