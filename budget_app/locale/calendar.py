"""The names of an edition's dates, and the sentence of a published change."""

from __future__ import annotations

from datetime import datetime

from budget_app.domain.calendar_change import CalendarChange
from budget_app.domain.dates import format_moment
from budget_app.domain.roles import Role
from budget_app.locale import translate
from budget_app.locale.roles import ROLE_NAMES

DATE_NAMES: dict[str, str] = {
    "proposals_from": "Ouverture de l’appel",
    "review_from": "Clôture de l’appel, début de l’examen",
    "decisions_at": "Publication des décisions",
    "appeals_until": "Fin des recours",
    "vote_opens_at": "Ouverture du vote",
    "vote_closes_at": "Clôture du vote",
}


def _moved(name: str, old: datetime | None, new: datetime | None, language: str) -> str:
    date = translate(DATE_NAMES[name], language)
    before, after = (format_moment(time, language) if time else "" for time in (old, new))
    if not before:
        return translate("{date} : fixée au {moment}", language, date=date, moment=after)
    if not after:
        return translate("{date} : supprimée (c’était le {moment})", language, date=date, moment=before)
    return translate("{date} : du {old} au {new}", language, date=date, old=before, new=after)


def change_sentence(change: CalendarChange, language: str) -> str:
    """Who moved which dates, when and why."""
    moved = " ; ".join(_moved(name, old, new, language) for name, (old, new) in change.moved.items())
    return translate(
        "{moment}, {who} – {moved}. Raison : {reason}",
        language,
        moment=format_moment(change.changed_at, language),
        who=translate(ROLE_NAMES[Role(change.role)], language),
        moved=moved,
        reason=change.reason,
    )
