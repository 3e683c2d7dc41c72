"""The organiser's section: all decisions are announced together."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.edition import Edition
from budget_app.services.decisions import release_decisions
from budget_app.services.review_desk import DeskLine, Stage
from budget_app.ui.desk.flow import attempt, show_success, succeed
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def draw(lines: Sequence[DeskLine], edition: Edition, page: OpenPage) -> None:
    """How many are decided, when they may be announced, and the button once they may."""
    show_success("release")
    waiting = [line for line in lines if line.stage is Stage.DECIDED]
    open_ones = [line for line in lines if line.stage not in (Stage.DECIDED, Stage.RELEASED)]
    if not waiting:
        return
    date = edition.calendar.decisions_at
    show(f"<h2>{text(_('Annoncer les décisions'))}</h2>")
    said = _("Décisions prêtes : {ready}. Propositions encore sans décision : {open}.", ready=len(waiting), open=len(open_ones))
    when = (
        _("Donnez une date d’annonce dans le calendrier de l’édition.")
        if date is None
        else _("Date d’annonce : {moment}.", moment=format_moment(date, page.language))
    )
    show(f"<p>{text(said)} {text(when)}</p>")
    if date is None or page.now < date or open_ones:
        return
    sure = st.checkbox(_("Toutes les décisions deviennent publiques, et les auteurs les reçoivent par e-mail."), key="release-sure")
    if st.button(_("Annoncer les décisions"), key="release", type="primary", disabled=not sure):
        told = attempt(lambda: release_decisions(page.actor, edition.slug, page.now))
        if told is not None:
            succeed("release", _("Décisions annoncées : {number}.", number=told))
