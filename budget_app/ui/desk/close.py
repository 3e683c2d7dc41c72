"""Closing the vote."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import Edition
from budget_app.services.board import board_summary
from budget_app.services.elections import close_vote, is_tally_published
from budget_app.ui.desk import shuffles
from budget_app.ui.desk.flow import show_success, succeed, works
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def draw(edition: Edition, page: OpenPage) -> None:
    """The section: before the announced time it asks for a confirmation."""
    show_success("close")
    if is_tally_published(edition.slug):
        show(f"<p>{text(_('L’urne est close. Prévenez les gardiens : c’est à eux.'))}</p>")
        shuffles.draw(edition, page)
        return
    board = board_summary(edition.slug, page.now)
    if board is not None:
        show(f"<p>{text(_('Bulletins dans l’urne : {ballots}. Votants inscrits : {voters}.', ballots=board.ballots, voters=board.voters))}</p>")
    early = page.now < edition.calendar.vote_closes_at
    sure = True
    if early:
        st.warning(_("L’heure annoncée n’est pas passée. Clore maintenant empêche de voter ceux qui comptaient sur cette heure."))
        sure = st.checkbox(_("Je veux clore avant l’heure annoncée."), key="close-early")
    if not st.button(_("Clore le vote"), key="close", type="primary", disabled=not sure):
        return
    if works(lambda: close_vote(page.actor, edition.slug, page.now, early_confirmed=early and sure)):
        succeed("close", _("Le vote est clos et le total chiffré est publié."))
