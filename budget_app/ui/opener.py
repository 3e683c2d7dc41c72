"""Opens a page: who is there, which edition, which moment. Every page begins with it and checks access itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

import streamlit as st

from budget_app.domain.edition import Edition, ElectionState
from budget_app.domain.roles import Action
from budget_app.services.accounts import find_actor
from budget_app.services.actor import ORGANISER, Actor, may
from budget_app.services.editions import find_edition, list_editions
from budget_app.ui.browser import request_cookies
from budget_app.ui.html import action as action_link
from budget_app.ui.html import show, text
from budget_app.ui.words import _, language

SESSION_COOKIE = "isoloir_session"
_ACCOUNT, _EDITION = "account", "edition"
_RUNNING = (ElectionState.READY, ElectionState.OPEN, ElectionState.CLOSED)


@dataclass(frozen=True)
class OpenPage:
    """What a page knows when it begins; ``slug`` names the edition that was asked for, if one was."""

    language: str
    actor: Actor
    now: datetime
    slug: str | None

    def find_edition(self) -> Edition | None:
        """The edition asked for, else the present one; None when there is no such edition."""
        return find_edition(self.slug, self.now) if self.slug else present_edition(self.now)

    def edition(self) -> Edition:
        """The edition as :meth:`find_edition`; without one, the page ends with what to do."""
        found = self.find_edition()
        if found is None:
            _stop_without_edition(self.slug)
        return found


def present_edition(now: datetime) -> Edition | None:
    """The newest edition whose vote is in place and not counted yet, else the newest of all."""
    editions = list_editions(now)
    running = (edition for edition in editions if edition.state in _RUNNING)
    return next(running, editions[0] if editions else None)


def head(title: str) -> None:
    """The title of the page."""
    show(f"<h1>{text(title)}</h1>")


def stop_with(title: str, explanation: str, way_out: str = "") -> NoReturn:
    """Shows an empty state and ends the page; ``way_out`` is HTML of ours."""
    show(f'<section class="empty"><h2>{text(title)}</h2><p>{text(explanation)}</p>{way_out}</section>')
    st.stop()
    raise AssertionError  # st.stop never returns


def _stop_without_edition(slug: str | None) -> NoReturn:
    if slug:
        st.session_state.pop(_EDITION, None)
        stop_with(
            _("Cette édition n’existe pas."),
            _("Le lien est peut-être incomplet."),
            action_link(_("Voir l’édition en cours"), "/"),
        )
    stop_with(
        _("Il n’y a pas encore d’édition ici."),
        _("Quand la mairie aura préparé un budget participatif, il paraîtra sur cette page."),
    )


def find_visitor(now: datetime) -> Actor:
    """Who is there, looked up anew at each run; what one account left in the session is not the next one's."""
    actor = find_actor(request_cookies().get(SESSION_COOKIE), now)
    if st.session_state.get(_ACCOUNT) != actor.account_id:
        st.session_state.clear()
        st.session_state[_ACCOUNT] = actor.account_id
    return actor


def asked_edition() -> str | None:
    """The edition of the address; without one, the last that was asked for: the navigation's links name none."""
    asked = st.query_params.get("edition") or st.session_state.get(_EDITION)
    if asked:
        st.session_state[_EDITION] = asked
    return asked


def open_page(title: str | None = None) -> OpenPage:
    """What the page needs to know; heads it with ``title``, unless the page has one of its own."""
    now = datetime.now(UTC)
    actor = find_visitor(now)
    if title is not None:
        head(title)
    return OpenPage(language(), actor, now, asked_edition())


def stop_unless(page: OpenPage, action: Action) -> None:
    """Stops the page with a link to sign in unless the person's role allows ``action``."""
    if not may(page.actor, action):
        stop_with(
            _("Cette page est réservée au personnel de la mairie."),
            _("Connectez-vous avec le compte que la mairie vous a donné."),
            action_link(_("Se connecter"), "/sign-in"),
        )


def require_organiser(page: OpenPage) -> None:
    """Stops the page with a link to sign in unless an organiser is there."""
    if page.actor.has(ORGANISER):
        return
    stop_with(
        _("Cette page est réservée à l’organisation."),
        _("Pour voter ou pour vérifier le vote, aucun compte n’est nécessaire."),
        action_link(_("Se connecter"), "/sign-in"),
    )
