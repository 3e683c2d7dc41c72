"""A real small call for projects for tests: residents propose, staff of each role act, and any of them may cheat."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from budget_app.domain.edition import Calendar, EditionDraft, VotingRules
from budget_app.domain.project import DistrictView
from budget_app.domain.proposal import ProposalContent
from budget_app.domain.roles import Role
from budget_app.services.actor import SYSTEM, Actor
from budget_app.services.editions import create_edition, load_edition
from budget_app.services.projects import store_districts
from budget_app.services.proposals import save_draft, send_proposal, start_proposal
from budget_app.storage.accounts import AccountRow
from budget_app.storage.database import write_session

CALL_OPENS = datetime(2030, 1, 7, 8, tzinfo=UTC)
CALL_CLOSES = CALL_OPENS + timedelta(days=40)
DECISIONS = CALL_CLOSES + timedelta(days=40)
APPEALS_END = DECISIONS + timedelta(days=15)
VOTE_OPENS = APPEALS_END + timedelta(days=20)
VOTE_CLOSES = VOTE_OPENS + timedelta(days=14)

BEFORE_CALL = CALL_OPENS - timedelta(days=5)
DURING_CALL = CALL_OPENS + timedelta(days=3)
DURING_REVIEW = CALL_CLOSES + timedelta(days=3)
DURING_APPEALS = DECISIONS + timedelta(days=2)

COMPLETE = ProposalContent(
    title="Des bancs à l’ombre",
    category="Nature en ville",
    summary="Six bancs sous les tilleuls de la place.",
    description="La place n’a aucun banc à l’ombre.\nNous en proposons six.",
    place="Place de la Halle",
    cost=6_000_00,
)


def calendar_around(now: datetime) -> Calendar:
    """The calendar of a call that opened three days before ``now``."""
    moved = now - DURING_CALL
    times = (VOTE_OPENS, VOTE_CLOSES, CALL_OPENS, CALL_CLOSES, DECISIONS, APPEALS_END)
    return Calendar(*(time + moved for time in times))


@dataclass
class SimulatedCall:
    """An edition whose call opens at CALL_OPENS, with ``residents`` and one account for each role of staff."""

    residents: int = 3
    calendar: Calendar = Calendar(VOTE_OPENS, VOTE_CLOSES, CALL_OPENS, CALL_CLOSES, DECISIONS, APPEALS_END)
    districts: tuple[DistrictView, ...] = ()
    slug: str = ""
    people: list[Actor] = field(default_factory=list)
    staff: dict[Role, Actor] = field(default_factory=dict)

    def create(self) -> SimulatedCall:
        """Makes the edition and the accounts."""
        draft = EditionDraft("Appel d’essai", "Essai-sur-Test", "", 100_000_00, self.calendar, VotingRules(1, 2))
        self.slug = create_edition(SYSTEM, draft, BEFORE_CALL)
        with write_session() as session:
            edition = load_edition(session, self.slug)
            store_districts(session, edition.id or 0, self.districts)
        self.people = [self.open_account(f"Habitante {number}") for number in range(1, self.residents + 1)]
        self.staff = {role: self.open_account(f"Personnel {role}", role) for role in Role}
        return self

    def open_account(self, name: str, *roles: Role) -> Actor:
        """A confirmed account of that name."""
        email = f"{name.lower().replace(' ', '.')}@essai.example"
        row = AccountRow(
            email=email,
            name=name,
            password_hash="",
            roles=" ".join(roles),
            created_at=BEFORE_CALL,
            confirmed_at=BEFORE_CALL,
        )
        with write_session() as session:
            session.add(row)
            session.flush()
        return Actor(row.id, frozenset(roles))

    def begin(self, author: Actor, content: ProposalContent = COMPLETE, now: datetime = DURING_CALL) -> int:
        """A proposal that is written and not sent; gives its id."""
        proposal_id = start_proposal(author, self.slug, now)
        save_draft(author, proposal_id, content, 0, now)
        return proposal_id

    def propose(self, author: Actor, content: ProposalContent = COMPLETE, now: datetime = DURING_CALL) -> int:
        """A sent proposal; gives its number."""
        return send_proposal(author, self.begin(author, content, now), now)
