"""Projects: cards, filters, map. The filters stand in the address, so that a choice can be shared and gone back to."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.project import ProjectView
from budget_app.services.projects import list_districts, list_projects
from budget_app.ui.cards import cards
from budget_app.ui.filters import one_of
from budget_app.ui.html import show, text
from budget_app.ui.map import projects_map
from budget_app.ui.opener import open_page, stop_with
from budget_app.ui.words import _

_ORDERS = {"numero": lambda p: p.number, "moins-cher": lambda p: p.cost, "plus-cher": lambda p: -p.cost}


def _order_name(order: str) -> str:
    return {"numero": _("Numéro"), "moins-cher": _("Coût croissant"), "plus-cher": _("Coût décroissant")}[order]


def _said(project: ProjectView) -> str:
    """All that the search looks through."""
    parts = (project.title, project.summary, project.description, project.place, project.beneficiaries)
    return " ".join(parts).casefold()


def _filters(projects: tuple[ProjectView, ...]) -> tuple[ProjectView, ...]:
    words, category, district, order = st.columns(4)
    with words:
        wanted = st.text_input(_("Chercher un mot"), key="mots", max_chars=80, bind="query-params").casefold().split()
    with category:
        kind = one_of(_("Catégorie"), _("Toutes"), (p.category for p in projects), "categorie")
    with district:
        where = one_of(_("Quartier"), _("Tous"), (p.district for p in projects), "quartier")
    with order:
        chosen = st.selectbox(_("Trier par"), list(_ORDERS), format_func=_order_name, key="ordre", bind="query-params")
    kept = [
        project
        for project in projects
        if kind in ("", project.category)
        and where in ("", project.district)
        and all(word in _said(project) for word in wanted)
    ]
    return tuple(sorted(kept, key=_ORDERS[chosen]))


def main() -> None:
    """Draws the page."""
    page = open_page(_("Les projets"))
    edition = page.edition()
    projects = list_projects(edition.slug)
    if not projects:
        stop_with(_("Aucun projet pour le moment."), _("La liste paraîtra ici dès que les projets seront prêts."))
    kept = _filters(projects)
    count = _("Projets affichés : {number} sur {total}", number=len(kept), total=len(projects))
    show(f'<div role="status"><h2 class="count">{text(count)}</h2></div>')
    as_list, as_map = st.tabs([_("Liste"), _("Carte")])
    with as_list:
        if kept:
            show(cards(kept, page.slug))
        else:
            show(f'<div class="empty"><p>{text(_("Aucun projet ne correspond. Enlevez un filtre."))}</p></div>')
    with as_map:
        empty = f'<div class="empty"><p>{text(_("Ces projets n’ont pas de lieu sur la carte."))}</p></div>'
        show(projects_map(kept, list_districts(edition.slug), page.slug) or empty)


main()
