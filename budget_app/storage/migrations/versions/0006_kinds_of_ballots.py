"""Kinds of ballots, and the opened votes that are not the encoding of their numbers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change; the editions that are there choose some of the projects."""
    with op.batch_alter_table("edition") as edition:
        edition.add_column(sa.Column("ballot_kind", sa.String(), nullable=False, server_default="approval"))
        edition.add_column(sa.Column("points", sa.Integer(), nullable=False, server_default="0"))
        edition.add_column(sa.Column("points_each", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("election") as election:
        election.add_column(sa.Column("marked_votes", sa.String(), nullable=False, server_default="[]"))
