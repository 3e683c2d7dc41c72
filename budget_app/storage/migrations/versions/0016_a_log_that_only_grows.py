"""The action log only grows: the database refuses to change or delete its rows."""

from __future__ import annotations

from alembic import op

from budget_app.storage.log_triggers import protect_log

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    protect_log(op.get_bind())
