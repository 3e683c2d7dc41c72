"""Decisions: made by the chair from signed reviews, sent back to the reviewers, and released all together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from budget_app.domain.errors import ConflictError, NotAllowedError
from budget_app.domain.project import MAX_TEXT
from budget_app.domain.proposal import ProposalState
from budget_app.domain.review import (
    FIRST_ROUND,
    SECOND_ROUND,
    CostEstimate,
    DecisionView,
    Grid,
    Verdict,
    check_decision,
    read_grid,
)
from budget_app.domain.roles import Action
from budget_app.domain.texts import check_text
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, may, require_action
from budget_app.services.assignments import took_part_before
from budget_app.services.editions import load_edition
from budget_app.services.notices import tell_authors
from budget_app.services.proposals import load_proposal
from budget_app.services.review_access import (
    UnderReview,
    barred_from,
    barred_ids,
    check_call_over,
    check_not_barred,
    find_decision_row,
    load_under_review,
    second_rounds,
)
from budget_app.services.reviews import store_note
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import ProposalRow
from budget_app.storage.reviews import DecisionRow, ReviewRow


def _signed_reviews(session: Session, found: UnderReview) -> list[ReviewRow]:
    """The signed reviews of the present round that count: not those of who has declared a conflict of interest."""
    barred = barred_ids(session, found.id, found.proposal.author_id)
    wanted = select(ReviewRow).where(
        ReviewRow.proposal_id == found.id, ReviewRow.round == found.round, col(ReviewRow.signed_at).is_not(None)
    )
    return [row for row in session.exec(wanted) if row.account_id not in barred]


def _check_chair(session: Session, actor: Actor, found: UnderReview) -> None:
    """Raises NotAllowedError ``review-barred`` or ``chair-same``: after an appeal somebody else decides."""
    check_not_barred(session, actor, found.proposal)
    if actor.account_id in took_part_before(session, found):
        raise NotAllowedError("chair-same")


def _load_undecided(session: Session, actor: Actor, slug: str, number: int, now: datetime) -> UnderReview:
    """The proposal that the actor decides of; raises as :func:`decide` for all but what they decide."""
    found = load_under_review(session, slug, number)
    _check_chair(session, actor, found)
    check_call_over(found.edition, now)
    row = find_decision_row(session, found.id, found.round)
    if row is not None and row.released_at is not None:
        raise ConflictError("decision-released")
    return found


def decide(
    actor: Actor, slug: str, number: int, verdict: Verdict, grid: Grid, estimate: CostEstimate, now: datetime
) -> None:
    """Decides of the proposal in its present round, instead of what was decided before; not public until the release.

    Raises InvalidInputError as :func:`check_decision`; ConflictError ``review-missing`` (no signed review),
    ``chair-only-reviewer``, ``review-not-open``, ``decision-released`` or ``proposal-not-reviewed``; NotAllowedError
    ``review-barred`` or ``chair-same``; NotFoundError.
    """
    require_action(actor, Action.DECIDE)
    with write_session() as session:
        found = _load_undecided(session, actor, slug, number, now)
        reviewers = {row.account_id for row in _signed_reviews(session, found)}
        if not reviewers:
            raise ConflictError("review-missing")
        if reviewers == {actor.account_id}:
            raise ConflictError("chair-only-reviewer")
        check_decision(verdict, grid, estimate, found.rules)
        _store_decision(session, actor, found, verdict, grid, estimate, now)
        facts = {"number": number, "round": found.round, "verdict": verdict}
        note_action(session, actor, "decide", f"proposal/{found.id}", now, **facts)


def _store_decision(
    session: Session,
    actor: Actor,
    found: UnderReview,
    verdict: Verdict,
    grid: Grid,
    estimate: CostEstimate,
    now: datetime,
) -> None:
    row = find_decision_row(session, found.id, found.round) or DecisionRow(
        edition_id=found.proposal.edition_id,
        proposal_id=found.id,
        round=found.round,
        verdict=verdict,
        grid="",
        decided_at=now,
    )
    row.verdict, row.grid, row.decided_by, row.decided_at = verdict, grid.to_json(), actor.account_id, now
    row.investment, row.running = estimate.investment, estimate.running
    row.cost_explanation, row.cost_sources = estimate.explanation.strip(), estimate.sources.strip()
    session.add(row)


def return_to_reviewers(actor: Actor, slug: str, number: int, note: str, now: datetime) -> None:
    """Gives the present round's signed reviews back to their reviewers with a note; a decision not public is dropped.

    Raises InvalidInputError ``field-empty`` or ``field-too-long``, ConflictError ``review-missing``, and as
    :func:`decide`.
    """
    require_action(actor, Action.DECIDE)
    check_text(note, "note", MAX_TEXT)
    with write_session() as session:
        found = _load_undecided(session, actor, slug, number, now)
        signed = _signed_reviews(session, found)
        if not signed:
            raise ConflictError("review-missing")
        for review in signed:
            review.signed_at, review.revision = None, review.revision + 1
            session.add(review)
        row = find_decision_row(session, found.id, found.round)
        if row is not None:
            session.delete(row)
        store_note(session, actor, found.id, note, now)
        note_action(session, actor, "return-to-reviewers", f"proposal/{found.id}", now, number=number)


def _published(session: Session, edition: EditionRow) -> Sequence[ProposalRow]:
    """The edition's published proposals by number, locked against other writers."""
    wanted = select(ProposalRow).where(
        ProposalRow.edition_id == edition.id, ProposalRow.state == ProposalState.PUBLISHED
    )
    return session.exec(wanted.order_by(col(ProposalRow.number)).with_for_update()).all()


