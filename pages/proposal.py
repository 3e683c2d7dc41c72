"""One proposal, at its own address: what it says, where it is, what changed."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.proposal import ProposalState, ProposalView
from budget_app.domain.proposal_search import Pin
from budget_app.services.decision_register import find_entry
from budget_app.services.projects import list_districts
from budget_app.services.proposals import find_proposal, list_versions
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import action, link, show, text
from budget_app.ui.map import proposals_map
from budget_app.ui.merges import merged_here
from budget_app.ui.opener import OpenPage, head, open_page, stop_with
from budget_app.ui.proposals.content import shown, standing
from budget_app.ui.proposals.talk import draw_talk
from budget_app.ui.proposals.versions import versions
from budget_app.ui.words import _


def _find(page: OpenPage) -> ProposalView | None:
    """The proposal of ``?numero=``, if this person may read it."""
    edition = page.find_edition()
    asked = st.query_params.get("numero", "")
    if edition is None or not (asked.isascii() and asked.isdigit() and 0 < len(asked) < 9):
        return None
    return find_proposal(page.actor, edition.slug, int(asked))


def _decision(proposal: ProposalView, page: OpenPage) -> str:
    """A link to the decision, once it is public."""
    if find_entry(proposal.edition, proposal.number or 0, page.now) is None:
        return ""
    address = with_edition("/decisions", page.slug, numero=proposal.number)
    return f"<p>{link(_('La décision du comité, et ses raisons'), address)}</p>"


def _place(proposal: ProposalView, page: OpenPage) -> str:
    content = proposal.content
    if content.latitude is None or content.longitude is None:
        return ""
    pin = Pin(proposal.number or 0, content.title, content.latitude, content.longitude)
    drawn = proposals_map((pin,), list_districts(proposal.edition), page.slug)
    return f"<h2>{text(_('Sur la carte'))}</h2>{drawn}"


def main() -> None:
    """Draws the page."""
    page = open_page()
    proposal = _find(page)
    head(f"{proposal.number}. {proposal.content.title}" if proposal else _("Proposition"))
    page.edition()
    everything = with_edition("/propositions", page.slug)
    if proposal is None:
        stop_with(
            _("Cette proposition n’existe pas, ou n’est pas publique."),
            _("Le lien est peut-être incomplet. Retrouvez la proposition dans la liste."),
            action(_("Toutes les propositions"), everything),
        )
    beside = with_edition("/comparer", page.slug, n=proposal.number)
    back = f"<p>{link(_('Toutes les propositions'), everything)} · {link(_('Comparer avec une autre'), beside)}</p>"
    decided = _decision(proposal, page) if proposal.state is ProposalState.PUBLISHED else ""
    show(f"{back}{standing(proposal, page.slug)}{decided}{shown(proposal, page.language)}")
    sent = list_versions(page.actor, proposal.edition, proposal.number or 0)
    merged = merged_here(proposal.edition, proposal.number or 0, page.slug)
    more = merged + _place(proposal, page) + versions(sent)
    if more:
        show(more)
    if proposal.state is ProposalState.PUBLISHED:
        draw_talk(proposal, page)


main()
