"""Moments and days as people read them, by the clock of Europe/Paris."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date

from budget_app.domain.errors import InvalidInputError

PARIS = ZoneInfo("Europe/Paris")
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def _locale(language: str) -> str:
    return _LOCALES.get(language, language)


def format_day(day: date, language: str) -> str:
    """ "4 mai 2026" or "4 May 2026"."""
    return babel_date(day, "d MMMM y", locale=_locale(language))


def format_short_day(day: date, language: str) -> str:
    """ "4 mai" or "4 May": for charts."""
    return babel_date(day, "d MMM", locale=_locale(language))


def format_moment(moment: datetime, language: str) -> str:
    """Day and time in Paris: "4 mai 2026 à 10 h 00", "4 May 2026 at 10:00"."""
    local = moment.astimezone(PARIS)
    if language == "fr":
        return f"{format_day(local.date(), language)} à {local.hour}\u00a0h\u00a0{local.minute:02d}"
    return f"{format_day(local.date(), language)} at {local.hour}:{local.minute:02d}"


def moment_of(day: date, hour: time) -> datetime:
    """The moment in UTC at which it is ``hour`` in Paris on ``day``."""
    return datetime.combine(day, hour, tzinfo=PARIS).astimezone(UTC)


def parse_day(text: str, field: str) -> date:
    """A day typed as 04/05/2026 or 2026-05-04; raises InvalidInputError ``date-malformed`` at ``field``."""
    plain = text.strip()
    for order in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(plain, order).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise InvalidInputError("date-malformed", field=field)
