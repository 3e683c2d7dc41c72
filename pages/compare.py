"""Proposals side by side: up to four, by the numbers in the address, and a search to add one."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.proposal import ProposalView
from budget_app.domain.proposal_search import MOST_COMPARED, Order, Wanted, parse_compared
from budget_app.services.proposal_lists import search_proposals
from budget_app.services.proposals import find_proposal
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import link, show, text
from budget_app.ui.opener import OpenPage, open_page
from budget_app.ui.proposals.compared import side_by_side
from budget_app.ui.words import _

_OFFERED = 8


def _address(page: OpenPage, numbers: list[int]) -> str:
    return with_edition("/comparer", page.slug, n=",".join(map(str, numbers)))


def _chosen(slug: str, page: OpenPage) -> list[ProposalView]:
    """The proposals of the address that this person may read, in its order."""
    asked = parse_compared(st.query_params.get("n", ""))
    found = [find_proposal(page.actor, slug, number) for number in asked]
    missing = [str(number) for number, proposal in zip(asked, found, strict=True) if proposal is None]
    if missing:
        said = _("Ces propositions n’existent pas, ou ne sont pas publiques : {numbers}.", numbers=", ".join(missing))
        show(f'<p class="elsewhere" role="status">{text(said)}</p>')
    return [proposal for proposal in found if proposal is not None]


def _offer(slug: str, numbers: list[int], page: OpenPage) -> None:
    """A search whose results are links that add one."""
    if len(numbers) >= MOST_COMPARED:
        said = _("Quatre propositions sont comparées, et c’est le plus : enlevez-en une pour en ajouter une autre.")
        show(f"<p>{text(said)}</p>")
        return
    words = st.text_input(_("Chercher une proposition à ajouter"), key="compare-words", max_chars=100)
    found = search_proposals(slug, Wanted(words=words, order=Order.NEWEST), page.now)
    others = [card for card in found.cards if card.number not in numbers][:_OFFERED]
    if not others:
        show(f'<p role="status">{text(_("Aucune autre proposition ne correspond."))}</p>')
        return
    items = (link(f"{card.number}. {card.title}", _address(page, [*numbers, card.number])) for card in others)
    show(f'<ul class="ways">{"".join(f"<li>{item}</li>" for item in items)}</ul>')


def main() -> None:
    """Draws the page."""
    page = open_page(_("Comparer des propositions"))
    slug = page.edition().slug
    chosen = _chosen(slug, page)
    numbers = [proposal.number or 0 for proposal in chosen]
    if chosen:
        without = {number: _address(page, [each for each in numbers if each != number]) for number in numbers}
        show(side_by_side(chosen, without, page))
    _offer(slug, numbers, page)
    show(f"<p>{link(_('Toutes les propositions'), with_edition('/propositions', page.slug))}</p>")


main()
