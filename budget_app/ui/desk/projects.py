"""The projects of an edition in preparation."""

from __future__ import annotations

from dataclasses import fields

import streamlit as st

from budget_app.domain.edition import Edition
from budget_app.domain.errors import DomainError
from budget_app.domain.money import format_money, parse_money, typed_money
from budget_app.domain.project import MAX_SUMMARY, MAX_TEXT, MAX_TITLE, ProjectDraft, ProjectView
from budget_app.services.projects import add_project, change_project, list_own_projects, list_projects, remove_project
from budget_app.ui.desk.fields import Spots
from budget_app.ui.desk.flow import show_success, succeed, works
from budget_app.ui.html import show, table
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _

_TYPED = ("title", "cost", "summary", "description", "beneficiaries", "category", "district", "place")


def _ask(spots: Spots, prefix: str, known: dict[str, object]) -> dict[str, str]:
    """What is typed of a project, by field."""

    def line(field: str, label: str, limit: int) -> str:
        typed = st.text_input(label, str(known.get(field, "")), key=f"{prefix}-{field}", max_chars=limit)
        spots.under(field)
        return typed

    typed = {"title": line("title", _("Titre du projet"), MAX_TITLE), "cost": line("cost", _("Coût en euros"), 20)}
    typed["summary"] = line("summary", _("Résumé"), MAX_SUMMARY)
    label, before = _("Description (facultatif)"), str(known.get("description", ""))
    typed["description"] = st.text_area(label, before, key=f"{prefix}-description", max_chars=MAX_TEXT)
    typed["beneficiaries"] = line("beneficiaries", _("Pour qui (facultatif)"), MAX_SUMMARY)
    for column, (field, label) in zip(
        st.columns(3),
        (("category", _("Catégorie")), ("district", _("Quartier")), ("place", _("Lieu"))),
        strict=True,
    ):
        with column:
            typed[field] = line(field, label, 120)
    return typed


def _draft(typed: dict[str, str], kept: dict[str, object]) -> ProjectDraft:
    words = {name: value.strip() for name, value in typed.items() if name != "cost"}
    return ProjectDraft(cost=parse_money(typed["cost"], "cost"), **words, **kept)  # type: ignore[arg-type]


def _add(edition: Edition, page: OpenPage) -> None:
    spots = Spots()
    with st.form("add-project", enter_to_submit=False):
        typed = _ask(spots, "project", {})
        if not st.form_submit_button(_("Ajouter le projet"), type="primary"):
            return
        try:
            number = add_project(page.actor, edition.slug, _draft(typed, {}))
        except DomainError as error:
            spots.say(error)
            return
    for field in _TYPED:
        st.session_state.pop(f"project-{field}", None)
    succeed("projects", _("Le projet n° {number} est ajouté.", number=number))


def _change(edition: Edition, page: OpenPage, project: ProjectView) -> None:
    spots = Spots()
    known = {field.name: getattr(project, field.name) for field in fields(ProjectDraft)}
    kept = {name: value for name, value in known.items() if name not in _TYPED}
    with st.form(f"change-project-{project.number}", enter_to_submit=False):
        typed = _ask(spots, f"change-{project.number}", known | {"cost": typed_money(project.cost)})
        if not st.form_submit_button(_("Enregistrer les changements")):
            return
        try:
            change_project(page.actor, edition.slug, project.number, _draft(typed, kept))
        except DomainError as error:
            spots.say(error)
            return
    succeed("projects", _("Le projet n° {number} est changé.", number=project.number))


def _change_or_remove(edition: Edition, page: OpenPage, projects: tuple[ProjectView, ...]) -> None:
    with st.expander(_("Changer ou retirer un projet")):
        names = {project.number: f"{project.number}. {project.title}" for project in projects}
        number = st.selectbox(_("Projet"), list(names), format_func=lambda n: names[n], key="project-chosen")
        project = next((project for project in projects if project.number == number), projects[0])
        _change(edition, page, project)
        sure = st.checkbox(_("Je veux retirer ce projet de la liste."), key=f"project-remove-{project.number}")
        if not st.button(_("Retirer ce projet"), key="project-remove-now", disabled=not sure):
            return
        if works(lambda: remove_project(page.actor, edition.slug, project.number)):
            succeed("projects", _("Le projet n° {number} est retiré.", number=project.number))


def draw(edition: Edition, page: OpenPage) -> None:
    """The section."""
    show_success("projects")
    projects = list_projects(edition.slug)
    if projects:
        rows = [(p.number, p.title, p.district, format_money(p.cost, page.language)) for p in projects]
        header = (_("Numéro"), _("Projet"), _("Quartier"), _("Coût"))
        show(table(_("Projets soumis au vote"), header, rows, numbers=(3,)))
    own = list_own_projects(edition.slug)
    if own:
        _change_or_remove(edition, page, own)
    with st.expander(_("Ajouter un projet"), expanded=not projects):
        _add(edition, page)
