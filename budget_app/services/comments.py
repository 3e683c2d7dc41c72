"""Comments on proposals: written by residents, read by everyone once they may, moderated as proposals are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from budget_app.domain.call_rules import Moderation, read_call_rules
from budget_app.domain.errors import ConflictError, NotAllowedError, NotFoundError
from budget_app.domain.project import MAX_SUMMARY
from budget_app.domain.proposal import ProposalState
from budget_app.domain.roles import Action
from budget_app.domain.texts import check_text
from budget_app.domain.word_check import find_words
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.editions import load_edition
from budget_app.services.supports import load_published, require_account
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.proposals import CommentRow, ProposalRow

MAX_COMMENT = 2000
COMMENTS_A_DAY = 20
LISTED = 50


@dataclass(frozen=True)
class CommentView:
    """A comment; ``words`` of the town's list stand in it, for moderators only."""

    id: int
    proposal: int
    author_name: str
    body: str
    state: ProposalState
    written_at: datetime
    mine: bool
    words: tuple[str, ...] = ()


def write_comment(actor: Actor, slug: str, number: int, body: str, now: datetime) -> int:
    """Adds a comment to a published proposal and gives its id.

    Raises NotAllowedError ``sign-in-first``, ConflictError ``comments-closed``, ``comments-too-many`` (20 a day),
    InvalidInputError ``field-empty``, ``field-too-long``, NotFoundError.
    """
    account_id, said = require_account(actor), check_text(body, "comment", MAX_COMMENT)
    with write_session() as session:
        rules = read_call_rules(load_edition(session, slug).call_rules)
        if not rules.comments:
            raise ConflictError("comments-closed")
        row, account = load_published(session, slug, number), session.get(AccountRow, account_id)
        since = now - timedelta(days=1)
        recent = select(func.count()).where(CommentRow.account_id == account_id, CommentRow.written_at > since)
        if session.exec(recent).one() >= COMMENTS_A_DAY:
            raise ConflictError("comments-too-many", limit=COMMENTS_A_DAY)
        waits = rules.moderation is Moderation.BEFORE
        comment = CommentRow(
            proposal_id=row.id or 0,
            account_id=account_id,
            author_name=account.name if account else "",
            body=said,
            state=ProposalState.WAITING if waits else ProposalState.PUBLISHED,
            written_at=now,
        )
        session.add(comment)
        session.flush()
        return comment.id or 0


def withdraw_comment(actor: Actor, comment_id: int) -> None:
    """Takes one's own comment back; raises NotAllowedError ``sign-in-first``, NotFoundError for those of others."""
    account_id = require_account(actor)
    with write_session() as session:
        comment = session.get(CommentRow, comment_id)
        if comment is None or comment.account_id != account_id:
            raise NotFoundError("comment-unknown")
        comment.state = ProposalState.WITHDRAWN
        session.add(comment)


def _view(session: Session, row: CommentRow, actor: Actor, wanted: tuple[str, ...] = ()) -> CommentView:
    proposal = session.get(ProposalRow, row.proposal_id)
    return CommentView(
        row.id or 0,
        (proposal.number if proposal else None) or 0,
        row.author_name,
        row.body,
        ProposalState(row.state),
        row.written_at,
        row.account_id == actor.account_id,
        find_words(row.body, wanted),
    )


def list_comments(actor: Actor, slug: str, number: int) -> tuple[CommentView, ...]:
    """The published comments of a published proposal, and one's own that wait, the oldest first.

    Raises NotFoundError.
    """
    with read_session() as session:
        row = load_published(session, slug, number)
        shown: ColumnElement[bool] = col(CommentRow.state) == ProposalState.PUBLISHED
        if actor.account_id is not None:
            own = (col(CommentRow.account_id) == actor.account_id) & (col(CommentRow.state) == ProposalState.WAITING)
            shown = or_(shown, own)
        listed = select(CommentRow).where(CommentRow.proposal_id == row.id, shown).order_by(col(CommentRow.id))
        return tuple(_view(session, comment, actor) for comment in session.exec(listed))


def comment_queue(actor: Actor, slug: str) -> tuple[CommentView, ...]:
    """The first 50 comments that wait, the oldest first; raises NotAllowedError, NotFoundError."""
    require_action(actor, Action.MODERATE)
    with read_session() as session:
        edition = load_edition(session, slug)
        wanted = read_call_rules(edition.call_rules).words_to_check
        waiting = (
            select(CommentRow)
            .join(ProposalRow, col(ProposalRow.id) == CommentRow.proposal_id)
            .where(ProposalRow.edition_id == edition.id, CommentRow.state == ProposalState.WAITING)
            .order_by(col(CommentRow.id))
            .limit(LISTED)
        )
        return tuple(_view(session, comment, actor, wanted) for comment in session.exec(waiting))


def _load_to_moderate(session: Session, actor: Actor, slug: str, comment_id: int) -> CommentRow:
    """The comment of this edition; raises NotFoundError, NotAllowedError ``moderation-own``, ``moderation-state``."""
    edition, comment = load_edition(session, slug), session.get(CommentRow, comment_id)
    proposal = session.get(ProposalRow, comment.proposal_id) if comment else None
    if comment is None or proposal is None or proposal.edition_id != edition.id:
        raise NotFoundError("comment-unknown")
    if comment.account_id == actor.account_id:
        raise NotAllowedError("moderation-own")
    if comment.state not in (ProposalState.WAITING, ProposalState.PUBLISHED):
        raise ConflictError("moderation-state")
    return comment


def publish_comment(actor: Actor, slug: str, comment_id: int, now: datetime) -> None:
    """Lets everyone read a comment; raises as :func:`hide_comment`."""
    require_action(actor, Action.MODERATE)
    with write_session() as session:
        comment = _load_to_moderate(session, actor, slug, comment_id)
        comment.state = ProposalState.PUBLISHED
        session.add(comment)
        note_action(session, actor, "publish-comment", f"comment/{comment_id}", now)


def hide_comment(actor: Actor, slug: str, comment_id: int, reason: str, now: datetime) -> None:
    """Takes a comment out of sight, for a reason that is kept.

    Raises NotAllowedError, NotFoundError ``comment-unknown``, ConflictError ``moderation-state``, InvalidInputError.
    """
    require_action(actor, Action.MODERATE)
    why = check_text(reason, "reason", MAX_SUMMARY)
    with write_session() as session:
        comment = _load_to_moderate(session, actor, slug, comment_id)
        comment.state, comment.hidden_reason = ProposalState.HIDDEN, why
        session.add(comment)
        note_action(session, actor, "hide-comment", f"comment/{comment_id}", now)
