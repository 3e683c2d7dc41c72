"""Sections of the moderators' page: comments that wait, and what residents flagged."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.project import MAX_SUMMARY
from budget_app.services.comments import CommentView, comment_queue, hide_comment, publish_comment
from budget_app.services.flags import FlagView, list_flags, settle_flag
from budget_app.ui.desk.flow import succeed, works
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import link, show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _

SECTION = "moderation"


def _proposal(number: int, page: OpenPage) -> str:
    return link(_("proposition n° {number}", number=number), with_edition("/proposition", page.slug, numero=number))


def _ask_hiding(slug: str, comment_id: int, page: OpenPage) -> None:
    with st.form(f"hide-comment-{comment_id}", enter_to_submit=False):
        reason = st.text_area(
            _("Pour le masquer, dites pourquoi"), key=f"comment-reason-{comment_id}", max_chars=MAX_SUMMARY
        )
        pressed = st.form_submit_button(_("Masquer le commentaire"))
        if pressed and works(lambda: hide_comment(page.actor, slug, comment_id, reason, page.now)):
            succeed(SECTION, _("Le commentaire est masqué."))


def _show_comment(comment: CommentView, slug: str, page: OpenPage) -> None:
    words = ""
    if comment.words:
        said = _("Mots de la liste à vérifier : {words}", words=", ".join(comment.words))
        words = f'<p class="simulation">{text(said)}</p>'
    who = f"{comment.author_name}, {format_moment(comment.written_at, page.language)}, "
    about = f'<p class="soft">{text(who)}{_proposal(comment.proposal, page)}</p>'
    show(f'{about}{words}<p class="typed">{text(comment.body)}</p>')
    if st.button(_("Publier le commentaire"), key=f"publish-comment-{comment.id}") and works(
        lambda: publish_comment(page.actor, slug, comment.id, page.now)
    ):
        succeed(SECTION, _("Le commentaire est publié."))
    _ask_hiding(slug, comment.id, page)


def draw_comments(slug: str, page: OpenPage) -> None:
    """The oldest comment that waits, and how many more there are; nothing when there is none."""
    waiting = comment_queue(page.actor, slug)
    if not waiting:
        return
    show(f"<h2>{text(_('Commentaires à lire : {number}', number=len(waiting)))}</h2>")
    _show_comment(waiting[0], slug, page)


def _show_flag(flag: FlagView, slug: str, page: OpenPage) -> None:
    about = f'<p class="soft">{format_moment(flag.raised_at, page.language)}, {_proposal(flag.proposal, page)}</p>'
    quoted = f'<blockquote class="typed">{text(flag.comment or flag.title)}</blockquote>'
    show(f"{about}{quoted}<p>{text(_('Raison donnée :'))} {text(flag.reason)}</p>")
    if st.button(_("Vu : rien d’autre à faire"), key=f"settle-{flag.id}") and works(
        lambda: settle_flag(page.actor, slug, flag.id, page.now)
    ):
        succeed(SECTION, _("Le signalement est réglé."))
    if flag.comment_id is not None:
        _ask_hiding(slug, flag.comment_id, page)


def draw_flags(slug: str, page: OpenPage) -> None:
    """The oldest flag, and how many more there are; nothing when there is none."""
    waiting = list_flags(page.actor, slug)
    if not waiting:
        return
    show(f"<h2>{text(_('Signalements à regarder : {number}', number=len(waiting)))}</h2>")
    _show_flag(waiting[0], slug, page)
