"""The moderators' page: one proposal to read at a time, the others waiting below, and what was hidden."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.project import MAX_SUMMARY
from budget_app.domain.proposal import ProposalState, ProposalView
from budget_app.domain.roles import Action
from budget_app.services.moderation import Waiting, hide, list_hidden, moderation_queue, publish, show_again
from budget_app.ui.desk.flow import show_success, succeed, works
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import link, show, table, text
from budget_app.ui.merges import draw_merges
from budget_app.ui.moderation import SECTION, draw_comments, draw_flags
from budget_app.ui.opener import OpenPage, open_page, stop_unless
from budget_app.ui.proposals.content import author_of, shown, state_name
from budget_app.ui.words import _


def _name(proposal: ProposalView) -> str:
    return f"{proposal.number}. {proposal.content.title}"


def _read(waiting: Waiting, page: OpenPage) -> str:
    """The proposal to read now, with the words to look at."""
    proposal = waiting.proposal
    words = ""
    if waiting.words:
        said = _("Mots de la liste à vérifier : {words}", words=", ".join(waiting.words))
        words = f'<p class="simulation">{text(said)}</p>'
    state = f'<p><span class="tag">{text(state_name(proposal.state))}</span></p>'
    return f"<h2>{text(_name(proposal))}</h2>{state}{words}{shown(proposal, page.language)}"


def _act(slug: str, proposal: ProposalView, page: OpenPage) -> None:
    number = proposal.number or 0
    seen = proposal.state is ProposalState.PUBLISHED
    label = _("Rien à redire") if seen else _("Publier")
    if st.button(label, key=f"publish-{number}", type="primary") and works(
        lambda: publish(page.actor, slug, number, page.now)
    ):
        succeed(SECTION, _("La proposition n° {number} est publiée.", number=number))
    with st.form(f"hide-{number}", enter_to_submit=False):
        reason = st.text_area(
            _("Pour la masquer, dites pourquoi : son auteur lira cette raison"), key=f"reason-{number}", max_chars=MAX_SUMMARY
        )
        pressed = st.form_submit_button(_("Masquer"))
        if pressed and works(lambda: hide(page.actor, slug, number, reason, page.now)):
            succeed(SECTION, _("La proposition n° {number} est masquée, et son auteur prévenu.", number=number))


def _others(queue: tuple[Waiting, ...], page: OpenPage) -> str:
    rows = [
        (
            link(_name(item.proposal), with_edition("/moderation", page.slug, numero=item.proposal.number)),
            author_of(item.proposal),
            format_moment(item.proposal.changed_at, page.language),
            ", ".join(item.words),
        )
        for item in queue
    ]
    header = (_("Proposition"), _("De"), _("Envoyée le"), _("Mots à vérifier"))
    return table(_("À lire ensuite, la plus ancienne d’abord"), header, rows)


def _hidden(slug: str, page: OpenPage) -> None:
    """What was hidden, each of which can be shown again."""
    hidden = list_hidden(page.actor, slug)
    if not hidden:
        return
    show(f"<h2>{text(_('Propositions masquées'))}</h2>")
    for proposal in hidden:
        with st.expander(_name(proposal)):
            show(f"<p>{text(proposal.hidden_reason)}</p>{shown(proposal, page.language)}")
            number = proposal.number or 0
            if st.button(_("Montrer de nouveau"), key=f"show-{number}") and works(
                lambda number=number: show_again(page.actor, slug, number, page.now)  # type: ignore[misc]
            ):
                succeed(SECTION, _("La proposition n° {number} est publiée.", number=number))


def _chosen(queue: tuple[Waiting, ...]) -> Waiting:
    """The proposal of ``?numero=`` when it waits, else the oldest."""
    asked = st.query_params.get("numero", "")
    return next((item for item in queue if str(item.proposal.number) == asked), queue[0])


def main() -> None:
    """Draws the page."""
    page = open_page(_("Modération"))
    stop_unless(page, Action.MODERATE)
    slug = page.edition().slug
    show_success(SECTION)
    queue = moderation_queue(page.actor, slug)
    if queue:
        waiting = _chosen(queue)
        show(_read(waiting, page))
        _act(slug, waiting.proposal, page)
        others = tuple(item for item in queue if item is not waiting)
        if others:
            show(_others(others, page))
    else:
        show(f'<div class="empty"><h2>{text(_("Tout est lu."))}</h2><p>{text(_("Les nouvelles propositions viendront ici."))}</p></div>')
    draw_flags(slug, page)
    draw_comments(slug, page)
    draw_merges(slug, page)
    _hidden(slug, page)


main()
