"""The list of decisions and its filters."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from budget_app.domain.decision_register import Entry, Register
from budget_app.domain.money import format_money
from budget_app.domain.proposal import fold
from budget_app.domain.review import Verdict
from budget_app.locale.decisions import decision_name, title_of
from budget_app.ui.edition_view import with_edition
from budget_app.ui.filters import one_of
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _, language

ON_A_PAGE = 60


def verdict_words(entry: Entry) -> str:
    """What holds for the proposal, in a word or two."""
    if entry.appeal_open:
        return _("Refusée, recours en cours")
    admitted = entry.in_force.verdict is Verdict.ADMITTED
    if entry.final is not None:
        return _("Admise après recours") if admitted else _("Refusée après recours")
    return _("Admise") if admitted else _("Refusée")


def proposal_name(entry: Entry) -> str:
    """Number and title of the proposal."""
    return _("Proposition n° {number} : {title}", number=entry.proposal, title=title_of(entry.title, language()))


def _card(entry: Entry, slug: str | None) -> str:
    decision = entry.in_force
    address = text(with_edition("/decisions", slug, numero=entry.proposal))
    about = " · ".join(part for part in (decision_name(decision, language()), entry.district, entry.category) if part)
    failed = ", ".join(reason.name for reason in decision.failed)
    why = f"<p>{text(_('Non rempli : {criteria}', criteria=failed))}</p>" if failed else ""
    cost = format_money(decision.cost.investment, language())
    return (
        f'<li><div class="body"><p><span class="tag">{text(verdict_words(entry))}</span></p>'
        f'<h3><a href="{address}" target="_self">{text(proposal_name(entry))}</a></h3>'
        f'<p class="soft">{text(about)}</p>{why}<p class="cost">{text(cost)}</p></div></li>'
    )


def _criterion_of(register: Register) -> str:
    """The code of the criterion that refusals are asked for; empty for all."""
    names = {criterion.name: criterion.code for criterion in register.criteria}
    return names.get(one_of(_("Critère non rempli"), _("Tous"), names, "critere"), "")


def ask_filters(register: Register) -> tuple[Entry, ...]:
    """The entries that are asked for."""
    words, verdict, category, criterion = st.columns(4)
    with words:
        wanted = fold(st.text_input(_("Chercher un mot"), key="mots", max_chars=80, bind="query-params")).split()
    with verdict:
        said = one_of(_("Décision"), _("Toutes"), map(verdict_words, register.entries), "decision")
    with category:
        kind = one_of(_("Catégorie"), _("Toutes"), (entry.category for entry in register.entries), "categorie")
    with criterion:
        code = _criterion_of(register)
    return tuple(
        entry
        for entry in register.entries
        if said in ("", verdict_words(entry))
        and kind in ("", entry.category)
        and (not code or any(reason.code == code for reason in entry.in_force.failed))
        and all(word in fold(f"{entry.proposal} {entry.title} {entry.district}") for word in wanted)
    )


def _on_page(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Those of the page asked for, where there is more than one."""
    pages = -(-len(entries) // ON_A_PAGE)
    if pages <= 1:
        return entries
    number = st.selectbox(_("Page"), range(1, pages + 1), key=f"page-of-{pages}")
    return entries[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]


def draw_list(register: Register, page: OpenPage) -> None:
    """Filters, how many they leave, and those."""
    kept = ask_filters(register)
    count = _("Décisions affichées : {number} sur {total}", number=len(kept), total=len(register.entries))
    show(f'<div role="status"><h2 class="count">{text(count)}</h2></div>')
    if not kept:
        show(f'<div class="empty"><p>{text(_("Aucune décision ne correspond. Enlevez un filtre."))}</p></div>')
        return
    listed = "".join(_card(entry, page.slug) for entry in _on_page(kept))
    show(f'<ul class="cards" aria-label="{text(_("Décisions"))}">{listed}</ul>')
