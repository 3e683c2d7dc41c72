"""The appeal of an author against a refusal: the form as long as there is time, then what was written."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.errors import DomainError
from budget_app.domain.project import MAX_TEXT
from budget_app.services.appeals import AppealView, appeal, find_appeal
from budget_app.ui.desk.fields import Spots
from budget_app.ui.desk.flow import show_success, succeed
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _

_SECTION = "appeal"


def _made(found: AppealView, page: OpenPage) -> str:
    """What was written, for who may read it."""
    if found.made_at is None:
        return ""
    when = _("Déposé le {moment}.", moment=format_moment(found.made_at, page.language))
    return f'<h2>{text(_("Le recours"))}</h2><p>{text(when)}</p><p class="typed">{text(found.body)}</p>'


def _ask(page: OpenPage, slug: str, number: int) -> None:
    spots = Spots()
    with st.form("appeal", enter_to_submit=False):
        body = st.text_area(_("Pourquoi la décision ne vous semble pas juste"), key=f"appeal-{number}", height=200)
        spots.under("appeal")
        left = _("{limit} signes au plus. Seuls les auteurs et les personnes qui examinent la proposition liront ce texte.", limit=MAX_TEXT)
        show(f'<p class="soft">{text(left)}</p>')
        if not st.form_submit_button(_("Déposer le recours"), type="primary"):
            return
        try:
            appeal(page.actor, slug, number, body, page.now)
        except DomainError as error:
            spots.say(error)
            return
    succeed(_SECTION, _("Votre recours est déposé. Vous recevrez une décision définitive par courrier électronique."))


def draw_appeal(page: OpenPage, slug: str, number: int) -> None:
    """The section for proposal ``number``; nothing for people whom it does not concern."""
    show_success(_SECTION)
    found = find_appeal(page.actor, slug, number, page.now)
    if found is None:
        return
    if not found.open:
        show(_made(found, page))
        return
    until = format_moment(found.until, page.language)
    told = _("Vous pouvez déposer un recours, une seule fois, jusqu’au {until}. Une autre personne examinera la proposition de nouveau.", until=until)
    show(f"<h2>{text(_('Déposer un recours'))}</h2><p>{text(told)}</p>")
    _ask(page, slug, number)
