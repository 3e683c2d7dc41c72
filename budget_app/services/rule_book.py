"""The rule book of an edition: put together from what the organiser decided, for everyone."""

from __future__ import annotations

from datetime import datetime

from budget_app.domain.errors import NotFoundError
from budget_app.domain.rule_book import RuleBook, compose_rule_book
from budget_app.services.calendars import list_calendar_changes
from budget_app.services.call_rules import find_call_rules
from budget_app.services.editions import find_edition
from budget_app.services.projects import list_districts
from budget_app.services.rules import find_edition_rule


def load_rule_book(slug: str, now: datetime) -> RuleBook:
    """The rule book as it stands at ``now``; raises NotFoundError ``edition-unknown``."""
    edition = find_edition(slug, now)
    if edition is None:
        raise NotFoundError("edition-unknown")
    opens, rule = edition.calendar.proposals_from, find_edition_rule(slug)
    return RuleBook(
        edition=edition,
        districts=tuple(district.name for district in list_districts(slug)),
        call=None if opens is None else find_call_rules(slug),
        rule=rule.rule,
        sealing=rule.sealing,
        call_frozen=opens is not None and now >= opens,
        vote_frozen=rule.frozen,
        changes=list_calendar_changes(slug),
    )


def load_rule_book_json(slug: str, now: datetime) -> bytes:
    """The rule book as data; raises as :func:`load_rule_book`."""
    return compose_rule_book(load_rule_book(slug, now))
