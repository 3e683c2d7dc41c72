"""The calendar of an edition: its dates moved, and what moved after the announcement told to everyone."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.calendar_change import CalendarChange, Moved, check_move, compose_moved, is_announced, read_moved
from budget_app.domain.edition import Calendar, ElectionState
from budget_app.domain.errors import ConflictError
from budget_app.domain.roles import ALLOWED, Action
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.editions import calendar_of, load_edition, load_election, store_calendar
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import CalendarChangeRow, EditionRow


def update_calendar(actor: Actor, slug: str, calendar: Calendar, now: datetime, reason: str = "") -> None:
    """Moves the dates. Once the vote is set up, only the closing can move, and only while it lies ahead.

    Once the dates are announced (:func:`is_announced`), the change is published with its ``reason``. Raises
    ConflictError ``calendar-frozen``, InvalidInputError ``calendar-order``, and as :func:`check_move`.
    """
    require_action(actor, Action.MANAGE_EDITION)
    calendar.check()
    with write_session() as session:
        row = load_edition(session, slug)
        state = ElectionState(load_election(session, row.uuid, for_update=True).state)
        before, is_set_up = calendar_of(row), state is not ElectionState.PREPARATION
        if is_set_up and calendar != before:
            _check_closing(before, calendar, state, now)
        moved = check_move(before, calendar, reason, vote_is_set_up=is_set_up, now=now)
        if not moved:
            return
        store_calendar(row, calendar)
        session.add(row)
        if is_announced(before, vote_is_set_up=is_set_up, now=now):
            role = min(actor.roles & ALLOWED[Action.MANAGE_EDITION])
            _publish(session, role, row, moved, reason.strip(), now)
        note_action(session, actor, "update-calendar", f"edition/{slug}", now, dates=sorted(moved))


def _check_closing(before: Calendar, after: Calendar, state: ElectionState, now: datetime) -> None:
    """Raises ConflictError ``calendar-frozen`` unless it is the closing alone that moves, while it lies ahead."""
    only_closing = {**vars(after), "vote_closes_at": before.vote_closes_at} == vars(before)
    ahead = now < before.vote_closes_at and now < after.vote_closes_at
    if not (only_closing and ahead and state is ElectionState.READY):
        raise ConflictError("calendar-frozen")


def _publish(session: Session, role: str, row: EditionRow, moved: Moved, reason: str, now: datetime) -> None:
    told = compose_moved(moved)
    session.add(CalendarChangeRow(edition_id=row.id or 0, role=role, moved=told, reason=reason, changed_at=now))


def list_calendar_changes(slug: str) -> tuple[CalendarChange, ...]:
    """The published changes of an edition's dates, the first one first; raises NotFoundError ``edition-unknown``."""
    with read_session() as session:
        edition = load_edition(session, slug)
        mine = select(CalendarChangeRow).where(CalendarChangeRow.edition_id == edition.id)
        rows = session.exec(mine.order_by(col(CalendarChangeRow.id)))
        return tuple(CalendarChange(row.role, read_moved(row.moved), row.reason, row.changed_at) for row in rows)
