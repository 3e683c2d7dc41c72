"""Opened ballots that count as invalid, and why."""

from __future__ import annotations

from budget_app.domain.result import ResultView
from budget_app.locale import translate
from budget_app.locale.votes import INVALID_REASONS
from budget_app.ui.html import table, text
from budget_app.ui.words import _, language


def invalid_votes(result: ResultView) -> str:
    """Their number by reason, as HTML; nothing where there are none."""
    if not result.invalid:
        return ""
    explanation = _(
        "Un bulletin ouvert qui sort des limites compte comme nul et n’arrête pas le dépouillement. L’isoloir n’en scelle "
        "jamais : ceux-ci viennent d’un autre programme."
    )
    rows = [(translate(INVALID_REASONS[item.reason], language()), item.ballots) for item in result.invalid]
    listed = table(_("Bulletins nuls, par raison"), (_("Raison"), _("Bulletins")), rows, numbers=(1,))
    return f"<h2>{text(_('Bulletins nuls'))}</h2><p>{text(explanation)}</p>{listed}"
