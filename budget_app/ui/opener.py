"""Opens a page: who is there, which edition, which moment. Every page begins with it and checks access itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

import streamlit as st

from budget_app.domain.edition import Edition
from budget_app.services.accounts import find_actor
from budget_app.services.actor import ORGANISER, Actor
from budget_app.services.editions import find_edition
from budget_app.ui.browser import request_cookies
from budget_app.ui.html import action, show, text
from budget_app.ui.words import _, language

SESSION_COOKIE = "isoloir_session"


@dataclass(frozen=True)
class OpenPage:
    """What a page knows when it begins."""

    language: str
    actor: Actor
    now: datetime
    slug: str | None

    def edition(self) -> Edition:
        """The edition of the address, or the newest; stops the page with an explanation when there is none."""
        found = find_edition(self.slug, self.now)
        if found is None:
            stop_with(
                _("Il n'y a pas encore d'édition ici."),
                _("Quand la mairie aura préparé un budget participatif, il paraîtra sur cette page."),
            )
        return found


def stop_with(title: str, explanation: str) -> NoReturn:
    """Shows an empty state and ends the page."""
    show(f'<section class="empty"><h2>{text(title)}</h2><p>{text(explanation)}</p></section>')
    st.stop()
    raise AssertionError  # st.stop never returns


def open_page(title: str | None) -> OpenPage:
    """Heads the page with ``title``, where it has one of its own, and gives what it needs.

    The session is looked up anew at each run.
    """
    now = datetime.now(UTC)
    actor = find_actor(request_cookies().get(SESSION_COOKIE), now)
    if st.session_state.get("account") != actor.account_id:
        st.session_state.clear()
        st.session_state["account"] = actor.account_id
    if title is not None:
        st.title(title, anchor=False)
    return OpenPage(language(), actor, now, st.query_params.get("edition"))


def require_organiser(page: OpenPage) -> None:
    """Stops the page with a link to sign in unless an organiser is there."""
    if page.actor.has(ORGANISER):
        return
    words = text(_("Cette page est réservée à l'organisation."))
    link = _("Se connecter")
    show(f'<section class="empty"><p>{words}</p>{action(link, "/sign-in")}</section>')
    st.stop()
