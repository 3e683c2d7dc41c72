"""The counter: proposals handed in on paper, by whom they are keyed, and what nobody else learns of the person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from budget_app.domain.call_rules import CallRules
from budget_app.domain.edition import Calendar
from budget_app.domain.proposal import Channel, ProposalState
from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.services.actor import ANONYMOUS, Actor
from budget_app.services.counter import PaperAuthor, enter_paper_proposal, list_paper_proposals
from budget_app.services.editions import load_edition
from budget_app.services.proposals import find_proposal, save_draft, send_proposal, start_proposal, withdraw_proposal
from budget_app.storage.action_log import ActionRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.proposals import ProposalRow
from tests.budget_app.refusals import refused
from tests.budget_app.signed_in import client_of
from tests.budget_app.simulated_call import (
    BEFORE_CALL,
    COMPLETE,
    DURING_CALL,
    DURING_REVIEW,
    SimulatedCall,
)
from tests.budget_app.web_client import WebClient

pytestmark = pytest.mark.usefixtures("database")
ROSE = PaperAuthor("Rose Invent", "06 12 34 56 78")
DAY = timedelta(days=1)


@pytest.fixture
def call() -> SimulatedCall:
    return SimulatedCall().create()


@pytest.fixture
def agent(call: SimulatedCall) -> Actor:
    return call.staff[Role.AGENT]


@pytest.fixture
def open_call() -> SimulatedCall:
    """A call that opened yesterday by the clock of the pages."""
    now = datetime.now(UTC)
    return SimulatedCall(calendar=Calendar(now + 100 * DAY, now + 110 * DAY, now - DAY, now + 30 * DAY)).create()


def _rows() -> list[ProposalRow]:
    with read_session() as session:
        return list(session.exec(select(ProposalRow)))


def _limit(call: SimulatedCall, limit: int) -> None:
    with write_session() as session:
        edition = load_edition(session, call.slug)
        edition.call_rules = CallRules(proposals_each=limit).to_json()
        session.add(edition)


def _send(actor: Actor, proposal: int) -> int:
    save_draft(actor, proposal, COMPLETE, 0, DURING_CALL)
    return send_proposal(actor, proposal, DURING_CALL)


@pytest.mark.parametrize("role", list(Role))
def test_only_agents_and_organisers_key_a_paper(call: SimulatedCall, role: Role) -> None:
    actor = call.staff[role]
    if role in ALLOWED[Action.ENTER_PAPER_PROPOSAL]:
        proposal = enter_paper_proposal(actor, call.slug, ROSE, DURING_CALL)
        assert _send(actor, proposal) == 1
        assert [paper.person for paper in list_paper_proposals(actor, call.slug)] == ["Rose Invent"]
        return
    with refused("not-allowed"):
        enter_paper_proposal(actor, call.slug, ROSE, DURING_CALL)
    with refused("not-allowed"):
        list_paper_proposals(actor, call.slug)
    assert _rows() == []


def test_residents_and_strangers_key_no_paper(call: SimulatedCall) -> None:
    for actor in (ANONYMOUS, call.people[0]):
        with refused("not-allowed"):
            enter_paper_proposal(actor, call.slug, ROSE, DURING_CALL)
        with refused("not-allowed"):
            list_paper_proposals(actor, call.slug)
    assert _rows() == []


def test_a_paper_is_marked_and_says_nothing_of_the_person(call: SimulatedCall, agent: Actor) -> None:
    number = _send(agent, enter_paper_proposal(agent, call.slug, ROSE, DURING_CALL))
    view = find_proposal(agent, call.slug, number)
    assert view is not None
    assert (view.channel, view.author_id, view.author_name) == (Channel.COUNTER, None, "")
    assert "Rose" not in repr(view)
    assert "06 12" not in repr(view)
    row = _rows()[0]
    assert (row.person_name, row.contact, row.keyed_by) == ("Rose Invent", "06 12 34 56 78", agent.account_id)


def test_the_name_shows_when_the_person_asked_for_it(call: SimulatedCall, agent: Actor) -> None:
    number = _send(agent, enter_paper_proposal(agent, call.slug, replace(ROSE, name_is_public=True), DURING_CALL))
    view = find_proposal(agent, call.slug, number)
    assert view is not None
    assert view.author_name == "Rose Invent"
    assert "06 12" not in repr(view)


def test_the_action_log_has_the_role_and_nothing_of_the_person(call: SimulatedCall, agent: Actor) -> None:
    proposal = enter_paper_proposal(agent, call.slug, ROSE, DURING_CALL)
    with read_session() as session:
        logged = session.exec(select(ActionRow).where(ActionRow.action == "enter-paper-proposal")).one()
    assert (logged.subject, logged.account_id) == (f"proposal/{proposal}", agent.account_id)
    assert logged.facts == '{"role":"agent"}'


def test_a_paper_is_sent_only_when_what_it_says_could_be_sent_from_the_web(call: SimulatedCall, agent: Actor) -> None:
    proposal = enter_paper_proposal(agent, call.slug, ROSE, DURING_CALL)
    save_draft(agent, proposal, replace(COMPLETE, title=""), 0, DURING_CALL)
    with refused("field-empty"):
        send_proposal(agent, proposal, DURING_CALL)
    assert _rows()[0].state == ProposalState.DRAFT


def test_a_paper_is_keyed_only_while_the_call_is_open(call: SimulatedCall, agent: Actor) -> None:
    with refused("call-not-open"):
        enter_paper_proposal(agent, call.slug, ROSE, BEFORE_CALL)
    with refused("call-closed"):
        enter_paper_proposal(agent, call.slug, ROSE, DURING_REVIEW)
    with refused("edition-unknown"):
        enter_paper_proposal(agent, "nulle-part", ROSE, DURING_CALL)
    assert _rows() == []


@pytest.mark.parametrize(
    ("author", "code", "field"),
    [
        (PaperAuthor(" ", "a"), "field-empty", "name"),
        (PaperAuthor("R" * 81, "a"), "field-too-long", "name"),
        (PaperAuthor("Rose", " "), "field-empty", "contact"),
        (PaperAuthor("Rose", "0" * 255), "field-too-long", "contact"),
    ],
)
def test_a_name_and_a_contact_are_needed(
    call: SimulatedCall, agent: Actor, author: PaperAuthor, code: str, field: str
) -> None:
    with refused(code) as caught:
        enter_paper_proposal(agent, call.slug, author, DURING_CALL)
    assert caught.value.facts["field"] == field
    assert _rows() == []


def test_a_person_has_so_many_papers_however_their_name_is_typed(call: SimulatedCall, agent: Actor) -> None:
    _limit(call, 1)
    first = enter_paper_proposal(agent, call.slug, ROSE, DURING_CALL)
    with refused("paper-proposals-too-many"):
        enter_paper_proposal(agent, call.slug, PaperAuthor(" rose  INVENT", "0612345678"), DURING_CALL)
    enter_paper_proposal(agent, call.slug, PaperAuthor("Jules Invent", ROSE.contact), DURING_CALL)
    withdraw_proposal(agent, first, DURING_CALL)
    assert enter_paper_proposal(agent, call.slug, ROSE, DURING_CALL)


def test_paper_and_account_of_one_address_share_the_limit(call: SimulatedCall, agent: Actor) -> None:
    _limit(call, 1)
    enter_paper_proposal(agent, call.slug, PaperAuthor("Habitante", "Habitante.1@essai.example"), DURING_CALL)
    with refused("proposals-too-many"):
        start_proposal(call.people[0], call.slug, DURING_CALL)
    start_proposal(call.people[1], call.slug, DURING_CALL)
    with refused("paper-proposals-too-many"):
        enter_paper_proposal(agent, call.slug, PaperAuthor("Autre", "habitante.2@essai.example"), DURING_CALL)


def test_the_page_leads_to_the_form_in_steps_and_finds_the_paper_again(open_call: SimulatedCall) -> None:
    client = client_of(open_call.staff[Role.AGENT])
    form = {"edition": open_call.slug, "name": "Rose Invent", "contact": "rose@essai.example"}
    answer = client.post("/guichet", data=form)
    proposal = _rows()[0].id
    assert (answer.status_code, answer.headers["location"]) == (303, f"/proposer/{proposal}/idee")
    assert f"référence P-{proposal}" in client.get(f"/proposer/{proposal}/idee").text
    page = client.get(f"/guichet?edition={open_call.slug}").text
    assert f'<a href="/proposer/{proposal}/idee">P-{proposal}</a>' in page
    assert "pas encore envoyée" in page
    save_draft(open_call.staff[Role.AGENT], proposal or 0, COMPLETE, 0, datetime.now(UTC))
    sent = client.post(f"/proposer/{proposal}/relire", data={"revision": "1", "then": "send"})
    assert sent.headers["location"] == f"/proposer/{proposal}/envoyee"
    assert f"la référence P-{proposal} sur le formulaire papier" in client.get(f"/proposer/{proposal}/envoyee").text


def test_staff_are_led_back_to_the_counter_and_not_to_their_own_space(open_call: SimulatedCall) -> None:
    agent, now = open_call.staff[Role.AGENT], datetime.now(UTC)
    proposal, client = enter_paper_proposal(agent, open_call.slug, ROSE, now), client_of(agent)
    for path in (f"/proposer/{proposal}/idee?garde=1", f"/proposer/{proposal}/retirer"):
        page = client.get(path).text
        assert f'href="/guichet?edition={open_call.slug}"' in page
        assert "/mon-espace" not in page
    own = open_call.begin(open_call.people[0], now=now)
    page = client_of(open_call.people[0]).get(f"/proposer/{own}/retirer").text
    assert "/mon-espace" in page
    assert "/guichet" not in page


def test_a_refusal_stands_at_its_field_and_loses_nothing(open_call: SimulatedCall) -> None:
    client = client_of(open_call.staff[Role.AGENT])
    form = {"edition": open_call.slug, "name": "<b>Rose", "contact": "", "public": "yes"}
    answer = client.post("/guichet", data=form)
    assert answer.status_code == 422
    assert 'id="contact-refusal"' in answer.text
    assert 'value="&lt;b&gt;Rose"' in answer.text
    assert 'value="yes" checked' in answer.text
    assert _rows() == []


@pytest.mark.parametrize("role", list(Role))
def test_the_page_opens_for_those_who_may_key_only(open_call: SimulatedCall, role: Role) -> None:
    client = client_of(open_call.staff[role])
    allowed = role in ALLOWED[Action.ENTER_PAPER_PROPOSAL]
    form = {"edition": open_call.slug, "name": "Rose", "contact": "rose@essai.example"}
    assert client.get("/guichet").status_code == (200 if allowed else 403)
    assert client.post("/guichet", data=form).status_code == (303 if allowed else 403)
    assert len(_rows()) == allowed


def test_without_an_account_the_page_asks_to_sign_in(open_call: SimulatedCall) -> None:
    assert WebClient().get("/guichet").headers["location"] == "/sign-in?next=%2Fguichet"
    answer = WebClient().post("/guichet", data={"edition": open_call.slug})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fguichet")
    stranger = client_of(open_call.staff[Role.AGENT])
    assert stranger.post("/guichet", origin="https://ailleurs.example", data={}).status_code == 403
    assert _rows() == []
