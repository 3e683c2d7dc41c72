"""A call whose proposals are reviewed by a committee of two reviewers and a chair, any of whom may cheat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from budget_app.domain.call_rules import USUAL_CRITERIA
from budget_app.domain.proposal import ProposalContent, ProposalState
from budget_app.domain.review import CostEstimate, Grid, Mark, MarkedCriterion
from budget_app.domain.roles import Role
from budget_app.services.actor import Actor
from budget_app.services.appeals import appeal
from budget_app.services.assignments import assign
from budget_app.services.decisions import decide, release_decisions
from budget_app.services.proposals import find_proposal, load_proposal
from budget_app.services.reviews import sign_review
from budget_app.storage.database import write_session
from budget_app.storage.proposals import CoAuthorRow
from tests.budget_app.simulated_call import COMPLETE, DECISIONS, DURING_REVIEW, SimulatedCall

DUE = DURING_REVIEW + timedelta(days=10)
ESTIMATE = CostEstimate(7_250_50, 120_00, "Six bancs à 1 200 €, et la pose.", "Marché de mobilier urbain 2029.")
NOT_PUBLIC = {"public-land": "Ce terrain appartient au diocèse."}


def grid_of(failed: Mapping[str, str] | None = None) -> Grid:
    """A whole grid of the usual criteria; ``failed`` gives the reasons of those that are not met, by code."""
    reasons = failed or {}
    marks = {True: Mark.NOT_MET, False: Mark.MET}
    return Grid(
        tuple(MarkedCriterion(it.code, marks[it.code in reasons], reasons.get(it.code, "")) for it in USUAL_CRITERIA)
    )


ALL_MET = grid_of()
REFUSED = grid_of(NOT_PUBLIC)


@dataclass
class ReviewedCall(SimulatedCall):
    """A call with published proposals, one by each resident; the reviewers are ``first``, ``second``, and the chair."""

    def create(self) -> ReviewedCall:
        """Makes the edition, its accounts and a published proposal by each resident."""
        super().create()
        self.first, self.chair = self.staff[Role.REVIEWER], self.staff[Role.CHAIR]
        self.second = self.open_account("Seconde Examinatrice", Role.REVIEWER)
        self.organiser, self.auditor = self.staff[Role.ORGANISER], self.staff[Role.AUDITOR]
        for person in self.people:
            self.publish(person)
        return self

    def publish(self, author: Actor, content: ProposalContent = COMPLETE, **said: str) -> int:
        """A proposal that everyone reads, with its ``said`` words changed; gives its number."""
        number = self.propose(author, replace(content, **said))  # type: ignore[arg-type]
        self.move(number, ProposalState.PUBLISHED)
        return number

    def move(self, number: int, state: ProposalState) -> None:
        """The proposal stands at ``state``."""
        with write_session() as session:
            row = load_proposal(session, self.slug, number)
            row.state = state
            session.add(row)

    def add_co_author(self, number: int, person: Actor, accepted_at: datetime | None = DURING_REVIEW) -> None:
        """``person`` is asked to be an author of the proposal too, and may accept."""
        with write_session() as session:
            proposal = load_proposal(session, self.slug, number)
            token = f"{proposal.id}/{person.account_id}"
            row = CoAuthorRow(proposal_id=proposal.id or 0, email=token, asked_at=DURING_REVIEW)
            row.account_id, row.accepted_at = person.account_id, accepted_at
            session.add(row)

    def assign(self, number: int, person: Actor, due_at: datetime | None = DUE, now: datetime = DURING_REVIEW) -> None:
        """The chair gives the proposal to ``person``."""
        assign(self.chair, self.slug, number, person.account_id or 0, "Espaces verts", due_at, now)

    def review(self, number: int, person: Actor, grid: Grid = ALL_MET, now: datetime = DURING_REVIEW) -> None:
        """``person`` is given the proposal, reviews and signs."""
        self.assign(number, person, None, now)
        sign_review(person, self.slug, number, grid, ESTIMATE, 0, now)

    def decide(self, number: int, grid: Grid = ALL_MET, now: datetime = DURING_REVIEW, by: Actor | None = None) -> None:
        """The chair decides what the grid says."""
        decide(by or self.chair, self.slug, number, grid.verdict, grid, ESTIMATE, now)

    def finish(self, *grids: Grid, by: Actor | None = None) -> None:
        """The first proposals are reviewed and decided, one for each grid."""
        for number, grid in enumerate(grids, start=1):
            self.review(number, by or self.first, grid)
            self.decide(number, grid)

    def release(self, now: datetime = DECISIONS) -> int:
        """The organiser makes the decisions public; gives how many."""
        return release_decisions(self.organiser, self.slug, now)

    def appeal(self, number: int, now: datetime) -> None:
        """The author of the proposal appeals against its released refusal."""
        found = find_proposal(self.chair, self.slug, number)
        assert found is not None
        appeal(Actor(found.author_id, frozenset()), self.slug, number, "Ce terrain est à la commune.", now)
