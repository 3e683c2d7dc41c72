"""Connections: one engine a process, a short session for reading, an exclusive one for writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session

from budget_app.settings import read_settings


class UtcTime(TypeDecorator[datetime]):
    """Aware times in UTC, also where the database keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Refuses a time without zone: it would mean another moment on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """The time with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _prepare_sqlite(engine: Engine) -> None:
    """Write-ahead log, durable commits, foreign keys; transactions begin where we say so."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        immediate = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if not parsed.get_backend_name().startswith("sqlite"):
        return create_engine(parsed, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        parsed,
        connect_args={"timeout": 30, "check_same_thread": False},
        pool_size=20,
        max_overflow=20,
        hide_parameters=True,  # an error's text goes to the log: never with what was asked for
    )
    _prepare_sqlite(engine)
    return engine


def engine() -> Engine:
    """The engine of the database that the settings name."""
    return _engine(read_settings().database_url)


@contextmanager
def read_session() -> Iterator[Session]:
    """A session that sees one state of the database and writes nothing."""
    with (
        engine().connect().execution_options(**_read_options(engine())) as connection,
        Session(connection, expire_on_commit=False) as session,
    ):
        yield session


def _read_options(where: Engine) -> dict[str, Any]:
    """SQLite shows a transaction one state by itself; PostgreSQL on request."""
    return {} if where.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}


@contextmanager
def write_session() -> Iterator[Session]:
    """A transaction that no other writer overlaps on SQLite; committed at its end, undone by an exception."""
    with (
        engine().connect().execution_options(writes=True) as connection,
        Session(connection, expire_on_commit=False) as session,
    ):
        yield session
        session.commit()
