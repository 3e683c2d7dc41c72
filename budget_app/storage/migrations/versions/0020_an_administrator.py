"""Somebody manages the accounts: where nobody does, those who run editions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_ACCOUNT = sa.table("account", sa.column("id", sa.Integer()), sa.column("roles", sa.String()))


def upgrade() -> None:
    """Makes the change."""
    connection = op.get_bind()
    held = {row.id: set(row.roles.split()) for row in connection.execute(sa.select(_ACCOUNT))}
    if any("administrator" in roles for roles in held.values()):
        return
    for account_id, roles in held.items():
        if "organiser" in roles:
            both = " ".join(sorted(roles | {"administrator"}))
            connection.execute(sa.update(_ACCOUNT).where(_ACCOUNT.c.id == account_id).values(roles=both))
