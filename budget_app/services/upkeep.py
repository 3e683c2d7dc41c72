"""What the process needs of its database: brought up to date at the start, reachable afterwards, tidied every day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from budget_app.services.proposal_files import sweep_files
from budget_app.storage.database import read_session
from budget_app.storage.schema import migrate


def prepare_database() -> None:
    """Creates the database or brings it up to the newest version; changes nothing when it is there already."""
    migrate()


def check_database() -> None:
    """Raises the database's own error when it does not answer."""
    with read_session() as session:
        session.connection().execute(text("SELECT 1"))


def tidy_up(now: datetime) -> None:
    """Takes away what nobody needs any more; called once a day, and may be called at any time."""
    sweep_files(now)
