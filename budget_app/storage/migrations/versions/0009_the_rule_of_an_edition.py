"""The rule that turns votes into funded projects, chosen by edition."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change; an edition without a rule has the usual one of its kind of ballots."""
    with op.batch_alter_table("edition") as edition:
        edition.add_column(sa.Column("rule", sa.String(), nullable=True))
