"""The review desk: what is mine to do, every proposal with where it stands, and one proposal's file."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.roles import Action
from budget_app.services.actor import may
from budget_app.services.review_desk import DeskFile, find_file, list_desk
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import action, link, show
from budget_app.ui.opener import OpenPage, head, open_page, stop_unless, stop_with
from budget_app.ui.review import release
from budget_app.ui.review.assigning import draw_assigning, draw_conflicts, draw_workload
from budget_app.ui.review.file import draw_file
from budget_app.ui.review.listing import draw_all, draw_mine
from budget_app.ui.words import _


def _find(page: OpenPage, asked: str) -> DeskFile | None:
    edition = page.find_edition()
    if edition is None or not (asked.isascii() and asked.isdigit() and 0 < len(asked) < 9):
        return None
    return find_file(page.actor, edition.slug, int(asked))


def _show_file(page: OpenPage, asked: str) -> None:
    allowed = may(page.actor, Action.READ_REVIEWS)
    file = _find(page, asked) if allowed else None
    head(f"{file.proposal.number}. {file.proposal.content.title}" if file else _("Examen des propositions"))
    stop_unless(page, Action.READ_REVIEWS)
    slug, back = page.edition().slug, with_edition("/instruction", page.slug)
    if file is None:
        stop_with(
            _("Cette proposition n’est pas à examiner."),
            _("Elle n’existe pas, ou n’est pas publiée."),
            action(_("Toutes les propositions"), back),
        )
    show(f"<p>{link(_('Retour au bureau d’examen'), back)}</p>")
    draw_file(file, slug, page)


def _show_desk(page: OpenPage) -> None:
    head(_("Examen des propositions"))
    stop_unless(page, Action.READ_REVIEWS)
    edition = page.edition()
    lines = list_desk(page.actor, edition.slug, page.now)
    draw_mine(lines, edition.slug, page)
    if may(page.actor, Action.RELEASE_DECISIONS):
        release.draw(lines, edition, page)
    draw_all(lines, edition.slug)
    if may(page.actor, Action.ASSIGN_REVIEWS):
        draw_assigning(lines, edition.slug, page)
    draw_workload(edition.slug, page)
    if may(page.actor, Action.READ_CONFLICTS):
        draw_conflicts(edition.slug, page)


def main() -> None:
    """Draws the page."""
    page = open_page()
    asked = st.query_params.get("numero")
    if asked is None:
        _show_desk(page)
    else:
        _show_file(page, asked)


main()
