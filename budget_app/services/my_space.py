"""What an account has written, in every edition: where each proposal stands, and what its authors can do now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, or_, select

from budget_app.domain.errors import ConflictError
from budget_app.domain.proposal import ProposalState
from budget_app.domain.review import Verdict
from budget_app.services.actor import Actor
from budget_app.services.appeals import is_in_time
from budget_app.services.proposals import check_call_open, draft_of, edition_of
from budget_app.storage.database import read_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import CoAuthorRow, ProposalDraftRow, ProposalRow
from budget_app.storage.reviews import AppealRow, DecisionRow


class Standing(StrEnum):
    """Where a proposal stands for those who wrote it."""

    DRAFT = "draft"
    NEVER_SENT = "never-sent"
    WAITING = "waiting"
    PUBLISHED = "published"
    IN_REVIEW = "in-review"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    ADMITTED = "admitted"
    REFUSED = "refused"
    REFUSED_OPEN = "refused-open"
    APPEALED = "appealed"
    REFUSED_FINALLY = "refused-finally"


@dataclass(frozen=True)
class Mine:
    """A proposal of the account; ``changing`` when its draft was changed since it was sent."""

    id: int
    edition: str
    edition_name: str
    number: int | None
    title: str
    standing: Standing
    call_open: bool
    changing: bool
    hidden_reason: str
    merged_into: int | None
    appeals_until: datetime | None


_PLAIN = {
    ProposalState.HIDDEN: Standing.HIDDEN,
    ProposalState.WITHDRAWN: Standing.WITHDRAWN,
    ProposalState.MERGED: Standing.MERGED,
}


def _call_open(edition: EditionRow, now: datetime) -> bool:
    try:
        check_call_open(edition, now)
    except ConflictError:
        return False
    return True


def _decided(session: Session, row: ProposalRow, edition: EditionRow, now: datetime) -> Standing | None:
    """What was decided and is public; None before."""
    wanted = select(DecisionRow).where(DecisionRow.proposal_id == row.id, col(DecisionRow.released_at) <= now)
    decision = session.exec(wanted.order_by(col(DecisionRow.round).desc())).first()
    if decision is None:
        return None
    if decision.verdict == Verdict.ADMITTED:
        return Standing.ADMITTED
    if decision.round > 1:
        return Standing.REFUSED_FINALLY
    if session.exec(select(AppealRow.id).where(AppealRow.decision_id == decision.id)).first() is not None:
        return Standing.APPEALED
    return Standing.REFUSED_OPEN if is_in_time(edition, now) else Standing.REFUSED


def _standing(session: Session, row: ProposalRow, edition: EditionRow, now: datetime) -> Standing:
    is_open = _call_open(edition, now)
    if row.state == ProposalState.DRAFT:
        return Standing.DRAFT if is_open else Standing.NEVER_SENT
    known = _PLAIN.get(ProposalState(row.state)) or _decided(session, row, edition, now)
    if known is not None:
        return known
    if row.state == ProposalState.WAITING:
        return Standing.WAITING
    return Standing.PUBLISHED if is_open else Standing.IN_REVIEW


def _mine(session: Session, row: ProposalRow, now: datetime) -> Mine:
    edition = edition_of(session, row)
    content, _revision = draft_of(session, row)
    into = session.get(ProposalRow, row.merged_into) if row.merged_into else None
    return Mine(
        id=row.id or 0,
        edition=edition.slug,
        edition_name=edition.name,
        number=row.number,
        title=content.title,
        standing=_standing(session, row, edition, now),
        call_open=_call_open(edition, now),
        changing=row.number is not None and session.get(ProposalDraftRow, row.id) is not None,
        hidden_reason=row.hidden_reason,
        merged_into=into.number if into else None,
        appeals_until=edition.appeals_until,
    )


def list_mine(actor: Actor, now: datetime) -> tuple[Mine, ...]:
    """The proposals that the account wrote or is a co-author of, the last changed first; none for nobody."""
    if actor.account_id is None:
        return ()
    shared = select(CoAuthorRow.proposal_id).where(
        CoAuthorRow.account_id == actor.account_id, col(CoAuthorRow.accepted_at).is_not(None)
    )
    wanted = select(ProposalRow).where(
        or_(col(ProposalRow.author_id) == actor.account_id, col(ProposalRow.id).in_(shared))
    )
    with read_session() as session:
        rows = session.exec(wanted.order_by(col(ProposalRow.changed_at).desc(), col(ProposalRow.id).desc()))
        return tuple(_mine(session, row, now) for row in rows.all())
