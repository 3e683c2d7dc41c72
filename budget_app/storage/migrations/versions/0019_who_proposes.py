"""The link of a minor's parent; co-authors answer signed in, without a link of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change; nobody could be asked to be a co-author before."""
    with op.batch_alter_table("proposal") as proposal:
        proposal.add_column(sa.Column("parent_token_hash", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_proposal_parent_token_hash", "proposal", ["parent_token_hash"])
    op.drop_table("co_author")
    op.create_table(
        "co_author",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("proposal_id", "email"),
    )
    op.create_index("ix_co_author_account_id", "co_author", ["account_id"])
    op.create_index("ix_co_author_email", "co_author", ["email"])
    op.create_index("ix_co_author_proposal_id", "co_author", ["proposal_id"])
