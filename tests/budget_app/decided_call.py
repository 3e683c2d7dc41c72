"""A call whose proposals were reviewed: decisions are written, released together, and appealed against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlmodel import SQLModel, col, select

from budget_app.domain.call_rules import USUAL_CRITERIA
from budget_app.domain.proposal import ProposalContent, ProposalState
from budget_app.domain.review import CostEstimate, Grid, Mark, MarkedCriterion
from budget_app.domain.roles import Role
from budget_app.services.actor import Actor
from budget_app.services.editions import load_edition
from budget_app.services.notices import tell_authors
from budget_app.services.proposals import load_proposal
from budget_app.storage.accounts import SessionRow
from budget_app.storage.database import write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.proposals import CoAuthorRow, ProposalRow
from budget_app.storage.reviews import AppealRow, DecisionRow
from tests.budget_app.simulated_call import APPEALS_END, COMPLETE, DECISIONS, DURING_APPEALS, SimulatedCall

FINALLY = DECISIONS + timedelta(days=10)
ESTIMATE = CostEstimate(7_250_50, 120_00, "Six bancs à 1 200 €, et la pose.", "Marché de mobilier urbain 2029.")
_DATES: dict[type[SQLModel], tuple[str, ...]] = {
    EditionRow: ("proposals_from", "review_from", "decisions_at", "appeals_until", "vote_opens_at", "vote_closes_at"),
    ProposalRow: ("sent_at", "created_at", "changed_at"),
    DecisionRow: ("decided_at", "released_at"),
    AppealRow: ("made_at",),
}
NOT_PUBLIC = {"public-land": "Ce terrain appartient au diocèse."}


def grid_of(failed: Mapping[str, str]) -> Grid:
    """A whole grid of the usual criteria; ``failed`` gives the reasons of those that are not met, by code."""
    marks = []
    for criterion in USUAL_CRITERIA:
        reason = failed.get(criterion.code, "")
        marks.append(MarkedCriterion(criterion.code, Mark.NOT_MET if reason else Mark.MET, reason))
    return Grid(tuple(marks))


@dataclass
class DecidedCall(SimulatedCall):
    """A call with published proposals; ``decide`` writes decisions and ``release`` makes them public."""

    def publish(self, author: Actor, content: ProposalContent = COMPLETE, **said: object) -> int:
        """A proposal that everyone reads, with its ``said`` words changed; gives its number."""
        number = self.propose(author, replace(content, **said))
        with write_session() as session:
            row = load_proposal(session, self.slug, number)
            row.state = ProposalState.PUBLISHED
            session.add(row)
        return number

    def accept_co_author(self, number: int, person: Actor, name: str, email: str) -> None:
        """``person`` is an author of the proposal too."""
        with write_session() as session:
            proposal = load_proposal(session, self.slug, number)
            row = CoAuthorRow(proposal_id=proposal.id or 0, email=email, asked_at=DECISIONS)
            row.account_id, row.name, row.accepted_at = person.account_id, name, DECISIONS
            session.add(row)

    def decide(
        self, number: int, failed: Mapping[str, str] | None = None, cost: CostEstimate = ESTIMATE, appeal_round: int = 1
    ) -> None:
        """The chair's decision, not public yet: refused as soon as a criterion ``failed``."""
        grid = grid_of(failed or {})
        with write_session() as session:
            proposal = load_proposal(session, self.slug, number)
            row = DecisionRow(
                edition_id=proposal.edition_id,
                proposal_id=proposal.id or 0,
                round=appeal_round,
                verdict=grid.verdict,
                grid=grid.to_json(),
                investment=cost.investment,
                running=cost.running,
                cost_explanation=cost.explanation,
                cost_sources=cost.sources,
                decided_by=self.staff[Role.CHAIR].account_id,
                decided_at=DECISIONS - timedelta(days=3),
            )
            session.add(row)

    def release(self, now: datetime = DECISIONS) -> None:
        """Numbers the decisions in the order of their proposals, makes them public and tells the authors."""
        with write_session() as session:
            edition = load_edition(session, self.slug)
            mine = select(DecisionRow).where(DecisionRow.edition_id == edition.id)
            released = [row for row in session.exec(mine) if row.released_at is not None]
            waiting = mine.where(col(DecisionRow.released_at).is_(None)).order_by(col(DecisionRow.proposal_id))
            fresh = list(session.exec(waiting))
            for number, row in enumerate(fresh, start=len(released) + 1):
                row.number, row.released_at = number, now
                session.add(row)
            session.flush()
            tell_authors(session, edition, fresh, now)

    def end_appeals(self) -> None:
        """Appeals have just ended: pages ask the clock."""
        self.bring_to_now(APPEALS_END + timedelta(hours=1))

    def present(self) -> datetime:
        """The present moment, by the clock that pages ask."""
        return datetime.now(UTC)

    def reopen_appeals(self) -> None:
        """Appeals go on for a day."""
        with write_session() as session:
            edition = load_edition(session, self.slug)
            edition.appeals_until = datetime.now(UTC) + timedelta(days=1)
            session.add(edition)

    def drop_call(self) -> None:
        """The edition never had a call."""
        with write_session() as session:
            edition = load_edition(session, self.slug)
            edition.proposals_from = None
            session.add(edition)

    def bring_to_now(self, moment: datetime = DURING_APPEALS) -> None:
        """Moves every date so that ``moment`` is the present one."""
        moved = datetime.now(UTC) - moment
        with write_session() as session:
            for kind, names in _DATES.items():
                for row in session.exec(select(kind)):
                    for name in names:
                        known = getattr(row, name)
                        setattr(row, name, known + moved if known else None)
                    session.add(row)


def open_session(person: Actor) -> str:
    """The token of a browser in which ``person`` is signed in now."""
    token, now = f"session-of-{person.account_id}", datetime.now(UTC)
    row = SessionRow(
        token_hash=sha256(token.encode()).hexdigest(),
        account_id=person.account_id or 0,
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(hours=1),
    )
    with write_session() as session:
        session.add(row)
    return token
