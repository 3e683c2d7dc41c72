"""Flags: what residents ask moderators to look at, a proposal or one comment on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from budget_app.domain.errors import ConflictError, NotFoundError
from budget_app.domain.project import MAX_SUMMARY
from budget_app.domain.proposal import ProposalState
from budget_app.domain.roles import Action
from budget_app.domain.texts import check_text
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.editions import load_edition
from budget_app.services.supports import load_published, require_account
from budget_app.storage.database import read_session, write_session
from budget_app.storage.proposals import CommentRow, FlagRow, ProposalRow

FLAGS_A_DAY = 10
LISTED = 50


@dataclass(frozen=True)
class FlagView:
    """A flag that waits: on a proposal, or on the comment whose text is given."""

    id: int
    proposal: int
    title: str
    comment_id: int | None
    comment: str
    reason: str
    raised_at: datetime


def _check_comment(session: Session, proposal: ProposalRow, comment_id: int | None) -> None:
    comment = session.get(CommentRow, comment_id) if comment_id is not None else None
    if comment_id is None:
        return
    if comment is None or comment.proposal_id != proposal.id or comment.state != ProposalState.PUBLISHED:
        raise NotFoundError("comment-unknown")


def raise_flag(actor: Actor, slug: str, number: int, reason: str, now: datetime, comment_id: int | None = None) -> None:
    """Asks the moderators to look; once a person and thing, ten times a day.

    Raises NotAllowedError ``sign-in-first``, ConflictError ``flag-twice``, ``flags-too-many``, InvalidInputError,
    NotFoundError.
    """
    account, why = require_account(actor), check_text(reason, "reason", MAX_SUMMARY)
    with write_session() as session:
        row = load_published(session, slug, number)
        _check_comment(session, row, comment_id)
        same = select(FlagRow.id).where(
            FlagRow.proposal_id == row.id,
            FlagRow.account_id == account,
            col(FlagRow.comment_id).is_(None) if comment_id is None else FlagRow.comment_id == comment_id,
        )
        if session.exec(same).first() is not None:
            raise ConflictError("flag-twice")
        since = now - timedelta(days=1)
        recent = select(func.count()).where(FlagRow.account_id == account, FlagRow.raised_at > since)
        if session.exec(recent).one() >= FLAGS_A_DAY:
            raise ConflictError("flags-too-many", limit=FLAGS_A_DAY)
        flag = FlagRow(proposal_id=row.id or 0, comment_id=comment_id, account_id=account, reason=why, raised_at=now)
        session.add(flag)


def list_flags(actor: Actor, slug: str) -> tuple[FlagView, ...]:
    """The first 50 flags that wait, the oldest first; raises NotAllowedError, NotFoundError."""
    require_action(actor, Action.MODERATE)
    with read_session() as session:
        edition = load_edition(session, slug)
        waiting = (
            select(FlagRow, ProposalRow)
            .join(ProposalRow, col(ProposalRow.id) == FlagRow.proposal_id)
            .where(ProposalRow.edition_id == edition.id, col(FlagRow.settled_at).is_(None))
            .order_by(col(FlagRow.id))
            .limit(LISTED)
        )
        return tuple(_view(session, flag, proposal) for flag, proposal in session.exec(waiting))


def _view(session: Session, flag: FlagRow, proposal: ProposalRow) -> FlagView:
    comment = session.get(CommentRow, flag.comment_id) if flag.comment_id else None
    return FlagView(
        flag.id or 0,
        proposal.number or 0,
        proposal.title,
        flag.comment_id,
        comment.body if comment else "",
        flag.reason,
        flag.raised_at,
    )


def settle_flag(actor: Actor, slug: str, flag_id: int, now: datetime) -> None:
    """Says that a flag was looked at; a second time changes nothing. Raises NotAllowedError, NotFoundError."""
    require_action(actor, Action.MODERATE)
    with write_session() as session:
        edition, flag = load_edition(session, slug), session.get(FlagRow, flag_id)
        proposal = session.get(ProposalRow, flag.proposal_id) if flag else None
        if flag is None or proposal is None or proposal.edition_id != edition.id:
            raise NotFoundError("flag-unknown")
        if flag.settled_at is None:
            flag.settled_at, flag.settled_by = now, actor.account_id
            session.add(flag)
            note_action(session, actor, "settle-flag", f"flag/{flag_id}", now)
