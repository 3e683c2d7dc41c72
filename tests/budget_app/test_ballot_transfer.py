"""Admitted proposals become projects of the ballot list, at the decided cost, in a drawn order, and do not drift."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlmodel import select

from budget_app.domain.ballot_list import described_with
from budget_app.domain.call_rules import CallRules
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.project import ProjectDraft
from budget_app.domain.proposal import AttachedFile, FileKind, ProposalState
from budget_app.domain.review import CostEstimate
from budget_app.domain.roles import Role
from budget_app.services.actor import ANONYMOUS, SYSTEM, Actor
from budget_app.services.appeals import appeal
from budget_app.services.ballot_transfer import Origin, Taken, find_origin, preview_admitted, take_admitted
from budget_app.services.decision_register import load_register
from budget_app.services.editions import find_edition, load_edition
from budget_app.services.elections import public_election, set_up_vote
from budget_app.services.frozen_list import parse_frozen_list
from budget_app.services.projects import (
    add_project,
    change_project,
    list_own_projects,
    list_projects,
    remove_project,
)
from budget_app.services.proposals import load_proposal
from budget_app.storage.action_log import ActionRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.proposals import SupportRow
from tests.budget_app.decided_call import FINALLY, NOT_PUBLIC, DecidedCall
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import APPEALS_END, COMPLETE, DURING_APPEALS
from tests.budget_app.simulated_town import BEFORE, SimulatedTown

pytestmark = pytest.mark.usefixtures("database")

COSTS = {1: 12_345_67, 2: 8_000_00, 4: 5_000_00}
PHOTO = AttachedFile("ab" * 32, FileKind.PHOTO, "La place, sans ombre.")
AFTER_APPEALS = APPEALS_END + timedelta(hours=1)


@pytest.fixture
def call() -> DecidedCall:
    """1, 2 and 4 are admitted at COSTS, 3 is refused; all of it is released."""
    call = DecidedCall(residents=4).create()
    call.publish(call.people[0], replace(COMPLETE, files=(PHOTO,), latitude=48.1, longitude=2.2, district="Nord"))
    for person in call.people[1:]:
        call.publish(person, title=f"Projet de {person.account_id}")
    for number, cost in COSTS.items():
        call.decide(number, cost=CostEstimate(cost, 0, "Devis."))
    call.decide(3, NOT_PUBLIC)
    call.release()
    return call


@dataclass
class TownOfCall(SimulatedTown):
    """The town that votes on what a call admitted."""

    call: DecidedCall | None = None

    def create(self) -> SimulatedTown:
        """The edition is the call's."""
        assert self.call is not None
        self.slug = self.call.slug
        edition = find_edition(self.slug, BEFORE)
        assert edition is not None
        self.uuid = edition.uuid
        return self


def _organiser(call: DecidedCall) -> Actor:
    return call.staff[Role.ORGANISER]


def _take(call: DecidedCall) -> Taken:
    return take_admitted(_organiser(call), call.slug, AFTER_APPEALS)


def _drawn(call: DecidedCall, *numbers: int) -> list[int]:
    """The order as anybody draws it from the published seed."""
    seed = load_register(call.slug, AFTER_APPEALS).seed
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}|{number}".encode()).digest())


def _costs(call: DecidedCall) -> list[int]:
    return [project.cost for project in list_projects(call.slug)]


def test_admitted_proposals_become_projects_in_the_drawn_order(call: DecidedCall) -> None:
    assert _take(call) == Taken(added=3, removed=0, total=3)
    assert _costs(call) == [COSTS[number] for number in _drawn(call, 1, 2, 4)]
    project = next(project for project in list_projects(call.slug) if project.cost == COSTS[1])
    assert (project.title, project.summary, project.description) == (
        COMPLETE.title,
        COMPLETE.summary,
        COMPLETE.description,
    )
    assert (project.category, project.district, project.place) == (COMPLETE.category, "Nord", COMPLETE.place)
    assert (project.latitude, project.longitude) == (48.1, 2.2)
    assert project.picture == f"/fichiers/{PHOTO.key}.jpg"


def test_taking_again_changes_nothing(call: DecidedCall) -> None:
    _take(call)
    before = list_projects(call.slug)
    assert _take(call) == Taken(added=0, removed=0, total=3)
    assert list_projects(call.slug) == before
    with read_session() as session:
        logged = session.exec(select(ActionRow).where(ActionRow.action == "take-admitted")).all()
    assert [json.loads(row.facts) for row in logged] == [{"added": 3, "removed": 0, "total": 3}]


