"""One project, at its own address."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.money import format_money
from budget_app.domain.project import ProjectView
from budget_app.services.projects import find_project, list_districts
from budget_app.services.results import find_result
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import action, facts, show, text
from budget_app.ui.map import projects_map
from budget_app.ui.opener import OpenPage, head, open_page, stop_with
from budget_app.ui.origin import origin_of_project
from budget_app.ui.result_of_project import show_result_of_project
from budget_app.ui.words import _


def _find(page: OpenPage) -> ProjectView | None:
    """The project of ``?numero=``."""
    edition = page.find_edition()
    asked = st.query_params.get("numero", "")
    if edition is None or not (asked.isascii() and asked.isdigit() and len(asked) < 9):
        return None
    return find_project(edition.slug, int(asked))


def _facts(project: ProjectView, language: str) -> str:
    known = (
        (_("Coût"), format_money(project.cost, language)),
        (_("Catégorie"), project.category),
        (_("Quartier"), project.district),
        (_("Lieu"), project.place),
        (_("Pour qui"), project.beneficiaries),
    )
    return facts((name, value) for name, value in known if value)


def main() -> None:
    """Draws the page."""
    page = open_page()
    project = _find(page)
    head(f"{project.number}. {project.title}" if project else _("Projet"))
    edition = page.edition()
    everything = with_edition("/projets", page.slug)
    if project is None:
        stop_with(
            _("Ce projet n’existe pas."),
            _("Le lien est peut-être incomplet. Retrouvez le projet dans la liste."),
            action(_("Tous les projets"), everything),
        )
    back = f'<p><a href="{text(everything)}" target="_self">{text(_("Tous les projets"))}</a></p>'
    image = f'<div class="hero"><img src="{text(project.picture)}" alt=""></div>' if project.picture else ""
    summary = f'<p class="lead">{text(project.summary)}</p>' if project.summary else ""
    about = f'<p class="typed">{text(project.description)}</p>' if project.description else ""
    show(f"{back}{image}{summary}{about}{_facts(project, page.language)}{origin_of_project(edition.slug, project, page)}")
    result = find_result(edition.slug)
    if result is not None:
        show_result_of_project(result, edition.slug, project.number, page.slug)
    place = projects_map((project,), list_districts(edition.slug), page.slug)
    if place:
        show(f"<h2>{text(_('Sur la carte'))}</h2>{place}")


main()
