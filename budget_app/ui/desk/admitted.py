"""From the admitted proposals to the ballot list."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.decision_register import Entry
from budget_app.domain.edition import Edition
from budget_app.domain.money import format_money
from budget_app.services.ballot_transfer import Transfer, preview_admitted, take_admitted
from budget_app.ui.desk.flow import attempt, show_success, succeed
from budget_app.ui.html import show, table, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _, refusal_of


def _names(entries: tuple[Entry, ...]) -> str:
    return ", ".join(f"{entry.proposal}. {entry.title}" for entry in entries)


def _listed(transfer: Transfer, page: OpenPage) -> str:
    """The admitted proposals in the drawn order."""
    header = (_("Ordre tiré"), _("Proposition"), _("Quartier"), _("Coût décidé"), _("Numéro au vote"))
    rows = [
        (
            place,
            f"{entry.proposal}. {entry.title}",
            entry.district,
            format_money(entry.in_force.cost.investment, page.language),
            transfer.on_list.get(entry.proposal, "–"),
        )
        for place, entry in enumerate(transfer.admitted, start=1)
    ]
    return table(_("Propositions admises"), header, rows, numbers=(3, 4))


def _told(transfer: Transfer, page: OpenPage) -> str:
    """What there is to take, and what stays out."""
    told = _listed(transfer, page) if transfer.admitted else ""
    if transfer.unsupported:
        names = _names(transfer.unsupported)
        told += f"<p>{text(_('Admises, mais sans assez de soutiens pour aller au vote : {names}.', names=names))}</p>"
    return told


def draw(edition: Edition, page: OpenPage) -> None:
    """The section: what keeps the transfer waiting, or the list and its button."""
    show_success("admitted")
    transfer = preview_admitted(page.actor, edition.slug, page.now)
    how = _("Chaque proposition admise devient un projet, au coût décidé. L’ordre est tiré au sort à partir d’une graine publiée avec les décisions. Ces projets ne se changent plus.")
    show(f"<p>{text(how)}</p>{_told(transfer, page)}")
    if transfer.obstacles:
        items = "".join(
            f"<li>{text(refusal_of(one.code, numbers=', '.join(map(str, one.numbers))))}</li>" for one in transfer.obstacles
        )
        show(f'<ul class="todo">{items}</ul>')
        return
    if not st.button(_("Reprendre les propositions admises"), key="take-admitted", type="primary"):
        return
    taken = attempt(lambda: take_admitted(page.actor, edition.slug, page.now))
    if taken is not None:
        counted = {"total": taken.total, "added": taken.added, "removed": taken.removed}
        succeed("admitted", _("La liste de vote a {total} projets venus de propositions : {added} ajoutés, {removed} retirés.", **counted))
