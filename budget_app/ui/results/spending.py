"""Where the money goes: by category, by district, by those whom it is for."""

from __future__ import annotations

from budget_app.domain.allocation.statistics import Grouping, GroupMoney, ResultFigures
from budget_app.ui.charts import Bar, bars, in_table
from budget_app.ui.html import show, table, text
from budget_app.ui.results.names import money, number
from budget_app.ui.words import _


def _title(grouping: Grouping) -> str:
    return {
        Grouping.CATEGORY: _("Par catégorie"),
        Grouping.DISTRICT: _("Par quartier"),
        Grouping.BENEFICIARIES: _("Par public"),
    }[grouping]


def _nobody(grouping: Grouping) -> str:
    return {
        Grouping.CATEGORY: _("Sans catégorie"),
        Grouping.DISTRICT: _("Toute la ville"),
        Grouping.BENEFICIARIES: _("Sans public nommé"),
    }[grouping]


def _said(groups: tuple[GroupMoney, ...], grouping: Grouping) -> str:
    """The chart in a sentence."""
    most = max(groups, key=lambda group: group.spent)
    nothing = [group.name for group in groups if group.name and not group.spent]
    said = _(
        "Le plus d’argent : « {name} », avec {spent} sur {asked} demandés.",
        name=most.name or _nobody(grouping),
        spent=money(most.spent),
        asked=money(most.asked),
    )
    return said + (" " + _("Sans aucun projet financé : {names}.", names=", ".join(nothing)) if nothing else "")


def _draw(groups: tuple[GroupMoney, ...], grouping: Grouping) -> None:
    title, said = _title(grouping), _said(groups, grouping)
    show(f"<h3>{text(title)}</h3><p>{text(said)}</p>")
    shown = [Bar(group.name or _nobody(grouping), group.spent, money(group.spent)) for group in groups]
    bars(shown, f"money-{grouping}", f"{title}. {said}")
    header = (title, _("Projets"), _("Projets financés"), _("Demandé"), _("Dépensé"))
    rows = (
        (
            group.name or _nobody(grouping),
            number(group.projects),
            number(group.funded),
            money(group.asked),
            money(group.spent),
        )
        for group in groups
    )
    in_table(table(_("L’argent : {title}", title=title.lower()), header, rows, numbers=(1, 2, 3, 4)))


def draw_spending(known: ResultFigures) -> None:
    """The section; nothing where projects are of no group, or all of one."""
    told = {grouping: groups for grouping, groups in known.money.items() if len(groups) > 1}
    if not told or not any(group.spent for groups in told.values() for group in groups):
        return
    show(f"<h2>{text(_('Où va l’argent'))}</h2>")
    for grouping, groups in told.items():
        _draw(groups, grouping)
