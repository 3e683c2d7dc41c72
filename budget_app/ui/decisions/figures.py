"""The review in numbers, and the register's files."""

from __future__ import annotations

from budget_app.domain.decision_register import Figures, Register
from budget_app.domain.proposal import ProposalState
from budget_app.ui.charts import Bar, bars, in_table
from budget_app.ui.edition_view import figures as shown_figures
from budget_app.ui.html import code, show, table, text
from budget_app.ui.words import _


def _state_names() -> dict[ProposalState, str]:
    return {
        ProposalState.WAITING: _("En attente de publication"),
        ProposalState.PUBLISHED: _("Publiées"),
        ProposalState.HIDDEN: _("Masquées par la modération"),
        ProposalState.WITHDRAWN: _("Retirées par leurs auteurs"),
        ProposalState.MERGED: _("Fusionnées avec une autre"),
    }


def _days(number: int | None) -> str:
    return "–" if number is None else _("{number} jours", number=number)


def _rows(figures: Figures) -> list[tuple[str, object]]:
    names = _state_names()
    return [
        (_("Propositions reçues"), figures.received),
        *((names[state], count) for state, count in figures.states),
        (_("Admises"), figures.admitted),
        (_("Refusées"), figures.refused),
        (_("Recours déposés"), figures.appeals),
        (_("Recours en cours"), figures.appeals_open),
        (_("Admises après recours"), figures.appeals_succeeded),
        (_("Délai médian, de l’envoi à la décision"), _days(figures.median_days)),
        (_("Délai le plus long"), _days(figures.longest_days)),
    ]


def _failed_chart(figures: Figures) -> None:
    """How often each criterion was not met: as bars, in a sentence and as a table."""
    listed = sorted(figures.failed, key=lambda pair: -pair[1])
    (criterion, most), *_rest = listed
    caption = _("Propositions refusées, par critère non rempli")
    show(f"<h3>{text(caption)}</h3>")
    said = _("Le plus souvent : {criterion}, {number} fois.", criterion=criterion.name, number=most)
    show(f"<p>{text(said)} {text(_('Un refus peut tenir à plusieurs critères.'))}</p>")
    drawn = [Bar(one.name, count, str(count)) for one, count in listed]
    bars(drawn, "failed", f"{caption}. {said}")
    rows = [(one.name, count) for one, count in listed]
    in_table(table(caption, (_("Critère"), _("Refus")), rows, numbers=(1,)))


def draw_figures(register: Register) -> None:
    """The section of numbers."""
    figures = register.figures
    glance = [
        (_("Reçues"), figures.received),
        (_("Admises"), figures.admitted),
        (_("Refusées"), figures.refused),
        (_("Recours"), figures.appeals),
    ]
    header = (_("Ce qui est compté"), _("Nombre"))
    counted = table(_("L’examen des propositions en nombres"), header, _rows(figures), numbers=(1,))
    show(f"<h2>{text(_('En nombres'))}</h2>{shown_figures(glance)}{counted}")
    if any(count for _criterion, count in figures.failed):
        _failed_chart(figures)


def files(register: Register) -> str:
    """The register's files as links, and the seed of the ballot list's order."""
    names = ((_("Les décisions, pour un tableur (CSV)"), "csv"), (_("Les décisions, pour les programmes (JSON)"), "json"))
    listed = "".join(
        f'<li><a href="/decisions/{text(register.slug)}.{ending}" download>{text(name)}</a></li>'
        for name, ending in names
    )
    told = _(
        "L’ordre des projets sur la liste de vote est tiré au sort : celui des SHA-256 de « graine|numéro de proposition ». La graine, fixée par le moment de la publication des décisions, est :"
    )
    return f"<h2>{text(_('Les fichiers'))}</h2><ul>{listed}</ul><p>{text(told)} {code(register.seed or '')}</p>"
