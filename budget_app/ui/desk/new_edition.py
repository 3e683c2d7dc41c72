"""A new edition: from a form, or from a Pabulib file."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import MAX_DESCRIPTION, MAX_NAME, EditionDraft
from budget_app.domain.errors import DomainError
from budget_app.domain.money import parse_money
from budget_app.services.edition_copy import copy_edition
from budget_app.services.editions import create_edition, list_editions
from budget_app.services.pabulib import create_edition_from_pabulib
from budget_app.ui.desk.ballot_kinds import ask_kind, ask_rules
from budget_app.ui.desk.fields import Spots, ask_calendar, usual_calendar
from budget_app.ui.desk.flow import succeed
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _, refusal


def _opened(slug: str) -> None:
    st.query_params.from_dict({"edition": slug})
    succeed("projects", _("L’édition est créée."))


def _form(page: OpenPage) -> None:
    spots = Spots()
    kind = ask_kind()
    with st.form("new-edition", enter_to_submit=False):
        name = st.text_input(_("Nom de l’édition"), key="new-name", max_chars=MAX_NAME)
        spots.under("name")
        town = st.text_input(_("Commune"), key="new-town", max_chars=MAX_NAME)
        spots.under("town")
        description = st.text_area(_("Description (facultatif)"), key="new-description", max_chars=MAX_DESCRIPTION)
        budget = st.text_input(_("Budget en euros"), key="new-budget", max_chars=20)
        spots.under("budget")
        rules = ask_rules(kind, spots)
        calendar = ask_calendar(usual_calendar(page.now), "new")
        spots.under("vote_closes_at", "calendar")
        if not st.form_submit_button(_("Créer l’édition"), type="primary"):
            return
        try:
            draft = EditionDraft(name, town, description, parse_money(budget, "budget"), calendar, rules)
            slug = create_edition(page.actor, draft, page.now)
        except DomainError as error:
            spots.say(error)
            return
    _opened(slug)


def _file(page: OpenPage) -> None:
    show(f"<p>{text(_('Le fichier donne la commune, le budget, les projets et les dates. Ses bulletins ne sont pas pris.'))}</p>")
    file = st.file_uploader(_("Fichier .pb"), type=["pb"], key="new-pabulib")
    if file is None or not st.button(_("Créer l’édition depuis ce fichier"), key="new-from-file", type="primary"):
        return
    try:
        slug = create_edition_from_pabulib(page.actor, file.getvalue(), page.now)
    except DomainError as error:
        st.error(refusal(error))
        return
    _opened(slug)


def _copy(page: OpenPage) -> None:
    """The form that begins as a former edition was; nothing to choose when there was none."""
    names = {edition.slug: edition.name for edition in list_editions(page.now)}
    if not names:
        show(f"<p>{text(_('Il n’y a pas encore d’édition à reprendre.'))}</p>")
        return
    show(f"<p>{text(_('Reprend la commune, le budget, les quartiers, les règles et les dates, un an plus tard et les mêmes jours de la semaine. Les propositions, les projets et les votes ne sont pas repris. Tout peut encore être changé.'))}</p>")
    spots = Spots()
    with st.form("copy-edition", enter_to_submit=False):
        slug = st.selectbox(_("Édition à reprendre"), list(names), format_func=names.__getitem__, key="copy-slug")
        name = st.text_input(_("Nom de la nouvelle édition"), key="copy-name", max_chars=MAX_NAME)
        spots.under("name")
        if not st.form_submit_button(_("Reprendre cette édition"), type="primary"):
            return
        try:
            made = copy_edition(page.actor, slug or "", name, page.now)
        except DomainError as error:
            spots.say(error)
            return
    _opened(made)


def draw(page: OpenPage) -> None:
    """The section."""
    form, copy, file = st.tabs(
        [_("Remplir un formulaire"), _("Reprendre une édition"), _("Partir d’un fichier Pabulib")]
    )
    with form:
        _form(page)
    with copy:
        _copy(page)
    with file:
        _file(page)
