"""Merging at the moderators' page: asking the authors, and what waits for their answers."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.errors import DomainError, InvalidInputError
from budget_app.services.merges import MOST_PARTS, Merge, Named, ask_merge, list_open_merges, withdraw_merge
from budget_app.services.merging import list_merged_into
from budget_app.ui.desk.fields import Spots
from budget_app.ui.desk.flow import succeed, works
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import link, show, text
from budget_app.ui.moderation import SECTION
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def _numbers(typed: str) -> list[int]:
    """The numbers that were typed; raises InvalidInputError ``merge-numbers``."""
    parts = typed.replace(",", " ").replace(";", " ").split()
    if not all(part.isascii() and part.isdigit() and len(part) < 9 for part in parts):
        raise InvalidInputError("merge-numbers", field="numbers", limit=MOST_PARTS)
    return [int(part) for part in parts]


def _ask(slug: str, page: OpenPage) -> None:
    spots = Spots()
    with st.form("ask-merge", enter_to_submit=False):
        typed = st.text_input(
            _("Numéros des propositions à réunir, celle qui est gardée d’abord (par exemple : 3, 7)"),
            key="merge-numbers",
            max_chars=60,
        )
        spots.under("numbers")
        if not st.form_submit_button(_("Demander aux auteurs")):
            return
        try:
            into, *parts = _numbers(typed) or [0]
            ask_merge(page.actor, slug, into, tuple(parts), page.now)
        except DomainError as error:
            spots.say(error)
            return
    succeed(SECTION, _("Les auteurs sont prévenus : les propositions seront réunies quand tous auront dit oui."))


def _named(one: Named, slug: str | None) -> str:
    waits = _("réponse attendue") if one.waits else _("d’accord")
    return f"{link(f'{one.number}. {one.title}', with_edition('/proposition', slug, numero=one.number))} ({text(waits)})"


def _show_open(merge: Merge, page: OpenPage) -> None:
    parts = ", ".join(_named(part, page.slug) for part in merge.parts)
    kept, gone = text(_("Gardée :")), text(_("À y réunir :"))
    show(f"<ul><li>{kept} {_named(merge.into, page.slug)}</li><li>{gone} {parts}</li></ul>")
    if st.button(_("Ne plus demander"), key=f"withdraw-merge-{merge.id}") and works(
        lambda: withdraw_merge(page.actor, merge.id, page.now)
    ):
        succeed(SECTION, _("La demande est retirée."))


def draw_merges(slug: str, page: OpenPage) -> None:
    """The section: the question to ask, and those that wait for answers."""
    show(f"<h2>{text(_('Réunir des propositions'))}</h2>")
    _ask(slug, page)
    for merge in list_open_merges(page.actor, slug):
        _show_open(merge, page)


def merged_here(slug: str, number: int, asked: str | None) -> str:
    """What was merged into a proposal, with links; nothing when nothing was."""
    merged = list_merged_into(slug, number)
    items = (link(f"{it.number}. {it.title}", with_edition("/proposition", asked, numero=it.number)) for it in merged)
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f"<h2>{text(_('Réunie avec'))}</h2><ul>{listed}</ul>" if listed else ""
