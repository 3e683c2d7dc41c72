"""Opened ballots that count as invalid, and why."""

from __future__ import annotations

from budget_app.domain.result import ResultView
from budget_app.ui.html import table, text
from budget_app.ui.words import _


def _reason(code: str) -> str:
    reasons = {
        "ballot-too-few": _("Trop peu de projets choisis"),
        "ballot-too-many": _("Trop de projets choisis"),
        "ballot-over-budget": _("Les projets choisis ne tiennent pas dans le budget"),
        "ballot-points": _("Trop de points donnés"),
        "ballot-ranks": _("Un rang manque ou revient deux fois"),
        "ballot-blank": _("Vote blanc, que la règle ne permet pas"),
        "ballot-unreadable": _("Bulletin écrit autrement que l’isoloir ne l’écrit"),
    }
    return reasons[code]


def invalid_votes(result: ResultView) -> str:
    """Their number by reason, as HTML; nothing where there are none."""
    if not result.invalid:
        return ""
    explanation = _(
        "Un bulletin ouvert qui sort des limites compte comme nul et n’arrête pas le dépouillement. L’isoloir n’en scelle "
        "jamais : ceux-ci viennent d’un autre programme."
    )
    rows = [(_reason(item.reason), item.ballots) for item in result.invalid]
    listed = table(_("Bulletins nuls, par raison"), (_("Raison"), _("Bulletins")), rows, numbers=(1,))
    return f"<h2>{text(_('Bulletins nuls'))}</h2><p>{text(explanation)}</p>{listed}"
