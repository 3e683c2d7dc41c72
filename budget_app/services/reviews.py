"""Reviews: written as drafts, signed, read by members; and the notes that members leave one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.errors import ConflictError, NotAllowedError
from budget_app.domain.project import MAX_TEXT
from budget_app.domain.review import CostEstimate, Grid, ReviewView, read_grid
from budget_app.domain.roles import Action
from budget_app.domain.texts import check_text
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, may, require_action
from budget_app.services.assignments import find_assignment, find_review_row
from budget_app.services.proposals import load_proposal
from budget_app.services.review_access import (
    UnderReview,
    check_call_over,
    check_not_barred,
    check_undecided,
    load_under_review,
    require_reader,
)
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.proposals import ProposalRow
from budget_app.storage.reviews import AssignmentRow, ConflictOfInterestRow, ReviewNoteRow, ReviewRow


@dataclass(frozen=True)
class NoteView:
    """A member's note; ``name`` is empty for those who may not know it."""

    account_id: int
    name: str
    body: str
    written_at: datetime


def name_of(session: Session, actor: Actor, account_id: int | None) -> str:
    """A member's name for the other members and the organiser; empty for an auditor, who reads no personal data."""
    if not (may(actor, Action.REVIEW) or may(actor, Action.ASSIGN_REVIEWS)):
        return ""
    row = session.get(AccountRow, account_id) if account_id else None
    return row.name if row else ""


def estimate_of(row: ReviewRow) -> CostEstimate:
    """The cost estimate of a review's row."""
    return CostEstimate(row.investment, row.running, row.cost_explanation, row.cost_sources)


def _check_writer(session: Session, actor: Actor, found: UnderReview) -> None:
    """Raises NotAllowedError ``review-barred`` or ``review-not-assigned``, ConflictError ``decision-made``."""
    check_not_barred(session, actor, found.proposal)
    if find_assignment(session, found.id, actor.account_id, found.round) is None:
        raise NotAllowedError("review-not-assigned")
    check_undecided(session, found)


def _store(
    session: Session, actor: Actor, found: UnderReview, grid: Grid, estimate: CostEstimate, revision: int, now: datetime
) -> ReviewRow:
    """Keeps what was written, unless it was signed or changed elsewhere since ``revision`` was read."""
    _check_writer(session, actor, found)
    row = find_review_row(session, found.id, actor.account_id, found.round)
    if row is not None and row.signed_at is not None:
        raise ConflictError("review-signed")
    if revision != (row.revision if row else 0):
        raise ConflictError("review-changed-elsewhere")
    row = row or ReviewRow(
        proposal_id=found.id, account_id=actor.account_id or 0, round=found.round, grid="", changed_at=now
    )
    row.grid, row.investment, row.running = grid.to_json(), estimate.investment, estimate.running
    row.cost_explanation, row.cost_sources = estimate.explanation, estimate.sources
    row.revision, row.changed_at = revision + 1, now
    session.add(row)
    return row


def save_review(
    actor: Actor, slug: str, number: int, grid: Grid, estimate: CostEstimate, revision: int, now: datetime
) -> int:
    """Keeps the actor's draft and gives its new revision; ``revision`` is the one that they had read, 0 for none.

    Raises InvalidInputError for what not even a draft may hold; ConflictError ``review-changed-elsewhere``,
    ``review-signed``, ``decision-made`` or ``proposal-not-reviewed``; NotAllowedError ``review-not-assigned`` or
    ``review-barred``; NotFoundError.
    """
    require_action(actor, Action.REVIEW)
    with write_session() as session:
        found = load_under_review(session, slug, number)
        grid.check_shape(found.rules)
        estimate.check_shape()
        row = _store(session, actor, found, grid, estimate, revision, now)
        note_action(session, actor, "save-review", f"proposal/{found.id}", now, number=number, round=found.round)
        return row.revision


