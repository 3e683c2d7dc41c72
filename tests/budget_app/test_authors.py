"""Who proposes: groups, co-authors who accept for themselves, and minors whose parent agrees first."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from budget_app.domain.authors import MOST_CO_AUTHORS, Answer, Authors, AuthorsDraft
from budget_app.domain.proposal import ProposalView
from budget_app.domain.roles import Role
from budget_app.services.actor import ANONYMOUS, Actor
from budget_app.services.authors import (
    ASKED_A_DAY,
    answer_invitation,
    ask_co_author,
    list_invitations,
    remove_co_author,
    save_authors,
)
from budget_app.services.call_rules import choose_call_rules, find_call_rules
from budget_app.services.counter import PaperAuthor, enter_paper_proposal
from budget_app.services.my_space import list_mine
from budget_app.services.parents import answer_consent, find_consent
from budget_app.services.proposal_form import open_written
from budget_app.services.proposals import find_proposal, save_draft, send_proposal, withdraw_proposal
from budget_app.storage.action_log import ActionRow
from budget_app.storage.database import read_session
from budget_app.ui.proposals.content import author_of
from tests.budget_app.mailbox import mails_to
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import BEFORE_CALL, COMPLETE, DURING_CALL, DURING_REVIEW, SimulatedCall

pytestmark = pytest.mark.usefixtures("database")
MINOR = AuthorsDraft(minor=True, parent_name="Pia Parent", parent_contact="pia@essai.example")
FRIEND = "habitante.2@essai.example"


@pytest.fixture
def call() -> SimulatedCall:
    return SimulatedCall().create()


@pytest.fixture
def author(call: SimulatedCall) -> Actor:
    return call.people[0]


@pytest.fixture
def friend(call: SimulatedCall) -> Actor:
    return call.people[1]


def _authors(actor: Actor, proposal: int) -> Authors:
    return open_written(actor, proposal, DURING_CALL).authors


def _invitation(actor: Actor) -> int:
    (only,) = list_invitations(actor)
    return only.id


def _seen(call: SimulatedCall, number: int) -> ProposalView:
    seen = find_proposal(call.staff[Role.AGENT], call.slug, number)
    assert seen is not None
    return seen


def _link_of(address: str) -> str:
    found = re.findall(r"/accord#(\S+)", mails_to(address)[-1].body)
    return str(found[-1])


def test_a_group_is_named_with_its_authors(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    save_authors(author, proposal, AuthorsDraft("  Les   Jardins partagés "), DURING_CALL)
    seen = _seen(call, send_proposal(author, proposal, DURING_CALL))
    assert author_of(seen) == "Les Jardins partagés (Habitante 1)"


def test_a_co_author_is_mailed_accepts_and_then_writes_too(
    call: SimulatedCall, author: Actor, friend: Actor
) -> None:
    proposal = call.begin(author)
    ask_co_author(author, proposal, " Habitante.2@ESSAI.example ", DURING_CALL)
    (mail,) = mails_to(FRIEND)
    assert COMPLETE.title in mail.body
    assert "Habitante 1" in mail.body
    assert "/invitations" in mail.body
    (asked,) = list_invitations(friend)
    assert (asked.title, asked.by, asked.edition) == (COMPLETE.title, "Habitante 1", "Appel d’essai")
    with refused("proposal-unknown"):
        open_written(friend, proposal, DURING_CALL)
    answer_invitation(friend, asked.id, accepts=True, now=DURING_CALL)
    assert [one.answer for one in _authors(author, proposal).co_authors] == [Answer.YES]
    assert [mine.id for mine in list_mine(friend, DURING_CALL)] == [proposal]
    save_draft(friend, proposal, replace(COMPLETE, title="Des bancs et des tables"), 1, DURING_CALL)
    number = send_proposal(friend, proposal, DURING_CALL)
    assert author_of(_seen(call, number)) == "Habitante 1, Habitante 2"
    assert list_invitations(friend) == ()


def test_who_declines_is_not_named_and_not_asked_again(call: SimulatedCall, author: Actor, friend: Actor) -> None:
    proposal = call.begin(author)
    ask_co_author(author, proposal, FRIEND, DURING_CALL)
    answer_invitation(friend, _invitation(friend), accepts=False, now=DURING_CALL)
    assert [one.answer for one in _authors(author, proposal).co_authors] == [Answer.NO]
    with refused("co-author-twice", field="co_author"):
        ask_co_author(author, proposal, FRIEND, DURING_CALL)
    with refused("proposal-unknown"):
        open_written(friend, proposal, DURING_CALL)
    assert author_of(_seen(call, send_proposal(author, proposal, DURING_CALL))) == "Habitante 1"


def test_only_who_is_asked_answers_and_once(call: SimulatedCall, author: Actor, friend: Actor) -> None:
    proposal = call.begin(author)
    ask_co_author(author, proposal, FRIEND, DURING_CALL)
    invitation = _invitation(friend)
    for stranger in (ANONYMOUS, author, call.people[2], call.staff[Role.ORGANISER]):
        assert list_invitations(stranger) == ()
        with refused("invitation-unknown"):
            answer_invitation(stranger, invitation, accepts=True, now=DURING_CALL)
    answer_invitation(friend, invitation, accepts=True, now=DURING_CALL)
    with refused("invitation-unknown"):
        answer_invitation(friend, invitation, accepts=False, now=DURING_CALL)


def test_a_place_that_was_taken_back_is_gone(call: SimulatedCall, author: Actor, friend: Actor) -> None:
    proposal, other = call.begin(author), call.begin(call.people[2])
    ask_co_author(author, proposal, FRIEND, DURING_CALL)
    answer_invitation(friend, _invitation(friend), accepts=True, now=DURING_CALL)
    (place,) = _authors(author, proposal).co_authors
    remove_co_author(call.people[2], other, place.id, DURING_CALL)
    assert _authors(author, proposal).co_authors == (place,), "others' proposals are not a way in"
    remove_co_author(author, proposal, place.id, DURING_CALL)
    assert _authors(author, proposal).co_authors == ()
    with refused("proposal-unknown"):
        open_written(friend, proposal, DURING_CALL)


def test_invitations_end_with_the_call_and_with_the_proposal(
    call: SimulatedCall, author: Actor, friend: Actor
) -> None:
    proposal = call.begin(author)
    ask_co_author(author, proposal, FRIEND, DURING_CALL)
    invitation = _invitation(friend)
    with refused("call-closed"):
        answer_invitation(friend, invitation, accepts=True, now=DURING_REVIEW)
    with refused("call-closed"):
        ask_co_author(author, proposal, "autre@essai.example", DURING_REVIEW)
    withdraw_proposal(author, proposal, DURING_CALL)
    assert list_invitations(friend) == ()
    with refused("invitation-unknown"):
        answer_invitation(friend, invitation, accepts=True, now=DURING_CALL)


def test_an_author_is_not_invited_and_an_address_must_be_one(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    with refused("co-author-twice", field="co_author"):
        ask_co_author(author, proposal, "habitante.1@essai.example", DURING_CALL)
    with refused("email-malformed", field="co_author"):
        ask_co_author(author, proposal, "pas une adresse", DURING_CALL)
    assert _authors(author, proposal).co_authors == ()


def test_invitations_are_limited_for_a_proposal_and_for_an_address(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    for number in range(MOST_CO_AUTHORS):
        ask_co_author(author, proposal, f"ami{number}@essai.example", DURING_CALL)
    with refused("co-authors-too-many", limit=MOST_CO_AUTHORS):
        ask_co_author(author, proposal, "encore@essai.example", DURING_CALL)
    other = call.begin(call.people[2])
    for _ in range(ASKED_A_DAY):
        ask_co_author(call.people[2], other, "cible@essai.example", DURING_CALL)
        (asked,) = _authors(call.people[2], other).co_authors
        remove_co_author(call.people[2], other, asked.id, DURING_CALL)
    with refused("co-author-mails", limit=ASKED_A_DAY):
        ask_co_author(call.people[2], other, "cible@essai.example", DURING_CALL)
    assert len(mails_to("cible@essai.example")) == ASKED_A_DAY
    ask_co_author(call.people[2], other, "cible@essai.example", DURING_CALL + timedelta(days=2))


def test_a_minors_proposal_is_sent_only_after_a_parent_agreed(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    save_authors(author, proposal, MINOR, DURING_CALL)
    with refused("parent-not-agreed", field="parent_contact"):
        send_proposal(author, proposal, DURING_CALL)
    asked = find_consent(_link_of(MINOR.parent_contact))
    assert (asked.minor, asked.content) == ("Habitante 1", COMPLETE)
    answer_consent(_link_of(MINOR.parent_contact), agrees=True, now=DURING_CALL)
    assert "est d’accord" in mails_to("habitante.1@essai.example")[-1].body
    seen = _seen(call, send_proposal(author, proposal, DURING_CALL))
    assert "Pia" not in repr(seen)
    assert "pia@" not in repr(seen)


def test_a_parent_who_says_no_keeps_it_from_being_sent(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    save_authors(author, proposal, MINOR, DURING_CALL)
    token = _link_of(MINOR.parent_contact)
    answer_consent(token, agrees=False, now=DURING_CALL)
    parent = _authors(author, proposal).parent
    assert parent is not None
    assert parent.answer is Answer.NO
    assert "n’est pas d’accord" in mails_to("habitante.1@essai.example")[-1].body
    with refused("parent-not-agreed"):
        send_proposal(author, proposal, DURING_CALL)
    with refused("consent-link-invalid"):
        answer_consent(token, agrees=True, now=DURING_CALL)


def test_another_parents_address_asks_anew_and_the_same_one_does_not(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    save_authors(author, proposal, MINOR, DURING_CALL)
    first = _link_of(MINOR.parent_contact)
    save_authors(author, proposal, replace(MINOR, parent_name="Pia P."), DURING_CALL)
    assert len(mails_to(MINOR.parent_contact)) == 1
    answer_consent(first, agrees=True, now=DURING_CALL)
    save_authors(author, proposal, replace(MINOR, parent_contact="paul@essai.example"), DURING_CALL)
    with refused("parent-not-agreed"):
        send_proposal(author, proposal, DURING_CALL)
    for used in (first, "", "inventé"):
        with refused("consent-link-invalid"):
            find_consent(used)
    answer_consent(_link_of("paul@essai.example"), agrees=True, now=DURING_CALL)
    assert send_proposal(author, proposal, DURING_CALL)


def test_an_adult_has_no_parent_and_what_was_said_of_one_is_forgotten(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    save_authors(author, proposal, MINOR, DURING_CALL)
    token = _link_of(MINOR.parent_contact)
    save_authors(author, proposal, replace(MINOR, minor=False), DURING_CALL)
    assert _authors(author, proposal).parent is None
    with refused("consent-link-invalid"):
        find_consent(token)
    assert send_proposal(author, proposal, DURING_CALL)


@pytest.mark.parametrize(
    ("draft", "code", "field"),
    [
        (replace(MINOR, parent_name=" "), "field-empty", "parent_name"),
        (replace(MINOR, parent_contact=""), "field-empty", "parent_contact"),
        (replace(MINOR, parent_contact="pia"), "email-malformed", "parent_contact"),
        (AuthorsDraft(group_name="x" * 81), "field-too-long", "group_name"),
        (replace(MINOR, parent_name="x" * 81), "field-too-long", "parent_name"),
        (replace(MINOR, parent_contact="x" * 255), "field-too-long", "parent_contact"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field_and_nothing_is_kept(
    call: SimulatedCall, author: Actor, draft: AuthorsDraft, code: str, field: str
) -> None:
    proposal = call.begin(author)
    with refused(code, field=field):
        save_authors(author, proposal, draft, DURING_CALL)
    assert _authors(author, proposal) == Authors()


def test_where_only_adults_propose_no_parent_is_asked(call: SimulatedCall, author: Actor) -> None:
    rules = replace(find_call_rules(call.slug), min_age=18)
    choose_call_rules(call.staff[Role.ORGANISER], call.slug, rules, BEFORE_CALL)
    proposal = call.begin(author)
    save_authors(author, proposal, MINOR, DURING_CALL)
    assert _authors(author, proposal).parent is None
    assert mails_to(MINOR.parent_contact) == []


def test_on_paper_an_agent_says_that_the_parent_signed(call: SimulatedCall) -> None:
    agent = call.staff[Role.AGENT]
    proposal = enter_paper_proposal(agent, call.slug, PaperAuthor("Rose Invent", "06 00 00 00 00"), DURING_CALL)
    save_draft(agent, proposal, COMPLETE, 0, DURING_CALL)
    unsigned = AuthorsDraft(minor=True, parent_name="Pia Parent", parent_contact="06 11 11 11 11")
    save_authors(agent, proposal, unsigned, DURING_CALL)
    with refused("parent-not-agreed"):
        send_proposal(agent, proposal, DURING_CALL)
    save_authors(agent, proposal, replace(unsigned, parent_signed=True), DURING_CALL)
    assert send_proposal(agent, proposal, DURING_CALL)


def test_strangers_and_staff_change_nothing_of_who_proposes(call: SimulatedCall, author: Actor) -> None:
    proposal = call.begin(author)
    ask_co_author(author, proposal, FRIEND, DURING_CALL)
    (place,) = _authors(author, proposal).co_authors
    for actor in (ANONYMOUS, *call.people[1:], *call.staff.values()):
        with refused("proposal-unknown"):
            save_authors(actor, proposal, AuthorsDraft("Pirates"), DURING_CALL)
        with refused("proposal-unknown"):
            ask_co_author(actor, proposal, "x@essai.example", DURING_CALL)
        with refused("proposal-unknown"):
            remove_co_author(actor, proposal, place.id, DURING_CALL)
    assert _authors(author, proposal) == Authors("", (place,))


def test_the_action_log_names_nobody_who_was_asked(call: SimulatedCall, author: Actor, friend: Actor) -> None:
    proposal = call.begin(author)
    save_authors(author, proposal, MINOR, DURING_CALL)
    ask_co_author(author, proposal, FRIEND, DURING_CALL)
    answer_invitation(friend, _invitation(friend), accepts=True, now=DURING_CALL)
    with read_session() as session:
        logged = repr([vars(row) for row in session.exec(select(ActionRow))])
    assert "ask-co-author" in logged
    assert "answer-invitation" in logged
    for personal in (FRIEND, "Habitante", "Pia", "pia@"):
        assert personal not in logged
