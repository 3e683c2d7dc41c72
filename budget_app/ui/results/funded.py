"""What is funded, and the figures that one looks for first."""

from __future__ import annotations

from budget_app.domain.allocation.statistics import ResultFigures
from budget_app.domain.result import ResultView
from budget_app.ui.edition_view import figures
from budget_app.ui.html import text
from budget_app.ui.results.names import Names, money, number, percent
from budget_app.ui.words import _


def key_figures(result: ResultView, known: ResultFigures) -> str:
    """Turnout, blank votes, money and voters without a funded project."""
    turnout = percent(result.attended, result.voters)
    pairs = [(_("Ont voté"), f"{number(result.attended)} / {number(result.voters)} ({turnout})")]
    if result.blank is not None:
        pairs.append((_("Votes blancs"), number(result.blank)))
    pairs += [
        (_("Projets financés"), number(len(result.allocation.funding.winners))),
        (_("Dépensé"), money(result.spent)),
        (_("Reste"), money(result.left)),
    ]
    if known.voters is not None:
        pairs.append((_("Votants sans projet financé"), number(known.voters.without)))
    return figures(pairs)


def funded_list(result: ResultView, names: Names) -> str:
    """The winners in the order in which they won."""
    costs = result.allocation.projects
    lines = [
        f"<li><span>{names.link(name)}</span><b>{text(money(costs[name].cost))}</b></li>"
        for name in result.allocation.funding.winners
    ]
    if not lines:
        return f"<p>{text(_('Aucun projet n’est financé.'))}</p>"
    return f'<ol class="funded">{"".join(lines)}</ol>'
