"""The registrar, and the record of voting codes replaced before the vote is set up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    op.create_table(
        "registrar",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"]),
        sa.PrimaryKeyConstraint("edition_id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "credential_event",
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["uuid"], ["election.uuid"]),
        sa.PrimaryKeyConstraint("uuid", "height"),
    )


def downgrade() -> None:
    """Takes the change back."""
    op.drop_table("credential_event")
    op.drop_table("registrar")
