"""The Streamlit script: runs at each interaction, before the page that it opens."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlencode

import streamlit as st

from budget_app.domain.roles import Action
from budget_app.services.accounts import account_name
from budget_app.services.actor import Actor, may
from budget_app.services.editions import find_edition
from budget_app.settings import read_settings
from budget_app.ui.html import link, show, show_style, text
from budget_app.ui.opener import asked_edition, find_visitor, present_edition
from budget_app.ui.words import _, language

PAGES = Path(__file__).resolve().parents[2] / "pages"
_NAMES = {"fr": "Français", "en": "English"}


def _pages() -> list[st.Page]:
    def page(file: str, title: str, address: str, *, hidden: bool = False) -> st.Page:
        shown: Literal["visible", "hidden"] = "hidden" if hidden else "visible"
        return st.Page(PAGES / f"{file}.py", title=title, url_path=address, visibility=shown)

    return [
        st.Page(PAGES / "home.py", title=_("Accueil"), default=True),
        page("proposals", _("Propositions"), "propositions"),
        page("projects", _("Projets"), "projets"),
        page("vote", _("Voter"), "voter"),
        page("my_ballot", _("Mon bulletin"), "bulletin"),
        page("results", _("Résultats"), "resultats"),
        page("verify", _("Vérifier"), "verifier"),
        page("guardians", _("Gardiens"), "gardiens"),
        page("proposal", _("Proposition"), "proposition", hidden=True),
        page("compare", _("Comparer"), "comparer", hidden=True),
        page("decisions", _("Décisions"), "decisions", hidden=True),
        page("rule_book", _("Règlement"), "reglement", hidden=True),
        page("project", _("Projet"), "projet", hidden=True),
        page("simulator", _("Simulateur"), "simulateur", hidden=True),
        page("moderation", _("Modération"), "moderation", hidden=True),
        page("review", _("Examen"), "instruction", hidden=True),
        page("my_space", _("Mon espace"), "mon-espace", hidden=True),
        page("organiser", _("Organisation"), "organisation", hidden=True),
        page("accounts", _("Comptes"), "comptes", hidden=True),
        page("action_log", _("Journal"), "journal", hidden=True),
        page("outbox", _("Courrier"), "courrier", hidden=not read_settings().demonstration),
    ]


def _switch(path: str) -> str:
    """The link to this same address in the other language."""
    other = "en" if language() == "fr" else "fr"
    query = urlencode({name: value for name, value in st.query_params.items() if name != "lang"})
    back = quote(f"/{path}" + (f"?{query}" if query else ""), safe="")
    address = f"/language?to={other}&next={back}"
    return f'<a href="{text(address)}" lang="{other}" hreflang="{other}" target="_self">{_NAMES[other]}</a>'


def _desks(visitor: Actor) -> str:
    """The pages of the staff that this person may open; they stand apart from those of everyone."""
    desks = (
        (Action.ENTER_PAPER_PROPOSAL, _("Guichet"), "/guichet"),
        (Action.MODERATE, _("Modération"), "/moderation"),
        (Action.READ_REVIEWS, _("Examen"), "/instruction"),
        (Action.MANAGE_EDITION, _("Organisation"), "/organisation"),
        (Action.READ_ACTION_LOG, _("Journal"), "/journal"),
        (Action.MANAGE_ACCOUNTS, _("Comptes"), "/comptes"),
    )
    return "".join(link(name, address) for action, name, address in desks if may(visitor, action))


def _account(visitor: Actor) -> str:
    if visitor.account_id is None:
        return link(_("Se connecter"), "/sign-in") + link(_("Créer un compte"), "/inscription")
    leave = text(_("Se déconnecter"))
    who = f'<span class="who">{text(account_name(visitor))}</span>{link(_("Mon espace"), "/mon-espace")}{_desks(visitor)}'
    return f'{who}<form method="post" action="/sign-out"><button type="submit">{leave}</button></form>'


def _band(path: str, visitor: Actor, now: datetime) -> str:
    """The head of every page: town, language, sign-in; and which edition is shown, when it is not the present one."""
    asked, present = asked_edition(), present_edition(now)
    shown = find_edition(asked, now) if asked else present
    town = shown.town if shown else "Isoloir"
    elsewhere = ""
    if shown and present and shown.slug != present.slug:
        words = text(_("Vous consultez l’édition « {name} ».", name=shown.name))
        link = f'<a href="/?edition={present.slug}" target="_self">{text(_("Voir l’édition en cours"))}</a>'
        elsewhere = f'<p class="elsewhere">{words} {link}</p>'
    return (
        f'<div class="band"><p class="town">{text(town)}</p>'
        f'<nav aria-label="{text(_("Langue et compte"))}">{_switch(path)}{_account(visitor)}</nav></div>{elsewhere}'
    )


def _main() -> None:
    now = datetime.now(UTC)
    visitor = find_visitor(now)
    opened = st.navigation(_pages(), position="top")
    show(_band(opened.url_path, visitor, now))
    opened.run()


st.set_page_config(layout="wide", initial_sidebar_state="collapsed")  # on a telephone the menu opens when it is asked for
show_style()
_main()
