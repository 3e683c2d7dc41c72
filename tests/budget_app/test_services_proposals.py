"""Proposals: drafts, versions, limits and dates, who may change and who may read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from budget_app.domain.call_rules import CallRules, Moderation
from budget_app.domain.proposal import ProposalContent, ProposalState
from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.services.actor import ANONYMOUS, Actor
from budget_app.services.editions import load_edition
from budget_app.services.proposals import find_draft, find_proposal, save_draft, send_proposal, start_proposal
from budget_app.services.proposals import withdraw_proposal as withdraw
from budget_app.storage.database import write_session
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import BEFORE_CALL, CALL_CLOSES, CALL_OPENS, COMPLETE, DURING_CALL, SimulatedCall

pytestmark = pytest.mark.usefixtures("database")
SECOND = timedelta(seconds=1)


@pytest.fixture
def call() -> SimulatedCall:
    return SimulatedCall().create()


def _choose(call: SimulatedCall, rules: CallRules) -> None:
    with write_session() as session:
        edition = load_edition(session, call.slug)
        edition.call_rules = rules.to_json()
        session.add(edition)


def test_a_proposal_is_begun_saved_sent_and_read_again(call: SimulatedCall) -> None:
    author = call.people[0]
    assert call.propose(author) == 1
    assert call.propose(call.people[1], replace(COMPLETE, title="Un autre")) == 2
    found = find_proposal(author, call.slug, 1)
    assert found is not None
    assert (found.content, found.version, found.author_name) == (COMPLETE, 1, "Habitante 1")
    assert (found.state, found.sent_at) == (ProposalState.WAITING, DURING_CALL)


def test_where_moderation_comes_after_a_proposal_is_public_at_once(call: SimulatedCall) -> None:
    _choose(call, CallRules(moderation=Moderation.AFTER))
    number = call.propose(call.people[0])
    found = find_proposal(ANONYMOUS, call.slug, number)
    assert found is not None
    assert found.state is ProposalState.PUBLISHED


def test_the_call_opens_and_closes_at_its_times(call: SimulatedCall) -> None:
    author = call.people[0]
    with refused("call-not-open"):
        start_proposal(author, call.slug, CALL_OPENS - SECOND)
    proposal = call.begin(author, now=CALL_OPENS)
    with refused("call-closed"):
        send_proposal(author, proposal, CALL_CLOSES)
    with refused("call-closed"):
        start_proposal(author, call.slug, CALL_CLOSES)
    assert send_proposal(author, proposal, CALL_CLOSES - SECOND) == 1


def test_what_was_typed_when_the_call_closed_is_kept(call: SimulatedCall) -> None:
    author = call.people[0]
    proposal = call.begin(author)
    longer = replace(COMPLETE, description="Écrit à la dernière minute.")
    save_draft(author, proposal, longer, 1, CALL_CLOSES)
    with refused("call-closed"):
        send_proposal(author, proposal, CALL_CLOSES)
    assert find_draft(author, proposal) == (longer, 2)


def test_two_windows_cannot_overwrite_each_other(call: SimulatedCall) -> None:
    author = call.people[0]
    proposal = call.begin(author)
    save_draft(author, proposal, replace(COMPLETE, title="Première fenêtre"), 1, DURING_CALL)
    with refused("draft-changed-elsewhere"):
        save_draft(author, proposal, replace(COMPLETE, title="Seconde fenêtre"), 1, DURING_CALL)
    assert find_draft(author, proposal)[0].title == "Première fenêtre"


def test_a_change_is_a_new_version_under_the_same_number(call: SimulatedCall) -> None:
    author = call.people[0]
    proposal = call.begin(author)
    number = send_proposal(author, proposal, DURING_CALL)
    assert find_draft(author, proposal) == (COMPLETE, 0)
    with refused("draft-missing"):
        send_proposal(author, proposal, DURING_CALL)
    changed = replace(COMPLETE, title="Huit bancs")
    save_draft(author, proposal, changed, 0, DURING_CALL)
    assert send_proposal(author, proposal, DURING_CALL) == number
    found = find_proposal(author, call.slug, number)
    assert found is not None
    assert (found.version, found.content) == (2, changed)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (replace(COMPLETE, title=" "), "field-empty"),
        (replace(COMPLETE, summary=""), "field-empty"),
        (replace(COMPLETE, category="Autre"), "category-unknown"),
        (replace(COMPLETE, place=""), "place-missing"),
    ],
)
def test_an_incomplete_draft_is_kept_and_not_sent(call: SimulatedCall, content: ProposalContent, code: str) -> None:
    author = call.people[0]
    proposal = call.begin(author, content)
    with refused(code):
        send_proposal(author, proposal, DURING_CALL)
    assert find_draft(author, proposal)[0] == content
    assert find_proposal(author, call.slug, 1) is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (replace(COMPLETE, title="x" * 121), "field-too-long"),
        (replace(COMPLETE, cost=-1), "cost-invalid"),
        (replace(COMPLETE, links=("javascript:alert(1)",)), "link-invalid"),
        (replace(COMPLETE, links=("https://a.example",) * 6), "links-too-many"),
        (replace(COMPLETE, latitude=46.0), "position-invalid"),
        (replace(COMPLETE, latitude=91.0, longitude=0.0), "position-invalid"),
    ],
)
def test_what_not_even_a_draft_may_hold_is_refused(call: SimulatedCall, content: ProposalContent, code: str) -> None:
    author = call.people[0]
    proposal = call.begin(author)
    with refused(code):
        save_draft(author, proposal, content, 1, DURING_CALL)
    assert find_draft(author, proposal) == (COMPLETE, 1)


def test_a_cost_over_the_cap_is_refused_at_sending(call: SimulatedCall) -> None:
    _choose(call, CallRules(cost_cap=5_000_00))
    with refused("cost-over-cap"):
        call.propose(call.people[0])


def test_a_person_has_a_number_of_proposals_and_a_withdrawn_one_leaves_its_place(call: SimulatedCall) -> None:
    _choose(call, CallRules(proposals_each=1))
    author = call.people[0]
    proposal = call.begin(author)
    with refused("proposals-too-many"):
        start_proposal(author, call.slug, DURING_CALL)
    withdraw(author, proposal, DURING_CALL)
    assert call.propose(author) == 1


def test_a_withdrawn_proposal_is_final_and_no_longer_public(call: SimulatedCall) -> None:
    _choose(call, CallRules(moderation=Moderation.AFTER))
    author = call.people[0]
    proposal = call.begin(author)
    number = send_proposal(author, proposal, DURING_CALL)
    with refused("call-closed"):
        withdraw(author, proposal, CALL_CLOSES)
    withdraw(author, proposal, DURING_CALL)
    assert find_proposal(ANONYMOUS, call.slug, number) is None
    for act in (find_draft, lambda actor, known: send_proposal(actor, known, DURING_CALL)):
        with refused("proposal-final"):
            act(author, proposal)


def test_a_stranger_cannot_tell_a_proposal_of_others_from_none(call: SimulatedCall) -> None:
    author, stranger = call.people[:2]
    proposal = call.begin(author)
    for actor in (stranger, ANONYMOUS, *call.staff.values()):
        for known in (proposal, 9_999):
            with refused("proposal-unknown"):
                find_draft(actor, known)
            with refused("proposal-unknown"):
                save_draft(actor, known, COMPLETE, 1, DURING_CALL)
            with refused("proposal-unknown"):
                send_proposal(actor, known, DURING_CALL)
            with refused("proposal-unknown"):
                withdraw(actor, known, DURING_CALL)
    assert send_proposal(author, proposal, DURING_CALL) == 1


def test_only_signed_in_people_propose(call: SimulatedCall) -> None:
    for actor in (ANONYMOUS, Actor(9_999, frozenset())):
        with refused("sign-in-first"):
            start_proposal(actor, call.slug, DURING_CALL)


def test_a_waiting_proposal_is_read_by_its_author_and_the_staff_only(call: SimulatedCall) -> None:
    number = call.propose(call.people[0])
    readers = ALLOWED[Action.MODERATE] | ALLOWED[Action.READ_REVIEWS]
    assert find_proposal(call.people[0], call.slug, number) is not None
    assert find_proposal(call.people[1], call.slug, number) is None
    assert find_proposal(ANONYMOUS, call.slug, number) is None
    for role, actor in call.staff.items():
        assert (find_proposal(actor, call.slug, number) is not None) == (role in readers), role
    assert Role.ADMINISTRATOR not in readers


def test_an_edition_that_does_not_exist_has_no_proposals(call: SimulatedCall) -> None:
    with refused("edition-unknown"):
        start_proposal(call.people[0], "nulle-part", BEFORE_CALL)
    assert find_proposal(call.people[0], "nulle-part", 1) is None
