"""What every step of a review asks first: which proposal, in which round, and who is barred from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.call_rules import CallRules, read_call_rules
from budget_app.domain.errors import ConflictError, NotAllowedError
from budget_app.domain.proposal import ProposalState
from budget_app.domain.review import FIRST_ROUND, SECOND_ROUND
from budget_app.domain.roles import Action
from budget_app.services.actor import Actor, may, require_action
from budget_app.services.proposals import edition_of, load_proposal
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import CoAuthorRow, ProposalRow
from budget_app.storage.reviews import AppealRow, ConflictOfInterestRow, DecisionRow


@dataclass(frozen=True)
class UnderReview:
    """A proposal under review, with its edition's rules; ``round`` is the second once its authors have appealed."""

    id: int
    edition: EditionRow
    proposal: ProposalRow
    rules: CallRules
    round: int


def second_rounds(session: Session, edition_id: int) -> set[int]:
    """The ids of the edition's proposals whose authors have appealed."""
    appealed = select(DecisionRow.proposal_id).join(AppealRow, col(AppealRow.decision_id) == DecisionRow.id)
    return set(session.exec(appealed.where(DecisionRow.edition_id == edition_id)))


def round_of(session: Session, row: ProposalRow) -> int:
    """The round in which the proposal is."""
    appealed = select(AppealRow.id).join(DecisionRow, col(AppealRow.decision_id) == DecisionRow.id)
    found = session.exec(appealed.where(DecisionRow.proposal_id == row.id)).first()
    return FIRST_ROUND if found is None else SECOND_ROUND


def load_under_review(session: Session, slug: str, number: int) -> UnderReview:
    """The proposal, locked against other writers; it is reviewed only while everyone can read it.

    Raises NotFoundError ``edition-unknown`` or ``proposal-unknown``, ConflictError ``proposal-not-reviewed``.
    """
    row = load_proposal(session, slug, number)
    locked = select(ProposalRow).where(ProposalRow.id == row.id).with_for_update()
    row = session.exec(locked.execution_options(populate_existing=True)).one()
    if row.state != ProposalState.PUBLISHED:
        raise ConflictError("proposal-not-reviewed")
    edition = edition_of(session, row)
    return UnderReview(row.id or 0, edition, row, read_call_rules(edition.call_rules), round_of(session, row))


def check_call_over(edition: EditionRow, now: datetime) -> None:
    """Raises ConflictError ``review-not-open``: until the call ends, a proposal may still change."""
    if now < (edition.review_from or edition.vote_opens_at):
        raise ConflictError("review-not-open")


def barred_ids(session: Session, proposal_id: int, author_id: int | None) -> set[int]:
    """The accounts that may have no part in this review: its authors, and who declared a conflict of interest."""
    accepted = select(CoAuthorRow.account_id).where(
        CoAuthorRow.proposal_id == proposal_id, col(CoAuthorRow.accepted_at).is_not(None)
    )
    declared = select(ConflictOfInterestRow.account_id).where(ConflictOfInterestRow.proposal_id == proposal_id)
    return _known([author_id, *session.exec(accepted), *session.exec(declared)])


def _known(ids: Iterable[int | None]) -> set[int]:
    return {account_id for account_id in ids if account_id is not None}


def barred_from(session: Session, actor: Actor, edition_id: int) -> set[int]:
    """The ids of the edition's proposals whose review the actor may not see."""
    if actor.account_id is None:
        return set()
    mine = ProposalRow.edition_id == edition_id
    written = select(ProposalRow.id).where(mine, ProposalRow.author_id == actor.account_id)
    joined = select(CoAuthorRow.proposal_id).where(
        CoAuthorRow.account_id == actor.account_id, col(CoAuthorRow.accepted_at).is_not(None)
    )
    declared = select(ConflictOfInterestRow.proposal_id).where(ConflictOfInterestRow.account_id == actor.account_id)
    return _known([*session.exec(written), *session.exec(joined), *session.exec(declared)])


def check_not_barred(session: Session, actor: Actor, row: ProposalRow) -> None:
    """Raises NotAllowedError ``review-barred`` for an author, and for who declared a conflict of interest."""
    if actor.account_id in barred_ids(session, row.id or 0, row.author_id):
        raise NotAllowedError("review-barred")


def may_read_review(session: Session, actor: Actor, row: ProposalRow) -> bool:
    """Whether the actor may read what members write of the proposal before it is public."""
    return may(actor, Action.READ_REVIEWS) and actor.account_id not in barred_ids(session, row.id or 0, row.author_id)


def require_reader(session: Session, actor: Actor, row: ProposalRow) -> None:
    """Raises NotAllowedError ``not-allowed`` or ``review-barred`` for who may not read the proposal's review."""
    require_action(actor, Action.READ_REVIEWS)
    check_not_barred(session, actor, row)


def check_undecided(session: Session, found: UnderReview) -> None:
    """Raises ConflictError ``decision-made`` when the present round has its decision."""
    if find_decision_row(session, found.id, found.round) is not None:
        raise ConflictError("decision-made")


def find_decision_row(session: Session, proposal_id: int, round_: int) -> DecisionRow | None:
    """The decision of one round, released or not."""
    wanted = select(DecisionRow).where(DecisionRow.proposal_id == proposal_id, DecisionRow.round == round_)
    return session.exec(wanted).first()
