"""Where the results page leads to its files."""

from __future__ import annotations

from budget_app.domain.ballot_kind import Sealing
from budget_app.domain.edition import Edition
from budget_app.domain.result import ResultView
from budget_app.ui.html import text
from budget_app.ui.words import _


def result_files(result: ResultView, edition: Edition) -> str:
    """The files of a result as links, and what they are for."""
    names = [
        ("csv", _("Le tableau, pour un tableur (CSV)")),
        ("json", _("Le résultat entier, pour le recompter (JSON)")),
    ]
    if result.sealing is Sealing.OPENED:
        names.append(("pb", _("Les bulletins ouverts, pour la recherche (Pabulib)")))
    listed = "".join(
        f'<li><a href="/results/{text(edition.slug)}.{ending}" download>{text(name)}</a></li>' for ending, name in names
    )
    how = _("Qui veut recompter télécharge l’urne, à la page « Vérifier », et le résultat en JSON. Cette commande compare :")
    command = f"python -m budget_app recount {edition.uuid}.bel {edition.slug}.result.json"
    told = f'<p>{text(how)}</p><pre class="shell">{text(command)}</pre>'
    return f"<h2>{text(_('Les fichiers du résultat'))}</h2><ul>{listed}</ul>{told}"
