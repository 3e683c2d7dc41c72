"""When a moderator looked at a proposal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    with op.batch_alter_table("proposal") as proposal:
        proposal.add_column(sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
