"""Proposals of the call: search, filters, cards, map. What is looked for stands in the address."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import Edition
from budget_app.domain.proposal_search import Found, Order, Wanted, parse_near
from budget_app.services.call_rules import find_call_rules
from budget_app.services.projects import list_districts
from budget_app.services.proposal_lists import proposal_places, search_proposals
from budget_app.ui.cards import proposal_cards
from budget_app.ui.edition_view import with_edition
from budget_app.ui.filters import one_of
from budget_app.ui.html import action, link, show, text
from budget_app.ui.map import proposals_map
from budget_app.ui.opener import OpenPage, open_page, stop_with
from budget_app.ui.words import _


def _order_name(order: Order) -> str:
    return {
        Order.DAY: _("Chacune son tour"),
        Order.NEWEST: _("Les plus récentes"),
        Order.SUPPORTED: _("Les plus soutenues"),
        Order.CHEAPEST: _("Coût croissant"),
    }[order]


def _page_number() -> int:
    asked = st.query_params.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _filters(found: Found, *, supports: bool) -> Wanted:
    words, category, district, order = st.columns(4)
    orders = [order for order in Order if supports or order is not Order.SUPPORTED]
    with words:
        said = st.text_input(_("Chercher un mot"), key="mots", max_chars=80, bind="query-params")
    with category:
        kind = one_of(_("Catégorie"), _("Toutes"), found.categories, "categorie")
    with district:
        where = one_of(_("Quartier"), _("Tous"), found.districts, "quartier")
    with order:
        chosen = st.selectbox(_("Trier par"), orders, format_func=_order_name, key="ordre", bind="query-params")
    near = parse_near(st.query_params.get("autour", ""))
    return Wanted(said, kind, where, chosen or Order.DAY, _page_number(), near)


def _pages(found: Found, page: OpenPage) -> str:
    """Links to the page before and the page after; the filters stay."""
    if found.pages == 1:
        return ""
    kept = {name: value for name, value in st.query_params.items() if name not in ("page", "edition")}
    links = [text(_("Page {page} sur {pages}", page=found.page, pages=found.pages))]
    if found.page > 1:
        links.insert(0, link(_("Page précédente"), with_edition("/propositions", page.slug, **kept, page=found.page - 1)))
    if found.page < found.pages:
        links.append(link(_("Page suivante"), with_edition("/propositions", page.slug, **kept, page=found.page + 1)))
    return f'<nav class="pages" aria-label="{text(_("Pages"))}">{" ".join(links)}</nav>'


def _propose(edition: Edition, page: OpenPage) -> str:
    is_open = edition.takes_proposals_at(page.now)
    return action(_("Proposer un projet"), with_edition("/proposer", page.slug)) if is_open else ""


def _show_map(edition: Edition, wanted: Wanted, page: OpenPage) -> None:
    empty = f'<div class="empty"><p>{text(_("Ces propositions n’ont pas de lieu sur la carte."))}</p></div>'
    show(proposals_map(proposal_places(edition.slug, wanted), list_districts(edition.slug), page.slug) or empty)


def main() -> None:
    """Draws the page."""
    page = open_page(_("Les propositions"))
    edition = page.edition()
    everything = search_proposals(edition.slug, Wanted(), page.now)
    main_action = _propose(edition, page)
    if not everything.total:
        stop_with(
            _("Aucune proposition pour le moment."),
            _("Les propositions des habitants paraîtront ici, une fois lues par la mairie."),
            main_action,
        )
    if main_action:
        show(main_action)
    supports = find_call_rules(edition.slug).supports_needed > 0
    wanted = _filters(everything, supports=supports)
    found = search_proposals(edition.slug, wanted, page.now)
    count = _("Propositions trouvées : {number} sur {total}", number=found.total, total=everything.total)
    near = ""
    if wanted.near is not None:
        all_around = link(_("Ne plus trier par distance"), with_edition("/propositions", page.slug))
        near = f"<p>{text(_('Les plus proches du point choisi d’abord.'))} {all_around}</p>"
    show(f'<div role="status"><h2 class="count">{text(count)}</h2></div>{near}')
    as_list, as_map = st.tabs([_("Liste"), _("Carte")])
    with as_list:
        if found.cards:
            show(proposal_cards(found.cards, page.slug, supports=supports) + _pages(found, page))
        else:
            show(f'<div class="empty"><p>{text(_("Aucune proposition ne correspond. Enlevez un filtre."))}</p></div>')
    with as_map:
        _show_map(edition, wanted, page)
    show(f"<p>{link(_('Suivre les nouvelles propositions (fil Atom)'), f'/propositions/{edition.slug}.atom')}</p>")


main()
