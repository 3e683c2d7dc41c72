"""One project, at its own address."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.money import format_money
from budget_app.services.projects import find_project, list_districts
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import facts, show, text
from budget_app.ui.map import projects_map
from budget_app.ui.opener import open_page, stop_with
from budget_app.ui.words import _


def main() -> None:
    """Draws the page of ``?numero=``."""
    page = open_page(None)
    edition = page.edition()
    asked = st.query_params.get("numero", "")
    project = find_project(edition.slug, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 9 else None
    if project is None:
        stop_with(_("Ce projet n’existe pas."), _("Le lien est peut-être incomplet. Retrouvez le projet dans la liste."))
    back = f'<p><a href="{text(with_edition("/projets", page.slug))}" target="_self">{text(_("Tous les projets"))}</a></p>'
    image = f'<div class="hero"><img src="{text(project.picture)}" alt=""></div>' if project.picture else ""
    show(f"{back}<h1>{project.number}. {text(project.title)}</h1>{image}")
    summary = f'<p class="lead">{text(project.summary)}</p>' if project.summary else ""
    show(f"{summary}<p>{text(project.description)}</p>")
    known = [
        (_("Coût"), format_money(project.cost, page.language)),
        (_("Catégorie"), project.category),
        (_("Quartier"), project.district),
        (_("Lieu"), project.place),
        (_("Pour qui"), project.beneficiaries),
    ]
    show(facts((name, value) for name, value in known if value))
    place = projects_map((project,), list_districts(edition.slug), page.slug)
    if place:
        show(place)


main()
