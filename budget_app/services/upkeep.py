"""What the process needs of its database: brought up to date at the start, reachable afterwards."""

from __future__ import annotations

from sqlalchemy import text

from budget_app.storage.database import read_session
from budget_app.storage.schema import migrate


def prepare_database() -> None:
    """Creates the database or brings it up to the newest version; changes nothing when it is there already."""
    migrate()


def check_database() -> None:
    """Raises the database's own error when it does not answer."""
    with read_session() as session:
        session.connection().execute(text("SELECT 1"))