def _to_release(session: Session, edition: EditionRow) -> list[DecisionRow]:
    """The decisions that are not public yet, by number of proposal.

    Raises ConflictError ``decisions-missing`` with the numbers of the published proposals that have none in their
    present round, ``decisions-none`` when all of them are public.
    """
    again = second_rounds(session, edition.id or 0)
    made = session.exec(select(DecisionRow).where(DecisionRow.edition_id == edition.id))
    decisions = {(row.proposal_id, row.round): row for row in made}
    found: list[DecisionRow] = []
    missing: list[int] = []
    for proposal in _published(session, edition):
        row = decisions.get((proposal.id or 0, SECOND_ROUND if proposal.id in again else FIRST_ROUND))
        if row is None:
            missing.append(proposal.number or 0)
        elif row.released_at is None:
            found.append(row)
    if missing:
        raise ConflictError("decisions-missing", numbers=", ".join(map(str, missing)))
    if not found:
        raise ConflictError("decisions-none")
    return found


def release_decisions(actor: Actor, slug: str, now: datetime) -> int:
    """Makes all decisions public together, numbered on in the order of their proposals; gives how many.

    Every author gets theirs by mail; final decisions, after appeals, are released in the same way. Raises ConflictError
    ``decisions-too-early`` before the edition's date or without one, ``decisions-missing`` or ``decisions-none``;
    NotAllowedError; NotFoundError.
    """
    require_action(actor, Action.RELEASE_DECISIONS)
    with write_session() as session:
        edition = load_edition(session, slug)
        if edition.decisions_at is None or now < edition.decisions_at:
            raise ConflictError("decisions-too-early")
        fresh = _to_release(session, edition)
        last = session.exec(select(func.max(DecisionRow.number)).where(DecisionRow.edition_id == edition.id)).one()
        for number, row in enumerate(fresh, start=(last or 0) + 1):
            row.number, row.released_at = number, now
            session.add(row)
        session.flush()
        tell_authors(session, edition, fresh, now)
        note_action(session, actor, "release-decisions", f"edition/{slug}", now, decisions=len(fresh))
        return len(fresh)


def as_decision(row: DecisionRow, number: int) -> DecisionView:
    """The decision of a row, about the proposal ``number``."""
    return DecisionView(
        proposal=number,
        round=row.round,
        number=row.number,
        verdict=Verdict(row.verdict),
        grid=read_grid(row.grid),
        estimate=CostEstimate(row.investment, row.running, row.cost_explanation, row.cost_sources),
        decided_at=row.decided_at,
        released_at=row.released_at,
    )


def read_decisions(session: Session, actor: Actor, edition_id: int, number: int | None) -> list[DecisionView]:
    """The decisions that the actor may read, by proposal and round: everyone's once released, else for members."""
    wanted = (
        select(DecisionRow, ProposalRow.number)
        .join(ProposalRow, col(DecisionRow.proposal_id) == ProposalRow.id)
        .where(DecisionRow.edition_id == edition_id)
        .order_by(col(ProposalRow.number), col(DecisionRow.round))
    )
    if number is not None:
        wanted = wanted.where(ProposalRow.number == number)
    member = may(actor, Action.READ_REVIEWS)
    barred = barred_from(session, actor, edition_id) if member else set()
    return [
        as_decision(row, of or 0)
        for row, of in session.exec(wanted)
        if row.released_at is not None or (member and row.proposal_id not in barred)
    ]


def list_decisions(actor: Actor, slug: str) -> tuple[DecisionView, ...]:
    """The edition's decisions by number of proposal, then round; before their release only those who review read them.

    Raises NotFoundError ``edition-unknown``.
    """
    with read_session() as session:
        return tuple(read_decisions(session, actor, load_edition(session, slug).id or 0, None))


def find_decision(actor: Actor, slug: str, number: int) -> DecisionView | None:
    """The last decision of the proposal ``number`` that the actor may read; None when there is none.

    Raises NotFoundError ``edition-unknown`` or ``proposal-unknown``.
    """
    with read_session() as session:
        row = load_proposal(session, slug, number)
        found = read_decisions(session, actor, row.edition_id, number)
        return found[-1] if found else None
