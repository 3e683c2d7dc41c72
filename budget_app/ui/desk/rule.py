"""The rule of an edition in preparation: what it says, what it means for secrecy, and how to change it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from budget_app.domain.ballot_kind import Sealing, distinct_patterns
from budget_app.domain.edition import Edition
from budget_app.domain.errors import DomainError
from budget_app.services.projects import list_projects
from budget_app.services.roll import roll_summary
from budget_app.services.rules import EditionRule, choose_rule, find_edition_rule
from budget_app.ui.desk.ballot_kinds import secrecy
from budget_app.ui.desk.fields import Spots
from budget_app.ui.desk.flow import show_success, succeed
from budget_app.ui.desk.rule_fields import FIELD_OF, ask_first, ask_rest
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.rule import rule_list
from budget_app.ui.words import _


def _patterns(edition: Edition, districts: Sequence[str], voters: int) -> str:
    """How alone a ballot may be among the opened ones; ``districts`` are those of the projects."""
    projects = len(districts)
    patterns = distinct_patterns(edition.rules.limits.placed(districts), projects)
    return _(
        "Avec {projects} projets, il y a {patterns} bulletins différents pour {voters} votants : plus il y en a, plus il "
        "est facile de reconnaître un bulletin annoncé.",
        projects=projects,
        patterns=_("plus d’un milliard de") if patterns >= 10**9 else patterns,
        voters=voters,
    )


def _form(edition: Edition, page: OpenPage, found: EditionRule) -> None:
    projects = list_projects(edition.slug)
    asked = ask_first(found.rule, found.kind, projects)
    spots = Spots()
    with st.form("rule", enter_to_submit=False):
        said = ask_rest(found.rule, asked, projects, spots)
        if not st.form_submit_button(_("Enregistrer la règle"), type="primary"):
            return
        try:
            choose_rule(page.actor, edition.slug, said())
        except DomainError as error:
            spots.say(error, FIELD_OF.get(error.code))
            return
    succeed("rule", _("La règle est enregistrée."))


def draw(edition: Edition, page: OpenPage) -> None:
    """The section."""
    show_success("rule")
    found = find_edition_rule(edition.slug)
    words = f"<p>{text(secrecy(found.sealing))}</p>"
    projects = [project.district for project in list_projects(edition.slug)]
    if found.sealing is Sealing.OPENED and projects:
        words += f"<p>{text(_patterns(edition, projects, roll_summary(page.actor, edition.slug).voters))}</p>"
    show(f"<h2>{text(_('La règle'))}</h2>{rule_list(found.rule, page.language)}{words}")
    with st.expander(_("Changer la règle")):
        _form(edition, page, found)
