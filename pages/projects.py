"""Projects: cards, filters, map."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.project import ProjectView
from budget_app.services.projects import list_districts, list_projects
from budget_app.ui.cards import cards
from budget_app.ui.html import show, text
from budget_app.ui.map import projects_map
from budget_app.ui.opener import open_page, stop_with
from budget_app.ui.words import _


def _filters(projects: tuple[ProjectView, ...]) -> tuple[ProjectView, ...]:
    everything = _("Tous")
    words, category, district, order = st.columns(4)
    wanted = words.text_input(_("Chercher un mot"), key="words").casefold().split()
    kind = category.selectbox(_("Catégorie"), [everything, *sorted({p.category for p in projects if p.category})], key="category")
    where = district.selectbox(_("Quartier"), [everything, *sorted({p.district for p in projects if p.district})], key="district")
    orders = {_("Numéro"): lambda p: p.number, _("Coût croissant"): lambda p: p.cost, _("Coût décroissant"): lambda p: -p.cost}
    chosen = order.selectbox(_("Trier par"), list(orders), key="order")
    kept = [
        project
        for project in projects
        if kind in (everything, project.category)
        and where in (everything, project.district)
        and all(word in f"{project.title} {project.summary} {project.description}".casefold() for word in wanted)
    ]
    return tuple(sorted(kept, key=orders[chosen]))


def main() -> None:
    """Draws the page."""
    page = open_page(_("Les projets"))
    edition = page.edition()
    projects = list_projects(edition.slug)
    if not projects:
        stop_with(_("Aucun projet pour le moment."), _("La liste paraîtra ici dès que les projets seront prêts."))
    kept = _filters(projects)
    count = _("{number} projets sur {total}", number=len(kept), total=len(projects))
    show(f'<p class="soft" role="status">{text(count)}</p>')
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
