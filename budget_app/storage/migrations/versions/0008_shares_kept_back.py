"""Shares kept back until enough are there, each with the proof that binds its factors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change; the shares that are there stand on the board already."""
    with op.batch_alter_table("share") as share:
        share.alter_column("height", existing_type=sa.Integer(), nullable=True)
        share.add_column(sa.Column("raw", sa.LargeBinary(), nullable=True))
        share.add_column(sa.Column("strong_raw", sa.LargeBinary(), nullable=True))
        share.add_column(sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