def test_what_was_hidden_since_leaves_the_list_and_the_others_keep_their_numbers(call: DecidedCall) -> None:
    _take(call)
    numbers = {project.cost: project.number for project in list_projects(call.slug)}
    with write_session() as session:
        row = load_proposal(session, call.slug, 2)
        row.state = ProposalState.HIDDEN
        session.add(row)
    assert _take(call) == Taken(added=0, removed=1, total=2)
    assert {project.cost: project.number for project in list_projects(call.slug)} == {
        cost: numbers[cost] for cost in (COSTS[1], COSTS[4])
    }


def test_projects_of_the_organisers_stay_beside_them(call: DecidedCall) -> None:
    add_project(SYSTEM, call.slug, ProjectDraft("Projet de la mairie", 1_000_00))
    _take(call)
    assert [project.number for project in list_projects(call.slug)] == [1, 2, 3, 4]
    assert [project.title for project in list_own_projects(call.slug)] == ["Projet de la mairie"]
    change_project(SYSTEM, call.slug, 1, ProjectDraft("Projet changé", 2_000_00))


def test_a_project_from_a_proposal_is_neither_changed_nor_removed(call: DecidedCall) -> None:
    _take(call)
    before = list_projects(call.slug)
    with refused("project-from-proposal"):
        change_project(_organiser(call), call.slug, 1, ProjectDraft("Autre chose", 1_00))
    with refused("project-from-proposal"):
        remove_project(_organiser(call), call.slug, 1)
    assert list_projects(call.slug) == before


@pytest.mark.parametrize("role", Role)
def test_only_organisers_take_and_look(call: DecidedCall, role: Role) -> None:
    actor = call.staff[role]
    if role is Role.ORGANISER:
        assert preview_admitted(actor, call.slug, AFTER_APPEALS).obstacles == ()
        assert take_admitted(actor, call.slug, AFTER_APPEALS).added == 3
        return
    for service in (take_admitted, preview_admitted):
        with refused("not-allowed"):
            service(actor, call.slug, AFTER_APPEALS)
    assert list_projects(call.slug) == ()


def test_nobody_and_authors_may_not_take(call: DecidedCall) -> None:
    for actor in (ANONYMOUS, call.people[0]):
        for service in (take_admitted, preview_admitted):
            with refused("not-allowed"):
                service(actor, call.slug, AFTER_APPEALS)


def _refused_take(call: DecidedCall, code: str, numbers: str, *, late: bool = True) -> None:
    with refused(code) as refusal:
        take_admitted(_organiser(call), call.slug, AFTER_APPEALS if late else DURING_APPEALS)
    assert refusal.value.facts["numbers"] == numbers
    assert list_projects(call.slug) == ()


def test_every_published_proposal_must_be_decided_in_public_first(call: DecidedCall) -> None:
    number = call.publish(call.people[0], title="Tardive")
    _refused_take(call, "decisions-not-released", str(number))
    call.decide(number)
    _refused_take(call, "decisions-not-released", str(number))
    call.release(FINALLY)
    assert _take(call).added == 4


def test_nothing_is_taken_as_long_as_a_refusal_may_be_appealed_against(call: DecidedCall) -> None:
    _refused_take(call, "appeals-still-possible", "3", late=False)
    appeal(call.people[2], call.slug, 3, "Le diocèse est d’accord.", DURING_APPEALS)
    _refused_take(call, "appeals-open", "3", late=False)
    _refused_take(call, "appeals-open", "3")
    call.decide(3, appeal_round=2, cost=CostEstimate(3_000_00, 0, "Devis."))
    _refused_take(call, "appeals-open", "3")
    call.release(FINALLY)
    assert take_admitted(_organiser(call), call.slug, FINALLY).added == 4, "before the end: nothing can be appealed now"
    assert 3_000_00 in _costs(call)


def test_what_remains_refused_after_an_appeal_stays_out(call: DecidedCall) -> None:
    appeal(call.people[2], call.slug, 3, "Le diocèse est d’accord.", DURING_APPEALS)
    call.decide(3, NOT_PUBLIC, appeal_round=2)
    call.release(FINALLY)
    assert _take(call).total == 3


