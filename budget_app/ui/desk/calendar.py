"""The dates of the vote."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import Edition, ElectionState
from budget_app.domain.errors import DomainError
from budget_app.services.calendars import update_calendar
from budget_app.ui.calendar_changes import changes_list
from budget_app.ui.desk.fields import Spots, ask_calendar, ask_closing, ask_reason
from budget_app.ui.desk.flow import show_success, succeed
from budget_app.ui.edition_view import vote_times
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def draw(edition: Edition, page: OpenPage) -> None:
    """The section; after the setup only the closing can move, and after the closing nothing."""
    show_success("calendar")
    show(f"<p>{text(vote_times(edition))}</p>{changes_list(edition.slug)}")
    if edition.state in (ElectionState.CLOSED, ElectionState.COUNTED):
        return
    prepared = edition.state is not ElectionState.PREPARATION
    if prepared:
        show(f'<p class="soft">{text(_("Le vote est en place : seule la clôture peut encore être déplacée."))}</p>')
    with st.form("calendar", enter_to_submit=False):
        spots, key = Spots(), f"calendar-{edition.slug}"
        calendar = ask_closing(edition.calendar, key) if prepared else ask_calendar(edition.calendar, key)
        spots.under("vote_closes_at", "vote_opens_at")
        reason = ask_reason(edition, page.now, key, spots)
        if not st.form_submit_button(_("Changer les dates")):
            return
    try:
        update_calendar(page.actor, edition.slug, calendar, page.now, reason)
    except DomainError as error:
        spots.say(error)
        return
    succeed("calendar", _("Les dates sont changées."))
