"""What members of the committee see at their desk: all proposals with where they stand, and one with its whole file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from budget_app.domain.call_rules import CallRules, read_call_rules
from budget_app.domain.errors import NotFoundError
from budget_app.domain.proposal import ProposalState, ProposalView
from budget_app.domain.review import FIRST_ROUND, SECOND_ROUND, DecisionView, ReviewView, disagreements, read_grid
from budget_app.domain.roles import Action
from budget_app.services.actor import Actor, may, require_action
from budget_app.services.assignments import list_reviewers, took_part_before
from budget_app.services.conflicts import ConflictView, as_conflicts
from budget_app.services.decisions import read_decisions
from budget_app.services.editions import load_edition
from budget_app.services.proposals import as_proposal, edition_of, load_proposal
from budget_app.services.review_access import UnderReview, barred_from, may_read_review, round_of, second_rounds
from budget_app.services.reviews import NoteView, as_notes, as_reviews, name_of
from budget_app.services.workload import Task, load_tasks
from budget_app.storage.database import read_session
from budget_app.storage.proposals import ProposalRow
from budget_app.storage.reviews import DecisionRow


class Stage(StrEnum):
    """Where a proposal stands in its present round."""

    TO_ASSIGN = "to-assign"
    IN_REVIEW = "in-review"
    TO_DECIDE = "to-decide"
    DECIDED = "decided"
    RELEASED = "released"


@dataclass(frozen=True)
class Reviewer:
    """A member who was given a proposal; ``name`` is empty for those who may not know it."""

    account_id: int
    name: str
    department: str
    due_at: datetime | None
    signed: bool


@dataclass(frozen=True)
class DeskLine:
    """A published proposal at the desk; ``mine`` when the reader has to review it, ``barred`` when they may not."""

    number: int
    title: str
    category: str
    round: int
    stage: Stage
    reviewers: tuple[Reviewer, ...]
    mine: bool
    overdue: bool
    disagree: bool
    barred: bool


@dataclass(frozen=True)
class DeskFile:
    """One proposal's file. For who is barred from it, nothing but what everyone reads.

    ``assigned`` tells whether the reader is given it, ``decides`` whether the decision is theirs.
    """

    proposal: ProposalView
    rules: CallRules
    round: int
    barred: bool
    assigned: bool
    decides: bool
    reviewers: tuple[Reviewer, ...]
    reviews: tuple[ReviewView, ...]
    notes: tuple[NoteView, ...]
    conflicts: tuple[ConflictView, ...]
    decision: DecisionView | None

    def own_review(self, account_id: int | None) -> ReviewView | None:
        """The account's review of the present round."""
        mine = (it for it in self.reviews if it.reviewer_id == account_id and it.round == self.round)
        return next(mine, None)


def _as_reviewer(session: Session, actor: Actor, task: Task) -> Reviewer:
    given = task.assignment
    signed = task.review is not None and task.review.signed_at is not None
    return Reviewer(given.account_id, name_of(session, actor, given.account_id), given.department, given.due_at, signed)


def _stage(reviewers: Sequence[Reviewer], decision: DecisionRow | None) -> Stage:
    if decision is not None:
        return Stage.DECIDED if decision.released_at is None else Stage.RELEASED
    if not reviewers:
        return Stage.TO_ASSIGN
    return Stage.TO_DECIDE if all(it.signed for it in reviewers) else Stage.IN_REVIEW


def _disagree(tasks: Sequence[Task]) -> bool:
    grids = [read_grid(it.review.grid) for it in tasks if it.review is not None and it.review.signed_at]
    return disagreements(grids).verdict or bool(disagreements(grids).criteria)


def list_desk(actor: Actor, slug: str, now: datetime) -> tuple[DeskLine, ...]:
    """All published proposals by number with where they stand; raises NotAllowedError, NotFoundError."""
    require_action(actor, Action.READ_REVIEWS)
    with read_session() as session:
        edition_id = load_edition(session, slug).id or 0
        again, barred = second_rounds(session, edition_id), barred_from(session, actor, edition_id)
        made = session.exec(select(DecisionRow).where(DecisionRow.edition_id == edition_id))
        decisions = {(row.proposal_id, row.round): row for row in made}
        tasks: dict[int, list[Task]] = {}
        for task in load_tasks(session, edition_id):
            tasks.setdefault(task.proposal.id or 0, []).append(task)
        published = ProposalRow.edition_id == edition_id, ProposalRow.state == ProposalState.PUBLISHED
        lines = []
        for row in session.exec(select(ProposalRow).where(*published).order_by(col(ProposalRow.number))):
            given = tasks.get(row.id or 0, [])
            round_ = SECOND_ROUND if row.id in again else FIRST_ROUND
            reviewers = tuple(_as_reviewer(session, actor, task) for task in given)
            lines.append(
                DeskLine(
                    number=row.number or 0,
                    title=row.title,
                    category=row.category,
                    round=round_,
                    stage=_stage(reviewers, decisions.get((row.id or 0, round_))),
                    reviewers=reviewers,
                    mine=any(it.assignment.account_id == actor.account_id and not it.signed for it in given),
                    overdue=any(it.is_due(now) for it in given),
                    disagree=row.id not in barred and _disagree(given),
                    barred=row.id in barred,
                )
            )
        return tuple(lines)


def find_file(actor: Actor, slug: str, number: int) -> DeskFile | None:
    """One published proposal's file; None when there is no such proposal. Raises NotAllowedError."""
    require_action(actor, Action.READ_REVIEWS)
    with read_session() as session:
        try:
            row = load_proposal(session, slug, number)
        except NotFoundError:
            return None
        return _file(session, actor, row) if row.state == ProposalState.PUBLISHED else None


def _file(session: Session, actor: Actor, row: ProposalRow) -> DeskFile:
    edition, round_, readable = edition_of(session, row), round_of(session, row), may_read_review(session, actor, row)
    rules = read_call_rules(edition.call_rules)
    found = UnderReview(row.id or 0, edition, row, rules, round_)
    tasks = [task for task in load_tasks(session, row.edition_id) if task.proposal.id == row.id]
    reviewers = tuple(_as_reviewer(session, actor, task) for task in tasks)
    decisions = read_decisions(session, actor, row.edition_id, row.number)
    part = took_part_before(session, found)
    return DeskFile(
        proposal=as_proposal(session, row),
        rules=rules,
        round=round_,
        barred=not readable,
        assigned=any(it.account_id == actor.account_id for it in reviewers),
        decides=readable and may(actor, Action.DECIDE) and actor.account_id not in part,
        reviewers=reviewers,
        reviews=as_reviews(session, actor, row) if readable else (),
        notes=as_notes(session, actor, row.id or 0) if readable else (),
        conflicts=as_conflicts(session, actor, row) if readable and may(actor, Action.READ_CONFLICTS) else (),
        decision=decisions[-1] if decisions else None,
    )


def list_members(actor: Actor) -> tuple[tuple[int, str], ...]:
    """The id and the name of each account that may review, for those who assign; raises NotAllowedError."""
    require_action(actor, Action.ASSIGN_REVIEWS)
    with read_session() as session:
        return tuple((row.id or 0, row.name or row.email) for row in list_reviewers(session))
