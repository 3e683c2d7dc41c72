"""Proposals side by side: a table with a column for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from budget_app.domain.proposal import ProposalState, ProposalView
from budget_app.services.call_rules import find_call_rules
from budget_app.services.supports import find_backing
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import Markup, link, table, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.proposals.content import known, state_name
from budget_app.ui.words import _


def _typed(said: str) -> Markup:
    return Markup(f'<span class="typed">{text(said)}</span>')


def _supports(proposal: ProposalView, page: OpenPage) -> object:
    if proposal.state is not ProposalState.PUBLISHED:
        return "–"
    return find_backing(page.actor, proposal.edition, proposal.number or 0).supports


def side_by_side(proposals: Sequence[ProposalView], without: Mapping[int, str], page: OpenPage) -> str:
    """The table; ``without`` gives by number the address that leaves a proposal out."""
    columns = [dict(known(proposal, page.language)) for proposal in proposals]
    rows: list[tuple[object, ...]] = [(_("Résumé"), *(_typed(each.content.summary) for each in proposals))]
    rows += [(name, *(column[name] or "–" for column in columns)) for name in columns[0] if any(c[name] for c in columns)]
    if find_call_rules(proposals[0].edition).supports_needed:
        rows.append((_("Soutiens"), *(_supports(each, page) for each in proposals)))
    rows.append((_("État"), *(state_name(each.state) for each in proposals)))
    rows.append((_("Description"), *(_typed(each.content.description) for each in proposals)))
    leave = (link(_("Enlever le n° {number}", number=each.number), without[each.number or 0]) for each in proposals)
    rows.append((_("Changer"), *leave))
    header = [
        link(f"{each.number}. {each.content.title}", with_edition("/proposition", page.slug, numero=each.number))
        for each in proposals
    ]
    return table(_("Propositions comparées"), (_("Ce qui est dit"), *header), rows, style="plain compared")
