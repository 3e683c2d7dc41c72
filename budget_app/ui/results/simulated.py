"""What a simulation says: which projects enter and leave, in figures, and project by project."""

from __future__ import annotations

from budget_app.domain.allocation.simulation import Simulation
from budget_app.ui.html import show, table, text
from budget_app.ui.results.beside import measures
from budget_app.ui.results.names import Names, money
from budget_app.ui.results.voters import voters_columns
from budget_app.ui.rule import rule_list
from budget_app.ui.words import _, language


def _changes(found: Simulation, names: Names) -> str:
    """Who enters and who leaves, in sentences."""
    if not found.entering and not found.leaving:
        return _("Les mêmes projets seraient financés.")
    nobody = _("aucun")
    return _(
        "Projets qui seraient financés en plus : {entering}. Projets qui ne le seraient plus : {leaving}.",
        entering=names.listed(found.entering) or nobody,
        leaving=names.listed(found.leaving) or nobody,
    )


def _projects(found: Simulation, names: Names) -> str:
    """Every project in the order of the simulated rule: its fate in both."""
    changes = {**dict.fromkeys(found.entering, _("Entre")), **dict.fromkeys(found.leaving, _("Sort"))}
    official = found.official.lines
    rows = (
        (
            names.link(line.identifier),
            changes.get(line.identifier, "—"),
            money(line.cost),
            _("Financé") if official[line.identifier].funded else _("Non financé"),
            names.reason(line),
        )
        for line in found.allocation.funding.lines
    )
    header = (_("Projet"), _("Changement"), _("Coût"), _("Le résultat"), _("La simulation"))
    return table(_("Tous les projets, dans l’ordre de la simulation"), header, rows, numbers=(2,))


def _draw_voters(found: Simulation) -> None:
    """Voters by number of funded projects, in the result and in the simulation."""
    if found.official_voters is None or found.voters is None:
        return
    title = _("Ce que les votants obtiendraient")
    show(f"<h2>{text(title)}</h2>")
    voters_columns(
        [(_("Le résultat"), found.official_voters), (_("La simulation"), found.voters)], "simulated-voters", title + "."
    )


def draw_simulation(found: Simulation, names: Names) -> None:
    """The section."""
    header = (_("Mesure"), _("Le résultat"), _("La simulation"))
    rows = measures(found.official.funding, found.allocation.funding, (found.official_voters, found.voters))
    measured = table(_("Le résultat et la simulation en chiffres"), header, rows, numbers=(1, 2))
    show(
        f"<h2>{text(_('Ce que cette règle donnerait'))}</h2>"
        f'<p class="lead" role="status">{text(_changes(found, names))}</p>{measured}{_projects(found, names)}'
    )
    _draw_voters(found)
    show(f"<h2>{text(_('La règle simulée'))}</h2>{rule_list(found.allocation.rule, language())}")
