"""What a resident can do with a proposal of others: support, follow, comment, flag."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.project import MAX_SUMMARY
from budget_app.domain.proposal import ProposalState, ProposalView
from budget_app.services.call_rules import find_call_rules
from budget_app.services.comments import MAX_COMMENT, CommentView, list_comments, withdraw_comment, write_comment
from budget_app.services.flags import raise_flag
from budget_app.services.supports import Backing, find_backing, follow, give_support, take_support_back, unfollow
from budget_app.ui.desk.flow import show_success, succeed, works
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import link, show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def _sign_in(proposal: ProposalView, page: OpenPage) -> str:
    """Where a person without account is led, and comes back from."""
    back = with_edition("/proposition", page.slug, numero=proposal.number)
    way = link(_("Connectez-vous"), f"/sign-in?next={quote(back, safe='')}")
    return f"<p>{way} {text(_('pour soutenir, suivre, commenter ou signaler cette proposition.'))}</p>"


def _told(backing: Backing) -> str:
    if not backing.needed:
        return ""
    words = _("Soutiens : {number} sur les {needed} qu’il faut pour être soumise au vote.", number=backing.supports, needed=backing.needed)
    return f"<p>{text(words)}</p>"


def _buttons(proposal: ProposalView, backing: Backing, page: OpenPage) -> None:
    number, slug, now = proposal.number or 0, proposal.edition, page.now
    if backing.needed and proposal.author_id != page.actor.account_id:
        label = _("Retirer mon soutien") if backing.supported else _("Soutenir")
        act = take_support_back if backing.supported else give_support
        if st.button(label, key="support", type="primary") and works(lambda: act(page.actor, slug, number, now)):
            succeed("talk", _("Votre soutien est retiré.") if backing.supported else _("Votre soutien est compté."))
    if backing.followed:
        if st.button(_("Ne plus suivre"), key="follow") and works(lambda: unfollow(page.actor, slug, number)):
            succeed("talk", _("Vous ne suivez plus cette proposition."))
    elif st.button(_("Suivre"), key="follow") and works(lambda: follow(page.actor, slug, number, now)):
        succeed("talk", _("Vous suivez cette proposition : elle est dans votre espace."))


def _comment(comment: CommentView, language: str) -> str:
    waits = ""
    if comment.state is ProposalState.WAITING:
        waits = f'<p class="soft">{text(_("La mairie doit encore le lire : vous seul le voyez."))}</p>'
    who = f"{comment.author_name}, {format_moment(comment.written_at, language)}"
    return f'<li><p class="soft">{text(who)}</p><p class="typed">{text(comment.body)}</p>{waits}</li>'


def _write(proposal: ProposalView, page: OpenPage) -> None:
    with st.form("comment", enter_to_submit=False):
        body = st.text_area(_("Votre commentaire"), key="comment-body", max_chars=MAX_COMMENT)
        pressed = st.form_submit_button(_("Envoyer le commentaire"))
        if pressed and works(
            lambda: _keep(write_comment(page.actor, proposal.edition, proposal.number or 0, body, page.now))
        ):
            st.session_state.pop("comment-body", None)
            succeed("talk", _("Votre commentaire est arrivé."))


def _keep(_known: int) -> None:
    """The number of what was written is of no use here."""


def _take_back(comments: tuple[CommentView, ...], page: OpenPage) -> None:
    for comment in comments:
        known, label = comment.id, _("Retirer mon commentaire : {words}", words=comment.body[:40])
        pressed = comment.mine and st.button(label, key=f"withdraw-{known}")
        if pressed and works(lambda known=known: withdraw_comment(page.actor, known)):  # type: ignore[misc]
            succeed("talk", _("Votre commentaire est retiré."))


def _flag(proposal: ProposalView, comments: tuple[CommentView, ...], page: OpenPage) -> None:
    things: dict[int | None, str] = {None: _("La proposition")}
    things |= {item.id: f"{item.author_name} : {item.body[:60]}" for item in comments if not item.mine}
    with st.expander(_("Signaler à la mairie")), st.form("flag", enter_to_submit=False):
        options = list(things)
        what = st.selectbox(_("Quoi ?"), options, format_func=lambda known: things[known], key="flag-what")
        reason = st.text_area(_("Pourquoi ?"), key="flag-reason", max_chars=MAX_SUMMARY)
        pressed = st.form_submit_button(_("Envoyer le signalement"))
        if pressed and works(
            lambda: raise_flag(page.actor, proposal.edition, proposal.number or 0, reason, page.now, what)
        ):
            succeed("talk", _("La mairie va regarder. Merci."))


def draw_talk(proposal: ProposalView, page: OpenPage) -> None:
    """The section; only for a published proposal."""
    number, signed_in = proposal.number or 0, page.actor.account_id is not None
    backing = find_backing(page.actor, proposal.edition, number)
    show_success("talk")
    intro = _told(backing) + ("" if signed_in else _sign_in(proposal, page))
    if intro:
        show(intro)
    if signed_in:
        _buttons(proposal, backing, page)
    comments: tuple[CommentView, ...] = ()
    if find_call_rules(proposal.edition).comments:
        comments = list_comments(page.actor, proposal.edition, number)
        listed = "".join(_comment(comment, page.language) for comment in comments)
        said = f'<ul class="comments">{listed}</ul>' if listed else f"<p>{text(_('Pas encore de commentaire.'))}</p>"
        show(f"<h2>{text(_('Commentaires'))}</h2>{said}")
        if signed_in:
            _write(proposal, page)
            _take_back(comments, page)
    if signed_in:
        _flag(proposal, comments, page)
