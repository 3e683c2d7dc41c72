"""Who reviews which proposal until when: assigned by hand or by category, taken back, and reminded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.errors import ConflictError, InvalidInputError
from budget_app.domain.project import MAX_SUMMARY
from budget_app.domain.proposal import ProposalState
from budget_app.domain.review import FIRST_ROUND, SECOND_ROUND
from budget_app.domain.roles import ALLOWED, Action
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.editions import load_edition
from budget_app.services.review_access import (
    UnderReview,
    barred_ids,
    check_undecided,
    find_decision_row,
    load_under_review,
    second_rounds,
)
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import write_session
from budget_app.storage.proposals import ProposalRow
from budget_app.storage.reviews import AssignmentRow, DecisionRow, ReviewRow


@dataclass(frozen=True)
class Assigned:
    """What assigning by category did, as numbers of proposals; ``barred`` ones need somebody else."""

    done: tuple[int, ...]
    barred: tuple[int, ...]


def list_reviewers(session: Session) -> list[AccountRow]:
    """The accounts that may review, in the order of their ids."""
    staff = session.exec(select(AccountRow).where(AccountRow.roles != "").order_by(col(AccountRow.id)))
    return [row for row in staff if ALLOWED[Action.REVIEW] & set(row.roles.split())]


def _check_reviewer(session: Session, account_id: int) -> None:
    """Raises InvalidInputError ``reviewer-unknown`` unless the account exists and may review."""
    row = session.get(AccountRow, account_id)
    if row is None or not ALLOWED[Action.REVIEW] & set(row.roles.split()):
        raise InvalidInputError("reviewer-unknown", field="reviewer")


def _check_due(due_at: datetime | None, now: datetime) -> None:
    if due_at is not None and due_at <= now:
        raise InvalidInputError("due-date-past", field="due_at")


def find_assignment(session: Session, proposal_id: int, account_id: int | None, round_: int) -> AssignmentRow | None:
    """The member's assignment of one round."""
    wanted = select(AssignmentRow).where(
        AssignmentRow.proposal_id == proposal_id,
        AssignmentRow.account_id == account_id,
        AssignmentRow.round == round_,
    )
    return session.exec(wanted).first()


def took_part_before(session: Session, found: UnderReview) -> set[int]:
    """In the second round, the accounts that reviewed or decided in the first: somebody else looks at an appeal."""
    if found.round != SECOND_ROUND:
        return set()
    first = FIRST_ROUND
    assigned = select(AssignmentRow.account_id).where(
        AssignmentRow.proposal_id == found.id, AssignmentRow.round == first
    )
    reviewed = select(ReviewRow.account_id).where(ReviewRow.proposal_id == found.id, ReviewRow.round == first)
    decision = find_decision_row(session, found.id, first)
    decided = {decision.decided_by} if decision and decision.decided_by else set()
    return {*session.exec(assigned), *session.exec(reviewed), *decided}


def _give(
    session: Session,
    actor: Actor,
    found: UnderReview,
    account_id: int,
    department: str,
    due_at: datetime | None,
    now: datetime,
) -> None:
    """Stores the assignment, or changes its department and due date; refuses who may have no part in it."""
    check_undecided(session, found)
    if account_id in barred_ids(session, found.id, found.proposal.author_id):
        raise InvalidInputError("reviewer-barred", field="reviewer")
    if account_id in took_part_before(session, found):
        raise InvalidInputError("reviewer-same", field="reviewer")
    row = find_assignment(session, found.id, account_id, found.round)
    row = row or AssignmentRow(
        proposal_id=found.id,
        account_id=account_id,
        round=found.round,
        assigned_by=actor.account_id,
        assigned_at=now,
    )
    row.department, row.due_at = department, due_at
    session.add(row)


