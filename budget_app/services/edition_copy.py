"""A new edition that begins as another one was: its rules, districts and dates, and none of its proposals or votes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from budget_app.domain.allocation.rule_json import compose_rule
from budget_app.domain.dates import PARIS
from budget_app.domain.edition import Calendar, EditionDraft
from budget_app.services.action_log import note_action
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.editions import calendar_of, load_edition, rules_of, store_edition
from budget_app.services.projects import load_districts, store_districts
from budget_app.services.rules import rule_of
from budget_app.storage.database import write_session

_YEAR = timedelta(weeks=52)


def move_years(calendar: Calendar, now: datetime) -> Calendar:
    """The dates as many times 52 weeks later as brings all of them after ``now``.

    Days of the week stay, and hours by the clock of Paris.
    """
    years, first = 0, min(calendar.in_order.values())
    while first + years * _YEAR <= now + timedelta(days=1):
        years += 1

    def moved(moment: datetime) -> datetime:
        return (moment.astimezone(PARIS) + years * _YEAR).astimezone(UTC)  # adds to what the clock shows

    return Calendar(**{name: moved(time) if time else None for name, time in vars(calendar).items()})  # type: ignore[arg-type]


def copy_edition(actor: Actor, slug: str, name: str, now: datetime) -> str:
    """Makes an edition ``name`` from ``slug`` and gives its slug.

    The rule loses which projects are incompatible, which are others now, and draws its lots from a seed of its own.
    Raises NotAllowedError, NotFoundError ``edition-unknown``, InvalidInputError at ``name``.
    """
    require(actor, ORGANISER)
    with write_session() as session:
        past = load_edition(session, slug)
        calendar = move_years(calendar_of(past), now)
        draft = EditionDraft(name, past.town, past.description, past.budget, calendar, rules_of(past))
        row = store_edition(session, draft, now)
        row.call_rules = past.call_rules
        if past.rule is not None:
            row.rule = compose_rule(replace(rule_of(past), incompatible=(), seed=row.uuid)).decode()
        store_districts(session, row.id or 0, load_districts(session, past.id or 0))
        session.add(row)
        note_action(session, actor, "copy-edition", f"edition/{row.slug}", now, copied=slug)
        return row.slug
