"""The board: written event by event, read as the archive that anyone downloads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from budget_app.domain.edition import ElectionState, vote_state_at
from budget_app.domain.errors import NotFoundError
from budget_app.domain.vote import BallotStatus, BoardSummary, Standing, Turnout
from budget_app.services.editions import as_edition, load_edition, load_election
from budget_app.services.sealed_election import sealed_election
from budget_app.storage.board import (
    AttendanceRow,
    BallotRow,
    BoardChunkRow,
    BoardLeafRow,
    CredentialRow,
    ElectionRow,
    ShareRow,
)
from budget_app.storage.database import read_session
from voting.archive import read_data
from voting.board import Appended
from voting.checkpoints.merkle import leaf_hash
from voting.hashing import base64_unpadded
from voting.published import Published, SharePromise
from voting.question import NonHomomorphicQuestion

PARIS = ZoneInfo("Europe/Paris")
TRACKER_LENGTH = 43


def append(session: Session, row: ElectionRow, appended: Appended) -> None:
    """Appends one event to the board, inside the caller's transaction.

    The height is a primary key: two writers that saw the same head cannot both commit.
    """
    session.add(BoardChunkRow(uuid=row.uuid, height=appended.head.height, data=appended.data))
    leaf = leaf_hash(appended.event_record)
    session.add(BoardLeafRow(uuid=row.uuid, height=appended.head.height, leaf=leaf))
    row.head_height, row.head_hash = appended.head.height, appended.head.event_hash
    row.timestamp = appended.head.timestamp
    row.size += len(appended.data)
    session.add(row)
    session.flush()


def read_payload(session: Session, uuid: str, height: int) -> bytes:
    """The first payload of the event at ``height``, as it stands on the board."""
    chunk = session.exec(
        select(BoardChunkRow.data).where(BoardChunkRow.uuid == uuid, BoardChunkRow.height == height)
    ).one()
    return read_data(BytesIO(chunk))


def board_size(uuid: str) -> int:
    """Bytes of the archive so far; raises NotFoundError ``election-unknown`` or ``board-empty``."""
    with read_session() as session:
        row = load_election(session, uuid)
        if row.head_height < 0:
            raise NotFoundError("board-empty")
        return row.size


def read_board(uuid: str) -> Iterator[bytes]:
    """The archive up to the last event at the time of the call, in pieces; raises as :func:`board_size`.

    Only whole events are given, so that what is read while others vote is a valid archive.
    """
    board_size(uuid)
    with read_session() as session:
        last = load_election(session, uuid).head_height
    return _read_chunks(uuid, last)


def _read_chunks(uuid: str, last: int) -> Iterator[bytes]:
    step = 64
    for start in range(0, last + 1, step):
        with read_session() as session:
            heights = col(BoardChunkRow.height).between(start, min(last, start + step - 1))
            statement = select(BoardChunkRow.data).where(BoardChunkRow.uuid == uuid, heights)
            statement = statement.order_by(col(BoardChunkRow.height))
            chunks = session.exec(statement).all()
        yield from chunks


def find_ballot(slug: str, tracker: str) -> BallotStatus | None:
    """The ballot with this tracker and what became of it; None when it is not on the board."""
    wanted = tracker.strip().rstrip("=")
    if len(wanted) != TRACKER_LENGTH:
        return None
    with read_session() as session:
        edition = load_edition(session, slug)
        ballot = session.get(BallotRow, (edition.uuid, wanted))
        if ballot is None:
            return None
        newer = select(func.max(BallotRow.height)).where(
            BallotRow.uuid == edition.uuid, BallotRow.credential == ballot.credential
        )
        standing = Standing.WAITING
        if session.exec(newer).one() != ballot.height:
            standing = Standing.REPLACED
        elif load_election(session, edition.uuid).state == ElectionState.COUNTED:
            standing = Standing.COUNTED
        return BallotStatus(wanted, ballot.height, ballot.accepted_at, standing)


def board_summary(slug: str, now: datetime) -> BoardSummary | None:
    """The board in figures and fingerprints; None before the vote is set up."""
    with read_session() as session:
        edition = load_edition(session, slug)
        row = load_election(session, edition.uuid)
        if row.head_height < 0:
            return None
        sealed = sealed_election(row)
        ballots = select(func.count()).select_from(BallotRow).where(BallotRow.uuid == row.uuid)
        calendar = as_edition(edition, row, now).calendar
        return BoardSummary(
            uuid=row.uuid,
            state=vote_state_at(ElectionState(row.state), calendar, now),
            events=row.head_height + 1,
            ballots=session.exec(ballots).one(),
            voters=len(sealed.credentials),
            size=row.size,
            head_hash=row.head_hash,
            election_fingerprint=sealed.election.fingerprint,
            trustees_fingerprint=base64_unpadded(sealed.trustees.raw),
            credentials_fingerprint=sealed.credentials.fingerprint,
            ballot_list_sha256=sha256(row.ballot_list or b"").hexdigest(),
            tally_fingerprint=base64_unpadded(row.tally_raw) if row.tally_raw else None,
        )


def _promises(session: Session, uuid: str) -> tuple[SharePromise, ...] | None:
    """The hashes of the shares that came, shown or not; None where one came before such promises were published."""
    promises = []
    for share in session.exec(select(ShareRow).where(ShareRow.uuid == uuid).order_by(col(ShareRow.owner))):
        if share.strong_raw is None or share.received_at is None:
            return None
        raw = share.raw if share.height is None else read_payload(session, uuid, share.height)
        hashes = (sha256(raw or b"").hexdigest(), sha256(share.strong_raw).hexdigest())
        promises.append(SharePromise(share.owner, share.received_at, *hashes))
    return tuple(promises)


def published_facts(uuid: str) -> bytes:
    """What the town publishes beside the board, to be compared with it.

    Fingerprints; once the vote is closed, the attendance and the promises of the shares.

    Raises NotFoundError ``election-unknown`` or ``board-empty``.
    """
    with read_session() as session:
        row = load_election(session, uuid)
        if row.head_height < 0:
            raise NotFoundError("board-empty")
        sealed = sealed_election(row)
        attended = select(func.count()).select_from(AttendanceRow).where(AttendanceRow.uuid == uuid)
        opened = any(isinstance(question, NonHomomorphicQuestion) for question in sealed.election.questions)
        return Published(
            uuid=uuid,
            election=sealed.election.fingerprint,
            trustees=sealed.trustees.fingerprint,
            credentials=sealed.credentials.fingerprint,
            shuffles=int(opened),
            attended=None if row.closed_at is None else session.exec(attended).one(),
            shares=None if row.closed_at is None else _promises(session, uuid),
        ).as_bytes()


def turnout(slug: str) -> Turnout:
    """How many have voted, and on which day of Europe/Paris each first did."""
    with read_session() as session:
        edition = load_edition(session, slug)
        times = session.exec(select(AttendanceRow.marked_at).where(AttendanceRow.uuid == edition.uuid)).all()
        voters = select(func.count()).select_from(CredentialRow).where(CredentialRow.uuid == edition.uuid)
        days = Counter(time.astimezone(PARIS).date() for time in times)
        return Turnout(session.exec(voters).one(), len(times), tuple(sorted(days.items())))
