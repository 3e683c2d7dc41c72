"""Tables of the vote: the board's bytes, ballots, credentials and attendance. Nothing here knows a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from budget_app.storage.database import UtcTime


class ElectionRow(SQLModel, table=True):
    """The vote of an edition. The raw bytes are frozen at setup; the head is the board's last event.

    ``marked_votes`` are the positions, as JSON, of opened votes that are not the encoding of their numbers.
    """

    __tablename__ = "election"

    uuid: str = Field(primary_key=True)
    state: str
    head_height: int = -1
    head_hash: str = ""
    timestamp: int = Field(default=0, sa_type=BigInteger)
    size: int = Field(default=0, sa_type=BigInteger)
    election_raw: bytes | None = None
    trustees_raw: bytes | None = None
    credentials_raw: bytes | None = None
    ballot_list: bytes | None = None
    tally_raw: bytes | None = None
    sized_tally_raw: bytes | None = None
    result_raw: bytes | None = None
    marked_votes: str = "[]"
    set_up_at: datetime | None = Field(default=None, sa_type=UtcTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    counted_at: datetime | None = Field(default=None, sa_type=UtcTime)


class BoardChunkRow(SQLModel, table=True):
    """The exact bytes that the archive grew by with one event; the archive is their concatenation by height."""

    __tablename__ = "board_chunk"

    uuid: str = Field(primary_key=True, foreign_key="election.uuid")
    height: int = Field(primary_key=True)
    data: bytes


class BoardLeafRow(SQLModel, table=True):
    """The hash of an event's record: a leaf of the tree that checkpoints sign."""

    __tablename__ = "board_leaf"

    uuid: str = Field(primary_key=True, foreign_key="election.uuid")
    height: int = Field(primary_key=True)
    leaf: bytes


class CredentialRow(SQLModel, table=True):
    """Which public credential belongs to which roll number: one each."""

    __tablename__ = "credential"
    __table_args__ = (UniqueConstraint("uuid", "credential"),)

    uuid: str = Field(primary_key=True, foreign_key="election.uuid")
    roll_number: int = Field(primary_key=True)
    credential: str


class AttendanceRow(SQLModel, table=True):
    """That somebody has voted, and when first."""

    __tablename__ = "attendance"

    uuid: str = Field(primary_key=True, foreign_key="election.uuid")
    roll_number: int = Field(primary_key=True)
    marked_at: datetime = Field(sa_type=UtcTime)


class BallotRow(SQLModel, table=True):
    """A ballot on the board, and its receipt."""

    __tablename__ = "ballot"
    __table_args__ = (UniqueConstraint("uuid", "height"),)

    uuid: str = Field(primary_key=True, foreign_key="election.uuid")
    tracker: str = Field(primary_key=True)
    credential: str = Field(index=True)
    height: int
    accepted_at: datetime = Field(sa_type=UtcTime)
    replaces: bool


class SpoiledBallotRow(SQLModel, table=True):
    """A ballot that was opened for checking and can never be cast."""

    __tablename__ = "spoiled_ballot"

    uuid: str = Field(primary_key=True, foreign_key="election.uuid")
    tracker: str = Field(primary_key=True)
    credential: str = Field(index=True)
    spoiled_at: datetime = Field(sa_type=UtcTime)


class ShuffleRow(SQLModel, table=True):
    """Where on the board the shuffle of a guardian stands; without a height, why the guardian was passed over."""

    __tablename__ = "shuffle"

    uuid: str = Field(primary_key=True, foreign_key="election.uuid")
    owner: int = Field(primary_key=True)
    height: int | None = None
    reason: str = ""


class ShareRow(SQLModel, table=True):
    """The share of a guardian and the proof that binds its factors.

    ``raw`` is kept back until enough are there; from then on it stands on the board, at ``height``. Shares that came
    before such proofs were asked for have neither ``strong_raw`` nor ``received_at``.
    """

    __tablename__ = "share"

    uuid: str = Field(primary_key=True, foreign_key="election.uuid")
    owner: int = Field(primary_key=True)
    height: int | None = None
    raw: bytes | None = None
    strong_raw: bytes | None = None
    received_at: datetime | None = Field(default=None, sa_type=UtcTime)
