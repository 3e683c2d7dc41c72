"""The database's tables as a whole, and the migrations that bring a database up to them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlmodel import SQLModel

from budget_app.storage import (
    accounts,
    action_log,
    attempts,
    board,
    editions,
    guardians,
    mail,
    proposals,
    registrars,
    reviews,
    roll,
)
from budget_app.storage.database import engine, write_session
from budget_app.storage.log_triggers import open_log, protect_log

METADATA = SQLModel.metadata
SUBJECTS = (
    accounts,
    action_log,
    attempts,
    board,
    editions,
    guardians,
    mail,
    proposals,
    registrars,
    reviews,
    roll,
)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def migrate() -> None:
    """Brings the database up to the newest version; changes nothing when it is there already."""
    if not _is_current():
        command.upgrade(_config(), "head")


def _is_current() -> bool:
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    with engine().connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found == newest


def empty_all_tables() -> None:
    """Deletes every row of every table, in one transaction."""
    with write_session() as session:
        open_log(session.connection())
        for table in reversed(METADATA.sorted_tables):
            session.execute(table.delete())
        protect_log(session.connection())
