"""What the papers of a result say alike."""

from __future__ import annotations

from budget_app.domain.allocation.outcome import Reason
from budget_app.domain.minutes import Minutes
from budget_app.domain.money import format_money, format_number
from budget_app.locale import translate
from budget_app.locale.votes import REASONS


def turnout(minutes: Minutes, language: str) -> str:
    """How many voted."""
    percent = 100 * minutes.attended // minutes.voters if minutes.voters else 0
    return translate(
        "{attended} votants sur {voters} inscrits ({percent} %)",
        language,
        attended=format_number(minutes.attended, language),
        voters=format_number(minutes.voters, language),
        percent=percent,
    )


def money_spent(minutes: Minutes, language: str) -> str:
    """What the winners cost, of how much."""
    spent, budget = format_money(minutes.spent, language), format_money(minutes.budget, language)
    return translate("{spent} dépensés sur {budget}", language, spent=spent, budget=budget)


def reason(code: str, language: str) -> str:
    """Why a project is funded or not, in a few words."""
    return translate(REASONS[Reason(code)], language)
