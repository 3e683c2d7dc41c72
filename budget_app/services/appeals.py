"""Appeals against a refusal: made once, by an author, in time; each opens a second review by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.errors import ConflictError, NotAllowedError, NotFoundError
from budget_app.domain.project import MAX_TEXT
from budget_app.domain.review import FIRST_ROUND, Verdict
from budget_app.domain.roles import Action, Role
from budget_app.domain.texts import check_text
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, may
from budget_app.services.decision_mail import send_appeal, send_receipt
from budget_app.services.editions import load_edition
from budget_app.services.notices import author_addresses
from budget_app.services.proposals import is_author, load_proposal, may_write
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import ProposalRow
from budget_app.storage.reviews import AppealRow, DecisionRow

_TOLD = frozenset({Role.ORGANISER, Role.CHAIR})


@dataclass(frozen=True)
class AppealView:
    """Where a refusal stands for one who may appeal against it; ``made_at`` and ``body`` once somebody did.

    ``open`` says whether :func:`appeal` would take this person's text now.
    """

    until: datetime
    open: bool
    made_at: datetime | None
    body: str


def _load_first(
    session: Session, proposal: ProposalRow, now: datetime, *, for_update: bool = False
) -> DecisionRow | None:
    """The released decision of the first round, if there is one."""
    wanted = select(DecisionRow).where(
        DecisionRow.proposal_id == proposal.id,
        DecisionRow.round == FIRST_ROUND,
        col(DecisionRow.released_at) <= now,
    )
    return session.exec(wanted.with_for_update() if for_update else wanted).first()


def _find_appeal(session: Session, decision: DecisionRow) -> AppealRow | None:
    return session.exec(select(AppealRow).where(AppealRow.decision_id == decision.id)).first()


def is_in_time(edition: EditionRow, now: datetime) -> bool:
    """Whether appeals are taken still; where the edition names no time, none are."""
    return edition.appeals_until is not None and now < edition.appeals_until


def _load_refusal(session: Session, edition: EditionRow, proposal: ProposalRow, now: datetime) -> DecisionRow:
    """The decision that can be appealed against now, locked; raises as :func:`appeal`."""
    decision = _load_first(session, proposal, now, for_update=True)
    if decision is None:
        raise NotFoundError("decision-unknown")
    if decision.verdict != Verdict.REFUSED:
        raise ConflictError("appeal-not-refused")
    if _find_appeal(session, decision) is not None:
        raise ConflictError("appeal-twice")
    if not is_in_time(edition, now):
        raise ConflictError("appeal-too-late")
    return decision


def _staff(session: Session) -> list[AccountRow]:
    return [row for row in session.exec(select(AccountRow)) if _TOLD & set(row.roles.split())]


def _tell(session: Session, edition: EditionRow, proposal: ProposalRow, now: datetime) -> None:
    """Tells the staff that an appeal came, and its authors that it arrived."""
    number = proposal.number or 0
    for row in _staff(session):
        send_appeal(session, row.email, edition, number, row.language, now)
    for email, language in author_addresses(session, proposal).items():
        send_receipt(session, email, edition, number, language, now)


def check_appeal_text(body: str) -> None:
    """Raises InvalidInputError ``field-empty`` or ``field-too-long`` at ``appeal``."""
    check_text(body, "appeal", MAX_TEXT)


def appeal(actor: Actor, slug: str, number: int, body: str, now: datetime) -> None:
    """Appeals against the refusal of proposal ``number``, for its authors or at the counter, and opens round 2.

    Raises NotAllowedError ``appeal-not-yours``, NotFoundError ``decision-unknown``, ConflictError
    ``appeal-not-refused``, ``appeal-twice`` or ``appeal-too-late``, and InvalidInputError at ``appeal``.
    """
    check_appeal_text(body)
    with write_session() as session:
        edition, proposal = load_edition(session, slug), load_proposal(session, slug, number)
        if not may_write(session, actor, proposal):
            raise NotAllowedError("appeal-not-yours")
        decision = _load_refusal(session, edition, proposal, now)
        by_author = is_author(session, actor, proposal)
        row = AppealRow(decision_id=decision.id or 0, body=body.strip(), made_at=now)
        row.account_id = actor.account_id if by_author else proposal.author_id
        row.keyed_by = None if by_author else actor.account_id
        session.add(row)
        note_action(session, actor, "appeal", f"proposal/{proposal.id}", now, number=number, decision=decision.number)
        _tell(session, edition, proposal, now)


def find_appeal(actor: Actor, slug: str, number: int, now: datetime) -> AppealView | None:
    """What the authors, and staff who read reviews, see of an appeal; None for others, and without a refusal."""
    with read_session() as session:
        edition, proposal = load_edition(session, slug), load_proposal(session, slug, number)
        decision = _load_first(session, proposal, now)
        if decision is None or decision.verdict != Verdict.REFUSED or edition.appeals_until is None:
            return None
        writes = may_write(session, actor, proposal)
        if not writes and not may(actor, Action.READ_REVIEWS):
            return None
        row = _find_appeal(session, decision)
        can = writes and row is None and is_in_time(edition, now)
        return AppealView(edition.appeals_until, can, row.made_at if row else None, row.body if row else "")