def test_an_admission_without_a_cost_is_named(call: DecidedCall) -> None:
    number = call.publish(call.people[0], title="Sans coût")
    call.decide(number, cost=CostEstimate(0, 10_00, "Rien à bâtir."))
    call.release(FINALLY)
    _refused_take(call, "admitted-cost-missing", str(number))


def test_without_an_admission_there_is_nothing_to_take() -> None:
    call = DecidedCall().create()
    _refused_take(call, "admitted-none", "")
    call.publish(call.people[0])
    call.decide(1, NOT_PUBLIC)
    call.release()
    _refused_take(call, "admitted-none", "")
    with refused("edition-unknown"):
        take_admitted(_organiser(call), "ailleurs", AFTER_APPEALS)


def test_too_few_supports_keep_a_proposal_off_the_ballot(call: DecidedCall) -> None:
    with write_session() as session:
        edition = load_edition(session, call.slug)
        edition.call_rules = CallRules(supports_needed=2).to_json()
        session.add(edition)
        for number, supporters in ((1, call.people[1:3]), (2, call.people[2:3])):
            proposal = load_proposal(session, call.slug, number)
            for person in supporters:
                row = SupportRow(proposal_id=proposal.id or 0, account_id=person.account_id or 0, given_at=BEFORE)
                session.add(row)
    preview = preview_admitted(_organiser(call), call.slug, AFTER_APPEALS)
    assert [entry.proposal for entry in preview.admitted] == [1]
    assert sorted(entry.proposal for entry in preview.unsupported) == [2, 4]
    assert _take(call).total == 1
    assert _costs(call) == [COSTS[1]]


def test_a_project_leads_back_to_its_proposal_and_its_notice(call: DecidedCall) -> None:
    add_project(SYSTEM, call.slug, ProjectDraft("Projet de la mairie", 1_000_00))
    _take(call)
    assert find_origin(call.slug, 1, AFTER_APPEALS) is None
    order = _drawn(call, 1, 2, 4)
    found = [find_origin(call.slug, number, AFTER_APPEALS) for number in (2, 3, 4)]
    assert found == [Origin(proposal=number, decision=number) for number in order]
    assert find_origin(call.slug, 99, AFTER_APPEALS) is None


def test_what_people_vote_on_costs_what_was_decided_and_is_frozen(call: DecidedCall) -> None:
    _take(call)
    town = TownOfCall(call=call).prepare()
    set_up_vote(SYSTEM, town.slug, BEFORE)
    public = public_election(town.uuid, BEFORE)
    assert public.ballot_list is not None
    frozen = parse_frozen_list(public.ballot_list.encode())
    register = load_register(call.slug, BEFORE)
    for project in frozen.projects:
        origin = find_origin(call.slug, project.number, BEFORE)
        assert origin is not None
        entry = register.find(origin.proposal)
        assert entry is not None
        assert (project.cost, project.title) == (entry.in_force.cost.investment, entry.title)
    pictures = {project["picture"] for project in json.loads(public.ballot_list)["projects"]}
    assert f"/fichiers/{PHOTO.key}.jpg" in pictures
    assert public.election is not None
    described = described_with("Budget participatif de Essai-sur-Test.", public.ballot_list.encode())
    assert json.loads(public.election)["description"] == described
    with refused("vote-already-set-up"):
        _take(call)
    assert public_election(town.uuid, BEFORE).ballot_list == public.ballot_list


@pytest.mark.parametrize(
    "picture",
    [
        f"/fichiers/{'ab' * 32}.pdf",
        f"/fichiers/{'AB' * 32}.jpg",
        "/fichiers/../x.jpg",
        f"/fichiers/{'a' * 63}.jpg",
        "x",
    ],
)
def test_other_addresses_are_no_pictures(picture: str) -> None:
    with pytest.raises(InvalidInputError, match="^picture-invalid$"):
        ProjectDraft("P", 1, picture=picture).check()
    ProjectDraft("P", 1, picture=f"/fichiers/{'ab' * 32}.jpg").check()


def test_two_editions_do_not_mix(call: DecidedCall) -> None:
    other = DecidedCall(residents=0)
    other.open_account = lambda _name, *_roles: ANONYMOUS  # type: ignore[method-assign]
    other.create()
    _take(call)
    assert list_projects(other.slug) == ()
    assert load_register(other.slug, AFTER_APPEALS).entries == ()
    _refused_take(DecidedCall(slug=other.slug, people=call.people, staff=call.staff), "admitted-none", "")
