"""Moderation: what waits is looked at by somebody else than its author, and a reason is always given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from budget_app.domain.call_rules import CallRules, Moderation
from budget_app.domain.proposal import ProposalState
from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.domain.word_check import find_words
from budget_app.services.actor import ANONYMOUS, SYSTEM, Actor
from budget_app.services.authors import answer_invitation, ask_co_author, list_invitations
from budget_app.services.call_rules import choose_call_rules
from budget_app.services.counter import PaperAuthor, enter_paper_proposal
from budget_app.services.mail import list_outbox
from budget_app.services.moderation import hide, list_hidden, moderation_queue, publish, show_again
from budget_app.services.proposals import find_proposal, save_draft, send_proposal
from tests.budget_app.mailbox import mails_to
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import BEFORE_CALL, COMPLETE, DURING_CALL, SimulatedCall

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def call() -> SimulatedCall:
    return SimulatedCall().create()


def _queue(call: SimulatedCall) -> list[int | None]:
    return [waiting.proposal.number for waiting in moderation_queue(call.staff[Role.AGENT], call.slug)]


def _state(call: SimulatedCall, number: int) -> ProposalState:
    found = find_proposal(call.staff[Role.AGENT], call.slug, number)
    assert found is not None
    return found.state


def _mail(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    monkeypatch.setenv("ISOLOIR_DEMO", "1")
    return [(mail.recipient, mail.subject, mail.body) for mail in list_outbox(ANONYMOUS)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Une PUBLICITÉ pour ma boutique", ("publicité",)),
        ("publicites", ()),
        ("à vendre, vite", ("à vendre",)),
        ("avendre", ()),
        ("", ()),
    ],
)
def test_words_are_found_whole_whatever_their_case_and_accents(text: str, found: tuple[str, ...]) -> None:
    assert find_words(text, ("publicité", "à vendre", "  ")) == found


def test_what_waits_is_published_and_its_author_told(call: SimulatedCall, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = call.propose(call.people[0]), call.propose(call.people[1])
    assert _queue(call) == [first, second]
    publish(call.staff[Role.AGENT], call.slug, first, DURING_CALL)
    assert _queue(call) == [second]
    assert find_proposal(ANONYMOUS, call.slug, first) is not None
    assert find_proposal(ANONYMOUS, call.slug, second) is None
    ((to, subject, body),) = _mail(monkeypatch)
    assert (to, subject) == ("habitante.1@essai.example", "Votre proposition est publiée")
    assert f"numero={first}" in body


def test_a_hidden_proposal_is_not_public_and_its_author_reads_why(
    call: SimulatedCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, agent = call.propose(call.people[0]), call.staff[Role.AGENT]
    publish(agent, call.slug, number, DURING_CALL)
    hide(agent, call.slug, number, " C’est une publicité. ", DURING_CALL)
    assert find_proposal(ANONYMOUS, call.slug, number) is None
    assert [hidden.number for hidden in list_hidden(agent, call.slug)] == [number]
    own = find_proposal(call.people[0], call.slug, number)
    assert own is not None
    assert (own.state, own.hidden_reason) == (ProposalState.HIDDEN, "C’est une publicité.")
    assert "C’est une publicité." in _mail(monkeypatch)[0][2]
    show_again(agent, call.slug, number, DURING_CALL)
    assert find_proposal(ANONYMOUS, call.slug, number) is not None


def test_all_who_wrote_are_told_and_a_person_who_came_on_paper_too(call: SimulatedCall) -> None:
    agent = call.staff[Role.AGENT]
    paper = enter_paper_proposal(agent, call.slug, PaperAuthor("Rose Invent", "rose@essai.example"), DURING_CALL)
    ask_co_author(agent, paper, "habitante.2@essai.example", DURING_CALL)
    (asked,) = list_invitations(call.people[1])
    answer_invitation(call.people[1], asked.id, accepts=True, now=DURING_CALL)
    save_draft(agent, paper, COMPLETE, 0, DURING_CALL)
    publish(agent, call.slug, send_proposal(agent, paper, DURING_CALL), DURING_CALL)
    for address in ("rose@essai.example", "habitante.2@essai.example"):
        assert mails_to(address)[-1].subject == "Votre proposition est publiée"


def test_where_moderation_comes_after_what_is_published_still_waits_for_a_look(call: SimulatedCall) -> None:
    rules = CallRules(moderation=Moderation.AFTER, words_to_check=("bancs", "publicité"))
    choose_call_rules(SYSTEM, call.slug, rules, BEFORE_CALL)
    number = call.propose(call.people[0])
    assert find_proposal(ANONYMOUS, call.slug, number) is not None
    (waiting,) = moderation_queue(call.staff[Role.AGENT], call.slug)
    assert (waiting.proposal.number, waiting.words) == (number, ("bancs",))
    publish(call.staff[Role.AGENT], call.slug, number, DURING_CALL)
    assert _queue(call) == []


def test_a_changed_proposal_is_looked_at_again(call: SimulatedCall) -> None:
    author = call.people[0]
    proposal = call.begin(author)
    number = send_proposal(author, proposal, DURING_CALL)
    publish(call.staff[Role.AGENT], call.slug, number, DURING_CALL)
    save_draft(author, proposal, replace(COMPLETE, title="Autre chose"), 0, DURING_CALL)
    send_proposal(author, proposal, DURING_CALL)
    assert _queue(call) == [number]
    assert _state(call, number) is ProposalState.WAITING


def test_a_hidden_proposal_stays_hidden_when_its_author_changes_it(call: SimulatedCall) -> None:
    author = call.people[0]
    proposal = call.begin(author)
    number = send_proposal(author, proposal, DURING_CALL)
    hide(call.staff[Role.AGENT], call.slug, number, "Trop vague.", DURING_CALL)
    save_draft(author, proposal, replace(COMPLETE, title="Plus précis"), 0, DURING_CALL)
    send_proposal(author, proposal, DURING_CALL)
    assert _state(call, number) is ProposalState.HIDDEN


@pytest.mark.parametrize(("reason", "code"), [(" ", "field-empty"), ("x" * 401, "field-too-long")])
def test_hiding_needs_a_reason_of_a_reasonable_length(call: SimulatedCall, reason: str, code: str) -> None:
    number = call.propose(call.people[0])
    with refused(code):
        hide(call.staff[Role.AGENT], call.slug, number, reason, DURING_CALL)
    assert _state(call, number) is ProposalState.WAITING


def test_nobody_moderates_what_they_wrote(call: SimulatedCall) -> None:
    agent = call.staff[Role.AGENT]
    number = call.propose(agent)
    with refused("moderation-own"):
        publish(agent, call.slug, number, DURING_CALL)
    with refused("moderation-own"):
        hide(agent, call.slug, number, "Raison", DURING_CALL)
    publish(call.staff[Role.ORGANISER], call.slug, number, DURING_CALL)


def test_what_others_did_in_the_meantime_is_not_done_twice(call: SimulatedCall) -> None:
    number, agent = call.propose(call.people[0]), call.staff[Role.AGENT]
    with refused("moderation-state"):
        show_again(agent, call.slug, number, DURING_CALL)
    hide(agent, call.slug, number, "Raison", DURING_CALL)
    for act in (
        lambda: publish(agent, call.slug, number, DURING_CALL),
        lambda: hide(agent, call.slug, number, "R", DURING_CALL),
    ):
        with refused("moderation-state"):
            act()
    with refused("proposal-unknown"):
        publish(agent, call.slug, 99, DURING_CALL)


def test_only_moderators_moderate(call: SimulatedCall) -> None:
    number = call.propose(call.people[0])
    strangers: list[Actor] = [ANONYMOUS, call.people[1]]
    strangers += [actor for role, actor in call.staff.items() if role not in ALLOWED[Action.MODERATE]]
    for actor in strangers:
        with refused("not-allowed"):
            moderation_queue(actor, call.slug)
        with refused("not-allowed"):
            list_hidden(actor, call.slug)
        with refused("not-allowed"):
            publish(actor, call.slug, number, DURING_CALL)
        with refused("not-allowed"):
            hide(actor, call.slug, number, "Raison", DURING_CALL)
        with refused("not-allowed"):
            show_again(actor, call.slug, number, DURING_CALL)
    assert _state(call, number) is ProposalState.WAITING
