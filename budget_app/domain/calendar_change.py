"""Moving the dates of an edition: what is past stays, and what was announced moves only with a published reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from budget_app.domain.edition import Calendar
from budget_app.domain.errors import ConflictError, InvalidInputError
from budget_app.domain.texts import check_text

MAX_REASON = 600
Moved = dict[str, tuple[datetime | None, datetime | None]]
_OF_THE_CALL = ("proposals_from", "review_from", "decisions_at", "appeals_until")


@dataclass(frozen=True)
class CalendarChange:
    """A published change: ``moved`` gives the old and the new time of each date, by its name in the calendar."""

    role: str
    moved: Moved
    reason: str
    changed_at: datetime


def find_moved(before: Calendar, after: Calendar) -> Moved:
    """The dates that differ, in the order of the calendar's members."""
    return {name: (time, getattr(after, name)) for name, time in vars(before).items() if time != getattr(after, name)}


def is_announced(calendar: Calendar, *, vote_is_set_up: bool, now: datetime) -> bool:
    """Whether people already act on these dates: the call has opened, or the vote is in place."""
    return vote_is_set_up or (calendar.proposals_from is not None and now >= calendar.proposals_from)


def check_move(before: Calendar, after: Calendar, reason: str, *, vote_is_set_up: bool, now: datetime) -> Moved:
    """The dates that move; raises when they may not.

    ConflictError ``calendar-past``, at the date, for a date of the call that is past or would be: a call, a review or
    the time of appeals that is over never opens again. InvalidInputError ``reason-missing`` or ``field-too-long`` once
    the dates are announced.
    """
    moved = find_moved(before, after)
    for name in _OF_THE_CALL:
        if name in moved:
            old, new = moved[name]
            if old is not None and (old <= now or (new is not None and new <= now)):
                raise ConflictError("calendar-past", field=name)
    if moved and is_announced(before, vote_is_set_up=vote_is_set_up, now=now):
        if not reason.strip():
            raise InvalidInputError("reason-missing", field="reason")
        check_text(reason, "reason", MAX_REASON)
    return moved


def compose_moved(moved: Moved) -> str:
    """The moved dates as JSON: ``{name: [old, new]}``, times in ISO 8601, null where there was none."""
    said = {name: [time.isoformat() if time else None for time in times] for name, times in moved.items()}
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def read_moved(raw: str) -> Moved:
    """What :func:`compose_moved` wrote."""
    said = json.loads(raw)
    return {name: (_time(old), _time(new)) for name, (old, new) in said.items()}


def _time(raw: str | None) -> datetime | None:
    return datetime.fromisoformat(raw) if raw else None
