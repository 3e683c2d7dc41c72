"""The papers of a result, to download."""

from __future__ import annotations

from budget_app.ui.html import text
from budget_app.ui.words import _


def result_papers(slug: str) -> str:
    """Links to the minutes, the summary and the poster, as HTML."""
    links = (
        (".pdf", _("Le procès-verbal, à imprimer et à signer (PDF)")),
        (".json", _("Le procès-verbal, pour les programmes (JSON)")),
        ("/summary.pdf", _("Le résultat sur une page (PDF)")),
        ("/poster.pdf", _("L’affiche du résultat (PDF, A4)")),
    )
    listed = "".join(f'<li><a href="/minutes/{text(slug)}{ending}">{text(name)}</a></li>' for ending, name in links)
    return f"<h2>{text(_('Les documents'))}</h2><ul>{listed}</ul>"
