"""Decisions on proposals: the public register, its numbers and files, and one proposal's decisions with its appeal."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.decision_register import Entry, Register
from budget_app.services.decision_register import load_register
from budget_app.ui.appeal import draw_appeal
from budget_app.ui.decisions.figures import draw_figures, files
from budget_app.ui.decisions.listed import draw_list, proposal_name
from budget_app.ui.decisions.one import decisions_of
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import action, show, text
from budget_app.ui.opener import OpenPage, head, open_page, stop_with
from budget_app.ui.words import _


def _find(register: Register, asked: str) -> Entry | None:
    """The entry of ``?numero=``."""
    return register.find(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 9 else None


def _show_one(register: Register, entry: Entry, page: OpenPage) -> None:
    head(proposal_name(entry))
    show(decisions_of(register, entry, page))
    draw_appeal(page, register.slug, entry.proposal)


def _stop_before(register: Register, page: OpenPage) -> None:
    """The empty state of a register whose decisions are not public."""
    if register.due_at is not None and page.now < register.due_at:
        when = format_moment(register.due_at, page.language)
        said = _("Elles paraîtront toutes ensemble le {moment}, avec leurs raisons.", moment=when)
    else:
        said = _("Elles paraîtront ici toutes ensemble, avec leurs raisons.")
    stop_with(_("Les décisions ne sont pas encore publiques."), said)


def _show_all(register: Register, page: OpenPage) -> None:
    head(_("Les décisions"))
    if not register.entries:
        _stop_before(register, page)
    show(f"<p>{text(_('Chaque proposition a été examinée selon les critères du règlement. Voici ce qui a été décidé, et pourquoi.'))}</p>")
    draw_list(register, page)
    draw_figures(register)
    show(files(register))


def main() -> None:
    """Draws the page."""
    page = open_page()
    edition = page.find_edition()
    if edition is None:
        head(_("Les décisions"))
        page.edition()
        return
    register = load_register(edition.slug, page.now)
    asked = st.query_params.get("numero")
    if asked is None:
        _show_all(register, page)
        return
    entry = _find(register, asked)
    if entry is None:
        head(_("Les décisions"))
        stop_with(
            _("Il n’y a pas de décision publique sur cette proposition."),
            _("Le lien est peut-être incomplet, ou la décision n’est pas encore publique."),
            action(_("Toutes les décisions"), with_edition("/decisions", page.slug)),
        )
    _show_one(register, entry, page)


main()
