"""The dates of the vote."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import Edition, ElectionState
from budget_app.services.editions import update_calendar
from budget_app.ui.desk.fields import ask_calendar
from budget_app.ui.desk.flow import show_success, succeed, works
from budget_app.ui.edition_view import vote_times
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def draw(edition: Edition, page: OpenPage) -> None:
    """The section; after the setup only the closing can move, and after the closing nothing."""
    show_success("calendar")
    show(f"<p>{text(vote_times(edition))}</p>")
    if edition.state in (ElectionState.CLOSED, ElectionState.COUNTED):
        return
    if edition.state is not ElectionState.PREPARATION:
        show(f'<p class="soft">{text(_("Le vote est en place : seule la clôture peut encore être déplacée."))}</p>')
    with st.form("calendar", enter_to_submit=False):
        calendar = ask_calendar(edition.calendar, f"calendar-{edition.slug}")
        if not st.form_submit_button(_("Changer les dates")):
            return
    if works(lambda: update_calendar(page.actor, edition.slug, calendar, page.now)):
        succeed("calendar", _("Les dates sont changées."))
