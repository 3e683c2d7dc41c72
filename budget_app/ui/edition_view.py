"""Pieces that say where an edition is: the stepper, the countdown, the words of a phase."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from budget_app.domain.dates import PARIS, format_day, format_moment
from budget_app.domain.edition import Edition, Phase
from budget_app.ui.html import text
from budget_app.ui.words import _, language


def phase_name(phase: Phase) -> str:
    """The name of a phase."""
    return {
        Phase.PROPOSALS: _("Appel à projets"),
        Phase.REVIEW: _("Examen des projets"),
        Phase.APPEALS: _("Décisions et recours"),
        Phase.VOTE: _("Vote"),
        Phase.COUNT: _("Dépouillement"),
        Phase.RESULTS: _("Résultats"),
    }[phase]


def _dates(edition: Edition) -> dict[Phase, str]:
    calendar = edition.calendar

    def day(moment: datetime | None) -> str:
        return "" if moment is None else format_day(moment.astimezone(PARIS).date(), language())

    return {
        Phase.PROPOSALS: _("dès le {day}", day=day(calendar.proposals_from)) if calendar.proposals_from else "",
        Phase.REVIEW: _("dès le {day}", day=day(calendar.review_from)) if calendar.review_from else "",
        Phase.APPEALS: _("dès le {day}", day=day(calendar.decisions_at)) if calendar.decisions_at else "",
        Phase.VOTE: _("du {first} au {last}", first=day(calendar.vote_opens_at), last=day(calendar.vote_closes_at)),
        Phase.COUNT: "",
        Phase.RESULTS: "",
    }


def stepper(edition: Edition, now: datetime) -> str:
    """The phases in order, the present one marked; appeals where the calendar has them."""
    current = edition.phase_at(now)
    without = () if edition.calendar.decisions_at else (Phase.APPEALS,)
    order = [phase for phase in Phase if phase not in without]
    dates = _dates(edition)
    items = []
    for phase in order:
        place = order.index(phase) - order.index(current)
        state = "now" if place == 0 else "done" if place < 0 else ""
        mark = ' aria-current="step"' if place == 0 else ""
        items.append(
            f'<li class="{state}"{mark}>{text(phase_name(phase))}<small>{text(dates[phase])}</small></li>'
        )
    return f'<ol class="stepper" aria-label="{text(_("Calendrier de l’édition"))}">{"".join(items)}</ol>'


def time_left(until: datetime, now: datetime) -> str:
    """How long until a moment, in days or hours."""
    left = until - now
    if left <= timedelta(0):
        return _("C’est maintenant.")
    if left >= timedelta(days=2):
        return _("Encore {number} jours.", number=left.days)
    hours = int(left.total_seconds() // 3600)
    if hours >= 2:
        return _("Encore {number} heures.", number=hours)
    minutes = int(left.total_seconds() // 60)
    return _("Encore {number} minutes.", number=minutes) if minutes >= 2 else _("Encore quelques instants.")


def vote_times(edition: Edition) -> str:
    """From when to when one can vote."""
    return _(
        "Le vote a lieu du {first} au {last}.",
        first=format_moment(edition.calendar.vote_opens_at, language()),
        last=format_moment(edition.calendar.vote_closes_at, language()),
    )


def figures(pairs: Iterable[tuple[str, object]]) -> str:
    """A few numbers to see at a glance, each with its name."""
    shown = "".join(f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for name, value in pairs)
    return f'<dl class="figures">{shown}</dl>'


def with_edition(path: str, slug: str | None, **query: object) -> str:
    """An address of ours that keeps the edition asked for."""
    pairs = {**query, **({"edition": slug} if slug else {})}
    return f"{path}?{urlencode(pairs)}" if pairs else path
