"""Conflicts of interest: a member who declares one has no part in that review any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.project import MAX_SUMMARY
from budget_app.domain.roles import Action
from budget_app.domain.texts import check_text
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.editions import load_edition
from budget_app.services.review_access import load_under_review
from budget_app.services.reviews import name_of
from budget_app.storage.database import read_session, write_session
from budget_app.storage.proposals import ProposalRow
from budget_app.storage.reviews import AssignmentRow, ConflictOfInterestRow, DecisionRow, ReviewRow


@dataclass(frozen=True)
class ConflictView:
    """A declared conflict of interest; ``name`` and ``reason`` are empty for an auditor, who reads no personal data."""

    number: int
    account_id: int
    name: str
    reason: str
    declared_at: datetime


def declare_conflict(actor: Actor, slug: str, number: int, reason: str, now: datetime) -> None:
    """The actor cannot review the proposal, decide of it, or read what others write of it any more.

    Their unsigned review is dropped, and a decision of theirs that is not public; a signed review is kept and counts no
    more. Said twice, the first stands. Raises InvalidInputError ``field-empty`` or ``field-too-long``, ConflictError
    ``proposal-not-reviewed``, NotAllowedError, NotFoundError.
    """
    require_action(actor, Action.REVIEW)
    check_text(reason, "reason", MAX_SUMMARY)
    with write_session() as session:
        found = load_under_review(session, slug, number)
        account_id = actor.account_id or 0
        if session.get(ConflictOfInterestRow, (found.id, account_id)) is not None:
            return
        row = ConflictOfInterestRow(
            proposal_id=found.id, account_id=account_id, reason=reason.strip(), declared_at=now
        )
        session.add(row)
        _drop_unfinished(session, found.id, account_id)
        note_action(session, actor, "declare-conflict", f"proposal/{found.id}", now, number=number)


def _drop_unfinished(session: Session, proposal_id: int, account_id: int) -> None:
    mine = select(ReviewRow).where(ReviewRow.proposal_id == proposal_id, ReviewRow.account_id == account_id)
    reviews = session.exec(mine).all()
    signed = {review.round for review in reviews if review.signed_at}
    assigned = select(AssignmentRow).where(
        AssignmentRow.proposal_id == proposal_id, AssignmentRow.account_id == account_id
    )
    decided = select(DecisionRow).where(
        DecisionRow.proposal_id == proposal_id,
        DecisionRow.decided_by == account_id,
        col(DecisionRow.released_at).is_(None),
    )
    unfinished = [row for row in [*reviews, *session.exec(assigned)] if row.round not in signed]
    for row in [*unfinished, *session.exec(decided)]:
        session.delete(row)


def as_conflicts(session: Session, actor: Actor, row: ProposalRow) -> tuple[ConflictView, ...]:
    """The conflicts declared for a proposal, the oldest first, as the actor, who may read them, sees them."""
    wanted = select(ConflictOfInterestRow).where(ConflictOfInterestRow.proposal_id == row.id)
    return tuple(
        _as_conflict(session, actor, row, conflict)
        for conflict in session.exec(wanted.order_by(col(ConflictOfInterestRow.declared_at)))
    )


def _as_conflict(session: Session, actor: Actor, row: ProposalRow, conflict: ConflictOfInterestRow) -> ConflictView:
    name = name_of(session, actor, conflict.account_id)
    reason = conflict.reason if name else ""
    return ConflictView(row.number or 0, conflict.account_id, name, reason, conflict.declared_at)


def list_conflicts(actor: Actor, slug: str) -> tuple[ConflictView, ...]:
    """The edition's declared conflicts of interest by number of proposal; for the chair and the auditor.

    Raises NotAllowedError, NotFoundError ``edition-unknown``.
    """
    require_action(actor, Action.READ_CONFLICTS)
    with read_session() as session:
        edition = load_edition(session, slug)
        wanted = (
            select(ProposalRow, ConflictOfInterestRow)
            .join(ConflictOfInterestRow, col(ConflictOfInterestRow.proposal_id) == ProposalRow.id)
            .where(ProposalRow.edition_id == edition.id)
            .order_by(col(ProposalRow.number), col(ConflictOfInterestRow.declared_at))
        )
        return tuple(_as_conflict(session, actor, row, conflict) for row, conflict in session.exec(wanted))