def sign_review(
    actor: Actor, slug: str, number: int, grid: Grid, estimate: CostEstimate, revision: int, now: datetime
) -> None:
    """Keeps and signs what was written: nobody changes it any more. Nothing is kept when it is refused.

    Raises InvalidInputError at the criterion or the cost that is missing; ConflictError ``review-not-open`` before the
    call has ended; and as :func:`save_review`.
    """
    require_action(actor, Action.REVIEW)
    with write_session() as session:
        found = load_under_review(session, slug, number)
        check_call_over(found.edition, now)
        grid.check(found.rules)
        estimate.check()
        row = _store(session, actor, found, grid, estimate, revision, now)
        row.signed_at = now
        facts = {"number": number, "round": found.round, "verdict": grid.verdict}
        note_action(session, actor, "sign-review", f"proposal/{found.id}", now, **facts)


def review_rows(session: Session, proposal_id: int) -> list[ReviewRow]:
    """The proposal's reviews of members who still have it, or who signed, in the order in which they were begun."""
    assigned = select(AssignmentRow.account_id, AssignmentRow.round).where(AssignmentRow.proposal_id == proposal_id)
    present = set(session.exec(assigned))
    rows = session.exec(select(ReviewRow).where(ReviewRow.proposal_id == proposal_id).order_by(col(ReviewRow.id)))
    return [row for row in rows if row.signed_at or (row.account_id, row.round) in present]


def as_reviews(session: Session, actor: Actor, row: ProposalRow) -> tuple[ReviewView, ...]:
    """The proposal's reviews as the actor, who may read them, sees them."""
    declared = set(
        session.exec(
            select(ConflictOfInterestRow.account_id).where(ConflictOfInterestRow.proposal_id == row.id)
        )
    )
    return tuple(
        ReviewView(
            reviewer_id=review.account_id,
            reviewer_name=name_of(session, actor, review.account_id),
            round=review.round,
            grid=read_grid(review.grid),
            estimate=estimate_of(review),
            revision=review.revision,
            changed_at=review.changed_at,
            signed_at=review.signed_at,
            set_aside=review.account_id in declared,
        )
        for review in review_rows(session, row.id or 0)
    )


def list_reviews(actor: Actor, slug: str, number: int) -> tuple[ReviewView, ...]:
    """The proposal's reviews, drafts too.

    Raises NotAllowedError ``not-allowed`` or ``review-barred``, NotFoundError.
    """
    require_action(actor, Action.READ_REVIEWS)
    with read_session() as session:
        row = load_proposal(session, slug, number)
        require_reader(session, actor, row)
        return as_reviews(session, actor, row)


def add_note(actor: Actor, slug: str, number: int, body: str, now: datetime) -> None:
    """Leaves a note for the other members; it is never published.

    Raises InvalidInputError ``field-empty`` or ``field-too-long``, NotAllowedError, NotFoundError.
    """
    require_action(actor, Action.REVIEW)
    check_text(body, "note", MAX_TEXT)
    with write_session() as session:
        found = load_under_review(session, slug, number)
        check_not_barred(session, actor, found.proposal)
        store_note(session, actor, found.id, body, now)
        note_action(session, actor, "add-note", f"proposal/{found.id}", now, number=number)


def store_note(session: Session, actor: Actor, proposal_id: int, body: str, now: datetime) -> None:
    """Stores a note inside the caller's transaction."""
    row = ReviewNoteRow(proposal_id=proposal_id, account_id=actor.account_id or 0, body=body.strip(), written_at=now)
    session.add(row)


def as_notes(session: Session, actor: Actor, proposal_id: int) -> tuple[NoteView, ...]:
    """The proposal's notes, the oldest first, as the actor, who may read them, sees them."""
    wanted = select(ReviewNoteRow).where(ReviewNoteRow.proposal_id == proposal_id).order_by(col(ReviewNoteRow.id))
    return tuple(
        NoteView(row.account_id, name_of(session, actor, row.account_id), row.body, row.written_at)
        for row in session.exec(wanted)
    )


def list_notes(actor: Actor, slug: str, number: int) -> tuple[NoteView, ...]:
    """The proposal's notes; raises as :func:`list_reviews`."""
    require_action(actor, Action.READ_REVIEWS)
    with read_session() as session:
        row = load_proposal(session, slug, number)
        require_reader(session, actor, row)
        return as_notes(session, actor, row.id or 0)
