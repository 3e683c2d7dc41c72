"""Limits of choices that hold in each district."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change; the editions that are there have their limits for the whole town."""
    with op.batch_alter_table("edition") as edition:
        edition.add_column(sa.Column("choices_per_district", sa.Boolean(), nullable=False, server_default=sa.false()))
