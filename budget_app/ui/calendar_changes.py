"""The published changes of an edition's dates."""

from __future__ import annotations

from budget_app.locale.calendar import change_sentence
from budget_app.services.calendars import list_calendar_changes
from budget_app.ui.html import text
from budget_app.ui.words import _, language


def changes_list(slug: str) -> str:
    """What moved, who moved it, when and why; nothing when nothing did."""
    changes = list_calendar_changes(slug)
    items = "".join(f"<li>{text(change_sentence(change, language()))}</li>" for change in changes)
    return f"<h3>{text(_('Dates changées depuis leur annonce'))}</h3><ul>{items}</ul>" if items else ""
