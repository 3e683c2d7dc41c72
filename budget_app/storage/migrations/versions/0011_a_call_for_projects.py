"""Residents’ accounts, the calendar and rules of a call for projects, and the action log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _action_log() -> None:
    op.create_table(
        "action_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("ix_action_log_action", "action_log", ["action"])
    op.create_index("ix_action_log_subject", "action_log", ["subject"])


def upgrade() -> None:
    """Makes the change; the accounts that are there are confirmed: they were made for their owners."""
    _action_log()
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("name", sa.String(), nullable=False, server_default=""))
        account.add_column(sa.Column("language", sa.String(), nullable=False, server_default="fr"))
        account.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(sa.text("UPDATE account SET confirmed_at = created_at"))
    with op.batch_alter_table("edition") as edition:
        edition.add_column(sa.Column("decisions_at", sa.DateTime(timezone=True), nullable=True))
        edition.add_column(sa.Column("appeals_until", sa.DateTime(timezone=True), nullable=True))
        edition.add_column(sa.Column("call_rules", sa.String(), nullable=True))
