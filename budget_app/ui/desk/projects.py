"""The projects of an edition in preparation."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import Edition
from budget_app.domain.errors import DomainError
from budget_app.domain.money import format_money, parse_money
from budget_app.domain.project import ProjectDraft
from budget_app.services.projects import add_project, list_projects, remove_project
from budget_app.ui.desk.flow import show_success, succeed, works
from budget_app.ui.html import show, table
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _, refusal


def _add(edition: Edition, page: OpenPage) -> None:
    with st.form("add-project", enter_to_submit=False):
        title = st.text_input(_("Titre du projet"), key="project-title", max_chars=250)
        cost = st.text_input(_("Coût en euros"), key="project-cost", max_chars=20)
        summary = st.text_input(_("Résumé"), key="project-summary", max_chars=400)
        description = st.text_area(_("Description (facultatif)"), key="project-description", max_chars=8000)
        category, district, place = st.columns(3)
        kind = category.text_input(_("Catégorie"), key="project-category", max_chars=80)
        where = district.text_input(_("Quartier"), key="project-district", max_chars=80)
        spot = place.text_input(_("Lieu"), key="project-place", max_chars=120)
        if not st.form_submit_button(_("Ajouter le projet"), type="primary"):
            return
    try:
        draft = ProjectDraft(
            title.strip(), parse_money(cost, "cost"), summary, description, category=kind, district=where, place=spot
        )
        number = add_project(page.actor, edition.slug, draft)
    except DomainError as error:
        st.error(refusal(error))
        return
    for key in ("title", "cost", "summary", "description", "category", "district", "place"):
        st.session_state.pop(f"project-{key}", None)
    succeed("projects", _("Le projet n° {number} est ajouté.", number=number))


def _remove(edition: Edition, page: OpenPage, numbers: list[int]) -> None:
    with st.expander(_("Retirer un projet")):
        number = st.selectbox(_("Numéro du projet"), numbers, key="project-remove")
        if not st.button(_("Retirer ce projet"), key="project-remove-now"):
            return
        if works(lambda: remove_project(page.actor, edition.slug, number)):
            succeed("projects", _("Le projet n° {number} est retiré.", number=number))


def draw(edition: Edition, page: OpenPage) -> None:
    """The section."""
    show_success("projects")
    projects = list_projects(edition.slug)
    if projects:
        rows = [(p.number, p.title, p.district, format_money(p.cost, page.language)) for p in projects]
        header = (_("Numéro"), _("Projet"), _("Quartier"), _("Coût"))
        show(table(_("Projets soumis au vote"), header, rows, numbers=(3,)))
        _remove(edition, page, [project.number for project in projects])
    _add(edition, page)
