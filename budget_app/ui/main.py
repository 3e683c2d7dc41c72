"""The Streamlit script: runs at each interaction, before the page that it opens."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import streamlit as st

from budget_app.services.accounts import find_actor
from budget_app.services.editions import find_edition
from budget_app.settings import read_settings
from budget_app.ui.browser import request_cookies
from budget_app.ui.html import show, show_style, text
from budget_app.ui.opener import SESSION_COOKIE
from budget_app.ui.words import _, language

PAGES = Path(__file__).resolve().parents[2] / "pages"
_NAMES = {"fr": "Français", "en": "English"}


def _pages() -> dict[str, list[st.Page]]:
    def page(file: str, title: str, address: str, *, hidden: bool = False) -> st.Page:
        shown: Literal["visible", "hidden"] = "hidden" if hidden else "visible"
        return st.Page(PAGES / f"{file}.py", title=title, url_path=address, visibility=shown)

    organiser = find_actor(request_cookies().get(SESSION_COOKIE), datetime.now(UTC)).account_id is not None
    return {
        "": [
            st.Page(PAGES / "home.py", title=_("Accueil"), default=True),
            page("projects", _("Projets"), "projets"),
            page("vote", _("Voter"), "voter"),
            page("my_ballot", _("Mon bulletin"), "bulletin"),
            page("results", _("Résultats"), "resultats"),
            page("verify", _("Vérifier"), "verifier"),
            page("guardians", _("Gardiens"), "gardiens"),
            page("project", _("Projet"), "projet", hidden=True),
            page("organiser", _("Organisation"), "organisation", hidden=not organiser),
            page("outbox", _("Courrier"), "courrier", hidden=not read_settings().demonstration),
        ]
    }


def _band(path: str) -> str:
    """The head of every page: town, language, sign-in."""
    now = datetime.now(UTC)
    edition = find_edition(st.query_params.get("edition"), now)
    town = edition.town if edition else "Isoloir"
    spoken = language()
    other = "en" if spoken == "fr" else "fr"
    signed_in = find_actor(request_cookies().get(SESSION_COOKIE), now).account_id is not None
    account = (
        f'<form method="post" action="/sign-out"><button type="submit">{text(_("Se déconnecter"))}</button></form>'
        if signed_in
        else f'<a href="/sign-in" target="_self">{text(_("Organisation : se connecter"))}</a>'
    )
    switch = (
        f'<a href="/language?to={other}&amp;next=/{text(path)}" lang="{other}" hreflang="{other}" target="_self">'
        f"{_NAMES[other]}</a>"
    )
    return (
        f'<div class="band"><p class="town">{text(town)}</p>'
        f'<nav aria-label="{text(_("Langue et compte"))}">{switch}{account}</nav></div>'
    )


st.set_page_config(layout="wide")
show_style()
_opened = st.navigation(_pages(), position="top")
show(_band(_opened.url_path))
_opened.run()
