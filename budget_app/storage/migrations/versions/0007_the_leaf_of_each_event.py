"""The leaf of each event in the tree that checkpoints sign, so that no proof need read the board again."""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0008"
branch_labels = None
depends_on = None

_BLOCK = 512


def _event_record(data: bytes) -> bytes:
    """The last record of what the archive grew by."""
    start = end = 0
    while end < len(data):
        size = int(data[end + 124 : end + 135], 8)
        start, end = end, end + _BLOCK + -(-size // _BLOCK) * _BLOCK
    return data[start:]


def upgrade() -> None:
    """Makes the table, and the leaves of the boards that are there."""
    leaves = op.create_table(
        "board_leaf",
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["uuid"], ["election.uuid"]),
        sa.PrimaryKeyConstraint("uuid", "height"),
    )
    chunks = sa.table("board_chunk", sa.column("uuid"), sa.column("height"), sa.column("data"))
    connection = op.get_bind()
    names = connection.execute(sa.select(chunks.c.uuid, chunks.c.height)).all()
    for uuid, height in names:
        where = (chunks.c.uuid == uuid, chunks.c.height == height)
        data = bytes(connection.execute(sa.select(chunks.c.data).where(*where)).scalar_one())
        leaf = sha256(b"\0" + _event_record(data)).digest()
        connection.execute(leaves.insert().values(uuid=uuid, height=height, leaf=leaf))
