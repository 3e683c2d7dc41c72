"""Triggers of the database itself that refuse to change or delete a row of the action log, whoever asks."""

from __future__ import annotations

from sqlalchemy import Connection

_SQLITE = tuple(
    f"CREATE TRIGGER action_log_no_{verb} BEFORE {verb} ON action_log "
    "BEGIN SELECT RAISE(ABORT, 'the action log only grows'); END"
    for verb in ("UPDATE", "DELETE")
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION action_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the action log only grows'; END $$",
    "CREATE TRIGGER action_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON action_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION action_log_only_grows()",
)
_OFF_SQLITE = tuple(f"DROP TRIGGER action_log_no_{verb}" for verb in ("UPDATE", "DELETE"))
_OFF_POSTGRESQL = ("DROP TRIGGER action_log_no_change ON action_log",)


def protect_log(connection: Connection) -> None:
    """From here on a row of the log can only be added."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def open_log(connection: Connection) -> None:
    """Takes the triggers away: only to empty a demonstration, in the same transaction that protects it again."""
    for statement in _OFF_SQLITE if connection.dialect.name == "sqlite" else _OFF_POSTGRESQL:
        connection.exec_driver_sql(statement)