def assign(
    actor: Actor, slug: str, number: int, account_id: int, department: str, due_at: datetime | None, now: datetime
) -> None:
    """Gives the proposal to a member to review, or changes the department and the due date of who has it.

    Raises InvalidInputError ``reviewer-unknown``, ``reviewer-barred`` (an author, or a conflict of interest),
    ``reviewer-same`` (took part before the appeal), ``due-date-past`` or ``field-too-long``; ConflictError
    ``proposal-not-reviewed`` or ``decision-made``; NotAllowedError; NotFoundError.
    """
    require_action(actor, Action.ASSIGN_REVIEWS)
    _check_due(due_at, now)
    department = department.strip()
    if len(department) > MAX_SUMMARY:
        raise InvalidInputError("field-too-long", field="department", limit=MAX_SUMMARY)
    with write_session() as session:
        found = load_under_review(session, slug, number)
        _check_reviewer(session, account_id)
        _give(session, actor, found, account_id, department, due_at, now)
        facts = {"number": number, "member": account_id, "round": found.round}
        note_action(session, actor, "assign", f"proposal/{found.id}", now, **facts)


def _unassigned(session: Session, edition_id: int, category: str) -> list[int]:
    """The numbers of the category's published proposals that nobody has in their present round, and not decided."""
    again = second_rounds(session, edition_id)
    wanted = select(ProposalRow).where(
        ProposalRow.edition_id == edition_id,
        ProposalRow.category == category,
        ProposalRow.state == ProposalState.PUBLISHED,
    )
    given = select(AssignmentRow.proposal_id, AssignmentRow.round).join(
        ProposalRow, col(AssignmentRow.proposal_id) == ProposalRow.id
    )
    decided = select(DecisionRow.proposal_id, DecisionRow.round).where(DecisionRow.edition_id == edition_id)
    taken = {*session.exec(given.where(ProposalRow.edition_id == edition_id)), *session.exec(decided)}
    rows = session.exec(wanted.order_by(col(ProposalRow.number)))
    rounds = ((row, SECOND_ROUND if row.id in again else FIRST_ROUND) for row in rows)
    return [row.number for row, round_ in rounds if row.number and (row.id, round_) not in taken]


def assign_by_category(
    actor: Actor, slug: str, members: Mapping[str, int], due_at: datetime | None, now: datetime
) -> Assigned:
    """Gives each category's proposals that nobody has yet to its member, all together or none.

    A proposal that its member may not review stays as it is, and so does one that is decided. Raises as :func:`assign`.
    """
    require_action(actor, Action.ASSIGN_REVIEWS)
    _check_due(due_at, now)
    done: list[int] = []
    barred: list[int] = []
    with write_session() as session:
        edition = load_edition(session, slug)
        for category, account_id in members.items():
            _check_reviewer(session, account_id)
            given: list[int] = []
            for number in _unassigned(session, edition.id or 0, category):
                found = load_under_review(session, slug, number)
                try:
                    _give(session, actor, found, account_id, "", due_at, now)
                except InvalidInputError:
                    barred.append(number)
                else:
                    given.append(number)
            facts = {"category": category, "member": account_id, "numbers": given}
            note_action(session, actor, "assign-by-category", f"edition/{slug}", now, **facts)
            done += given
    return Assigned(tuple(sorted(done)), tuple(sorted(barred)))


def find_review_row(session: Session, proposal_id: int, account_id: int | None, round_: int) -> ReviewRow | None:
    """The member's review of one round."""
    wanted = select(ReviewRow).where(
        ReviewRow.proposal_id == proposal_id, ReviewRow.account_id == account_id, ReviewRow.round == round_
    )
    return session.exec(wanted).first()


def unassign(actor: Actor, slug: str, number: int, account_id: int, now: datetime) -> None:
    """Takes the proposal back from a member who has not signed; a review that they began waits unseen for them.

    Raises ConflictError ``assignment-unknown`` or ``review-signed``, and as :func:`assign`.
    """
    require_action(actor, Action.ASSIGN_REVIEWS)
    with write_session() as session:
        found = load_under_review(session, slug, number)
        row = find_assignment(session, found.id, account_id, found.round)
        if row is None:
            raise ConflictError("assignment-unknown")
        review = find_review_row(session, found.id, account_id, found.round)
        if review is not None and review.signed_at is not None:
            raise ConflictError("review-signed")
        session.delete(row)
        facts = {"number": number, "member": account_id, "round": found.round}
        note_action(session, actor, "unassign", f"proposal/{found.id}", now, **facts)
