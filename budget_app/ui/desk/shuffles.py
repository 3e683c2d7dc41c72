"""Whose turn it is to shuffle, and going on without a guardian who does not come."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import Edition
from budget_app.domain.guardian import GuardianState
from budget_app.services.guardians import guardian_progress
from budget_app.services.shuffling import MAX_REASON, pass_over_shuffler
from budget_app.ui.desk.flow import succeed, works
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def draw(edition: Edition, page: OpenPage) -> None:
    """The section; nothing where nobody has to shuffle."""
    turn = [guardian for guardian in guardian_progress(edition.slug) if guardian.state is GuardianState.SHUFFLE_NEEDED]
    if not turn:
        return
    show(f"<p>{text(_('Les bulletins sont mélangés avant d’être ouverts. C’est au tour de {name}.', name=turn[0].name))}</p>")
    with st.expander(_("Continuer sans ce gardien")):
        show(
            f"<p>{text(_('Un gardien qui a mélangé et se tait suffit au secret. La raison est gardée avec le vote. On ne peut pas se passer du dernier.'))}</p>"
        )
        reason = st.text_input(_("Raison"), key="pass-over-reason", max_chars=MAX_REASON)
        if st.button(_("Continuer sans ce gardien"), key="pass-over") and works(
            lambda: pass_over_shuffler(page.actor, edition.slug, reason)
        ):
            succeed("close", _("Le dépouillement continue sans ce gardien."))
