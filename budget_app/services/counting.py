"""The closing: ballots ended and summed. What guardians then hand in: services/shares.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.edition import ElectionState
from budget_app.domain.errors import ConflictError
from budget_app.services.board import append, read_payload
from budget_app.services.editions import load_election
from budget_app.services.sealed_election import SealedElection, head_of, sealed_election
from budget_app.storage.board import BallotRow, ElectionRow
from budget_app.storage.database import read_session
from voting.ballot import CheckedBallot, parse_ballot
from voting.board import append_encrypted_tally, append_end_ballots
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
