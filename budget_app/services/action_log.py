"""The action log: what staff and authors did, chained by hashes, so that a row that was changed or taken out shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, func, select

from budget_app.domain.dates import PARIS
from budget_app.domain.roles import Action
from budget_app.services.actor import Actor, require_action
from budget_app.storage.action_log import ActionRow
from budget_app.storage.database import read_session

START = "0" * 64
PAGE = 50
_READ_AT_ONCE = 1_000


@dataclass(frozen=True)
class LoggedAction:
    """A row of the log; without an account it was the command line or the application itself."""

    id: int
    account_id: int | None
    action: str
    subject: str
    facts: dict[str, object]
    done_at: datetime


@dataclass(frozen=True)
class LogPage:
    """The asked rows, the newest first, ``total`` of them on all pages, and the actions that the log knows."""

    rows: tuple[LoggedAction, ...]
    total: int
    actions: tuple[str, ...]


@dataclass(frozen=True)
class ChainCheck:
    """How many rows hold, the hash of the last that does, and the number of the first wrong row if there is one."""

    rows: int
    last: str
    first_wrong: int | None


def action_hash(row: ActionRow) -> str:
    """The SHA-256, in hexadecimal, of the row before and of what this one says."""
    said = [row.previous, row.account_id, row.action, row.subject, row.facts, row.done_at.isoformat()]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def note_action(session: Session, actor: Actor, action: str, subject: str, now: datetime, **facts: object) -> None:
    """Adds a row inside the caller's transaction, so that what is logged is what happened.

    ``action`` is the name of the service, ``subject`` what it was done to ("edition/printemps", "proposal/12").
    Facts are public codes and numbers: no names, addresses, words of people, nor choices.
    """
    if session.connection().dialect.name == "postgresql":  # SQLite has one writer at a time by itself
        session.connection().exec_driver_sql("LOCK TABLE action_log IN EXCLUSIVE MODE")
    last = session.exec(select(ActionRow.hash).order_by(col(ActionRow.id).desc()).limit(1)).first()
    row = ActionRow(
        account_id=actor.account_id,
        action=action,
        subject=subject,
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        done_at=now.astimezone(UTC),
        previous=last or START,
        hash="",
    )
    row.hash = action_hash(row)
    session.add(row)
    session.flush()


def list_actions(actor: Actor, action: str = "", day: date | None = None, page: int = 1) -> LogPage:
    """Fifty rows of the log, of one kind of action and of one day in France where asked.

    Raises NotAllowedError ``not-allowed``.
    """
    require_action(actor, Action.READ_ACTION_LOG)
    wanted = select(ActionRow)
    if action:
        wanted = wanted.where(ActionRow.action == action)
    if day:
        begins = datetime.combine(day, time(), PARIS)
        ends = datetime.combine(day + timedelta(days=1), time(), PARIS)
        wanted = wanted.where(col(ActionRow.done_at) >= begins, col(ActionRow.done_at) < ends)
    with read_session() as session:
        total = session.exec(select(func.count()).select_from(wanted.subquery())).one()
        rows = session.exec(wanted.order_by(col(ActionRow.id).desc()).offset((page - 1) * PAGE).limit(PAGE)).all()
        actions = session.exec(select(ActionRow.action).distinct().order_by(ActionRow.action)).all()
    return LogPage(tuple(_logged(row) for row in rows), total, tuple(actions))


def _logged(row: ActionRow) -> LoggedAction:
    facts: dict[str, object] = json.loads(row.facts)
    return LoggedAction(row.id or 0, row.account_id, row.action, row.subject, facts, row.done_at)


def check_chain(actor: Actor) -> ChainCheck:
    """Whether every row is what was written, after the one before it.

    What was taken off at the end shows only to who kept the number of rows and the last hash: both are given.
    Raises NotAllowedError ``not-allowed``.
    """
    require_action(actor, Action.READ_ACTION_LOG)
    rows, last = 0, START
    with read_session() as session:
        found = session.exec(select(ActionRow).order_by(col(ActionRow.id)).execution_options(yield_per=_READ_AT_ONCE))
        for row in found:
            if row.previous != last or row.hash != action_hash(row):
                return ChainCheck(rows, last, row.id)
            rows, last = rows + 1, row.hash
    return ChainCheck(rows, last, None)
