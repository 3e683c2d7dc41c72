"""The name of who handed in a proposal on paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change; the default is for the rows that are there."""
    with op.batch_alter_table("proposal") as proposal:
        proposal.add_column(sa.Column("person_name", sa.String(), nullable=False, server_default=""))
