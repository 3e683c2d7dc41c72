"""Appeals: who may make one, against what, until when, and whom it tells."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from budget_app.domain.proposal import Channel
from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.services.actor import ANONYMOUS, Actor
from budget_app.services.appeals import appeal, find_appeal
from budget_app.services.editions import load_edition
from budget_app.services.proposals import load_proposal
from budget_app.storage.action_log import ActionRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.reviews import AppealRow
from tests.budget_app.decided_call import FINALLY, NOT_PUBLIC, DecidedCall
from tests.budget_app.mailbox import mails_to
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import APPEALS_END, DECISIONS, DURING_APPEALS

pytestmark = pytest.mark.usefixtures("database")

WORDS = "Le diocèse a donné son accord : voici sa lettre."


@pytest.fixture
def call() -> DecidedCall:
    """Proposal 1 is refused and 2 admitted; 3, which came at the counter, is refused too; 4 is not decided."""
    call = DecidedCall(residents=4).create()
    for person in call.people:
        call.publish(person)
    with write_session() as session:
        paper = load_proposal(session, call.slug, 3)
        paper.channel, paper.author_id = Channel.COUNTER, None
        session.add(paper)
    call.decide(1, NOT_PUBLIC)
    call.decide(2)
    call.decide(3, NOT_PUBLIC)
    call.release()
    return call


def _rows() -> list[AppealRow]:
    with read_session() as session:
        return list(session.exec(select(AppealRow)))


def test_an_author_appeals_and_the_text_is_kept(call: DecidedCall) -> None:
    appeal(call.people[0], call.slug, 1, f"  {WORDS}\n", DURING_APPEALS)
    (row,) = _rows()
    assert (row.body, row.account_id, row.keyed_by, row.made_at) == (
        WORDS,
        call.people[0].account_id,
        None,
        DURING_APPEALS,
    )


def test_an_accepted_co_author_may_appeal_and_one_who_did_not_answer_may_not(call: DecidedCall) -> None:
    with refused("appeal-not-yours"):
        appeal(call.people[3], call.slug, 1, WORDS, DURING_APPEALS)
    call.accept_co_author(1, call.people[3], "Habitante 4", "quatre@essai.example")
    appeal(call.people[3], call.slug, 1, WORDS, DURING_APPEALS)
    assert _rows()[0].account_id == call.people[3].account_id


@pytest.mark.parametrize("role", Role)
def test_at_the_counter_only_agents_appeal_for_a_paper_proposal(call: DecidedCall, role: Role) -> None:
    actor = call.staff[role]
    with refused("appeal-not-yours"):
        appeal(actor, call.slug, 1, WORDS, DURING_APPEALS)
    if role in ALLOWED[Action.ENTER_PAPER_PROPOSAL]:
        appeal(actor, call.slug, 3, WORDS, DURING_APPEALS)
        assert [(row.keyed_by, row.account_id) for row in _rows()] == [(actor.account_id, None)]
        return
    with refused("appeal-not-yours"):
        appeal(actor, call.slug, 3, WORDS, DURING_APPEALS)
    assert _rows() == []


@pytest.mark.parametrize("who", ["anonymous", "nobody's account", "another author"])
def test_others_may_not_appeal(call: DecidedCall, who: str) -> None:
    actors = {"anonymous": ANONYMOUS, "nobody's account": Actor(999, frozenset()), "another author": call.people[1]}
    for number in (1, 3):
        with refused("appeal-not-yours"):
            appeal(actors[who], call.slug, number, WORDS, DURING_APPEALS)
    assert _rows() == []


def test_an_admission_is_not_appealed_against(call: DecidedCall) -> None:
    with refused("appeal-not-refused"):
        appeal(call.people[1], call.slug, 2, WORDS, DURING_APPEALS)


def test_what_is_not_decided_or_not_released_cannot_be_appealed_against(call: DecidedCall) -> None:
    with refused("decision-unknown"):
        appeal(call.people[3], call.slug, 4, WORDS, DURING_APPEALS)
    call.decide(4, NOT_PUBLIC)
    with refused("decision-unknown"):
        appeal(call.people[3], call.slug, 4, WORDS, DURING_APPEALS)
    with refused("decision-unknown"):
        appeal(call.people[0], call.slug, 1, WORDS, DECISIONS - timedelta(seconds=1))
    with refused("proposal-unknown"):
        appeal(call.people[0], call.slug, 99, WORDS, DURING_APPEALS)
    with refused("edition-unknown"):
        appeal(call.people[0], "ailleurs", 1, WORDS, DURING_APPEALS)


def test_appeals_end_at_their_time(call: DecidedCall) -> None:
    with refused("appeal-too-late"):
        appeal(call.people[0], call.slug, 1, WORDS, APPEALS_END)
    appeal(call.people[0], call.slug, 1, WORDS, APPEALS_END - timedelta(seconds=1))


def test_an_edition_without_a_time_for_appeals_takes_none(call: DecidedCall) -> None:
    with write_session() as session:
        edition = load_edition(session, call.slug)
        edition.appeals_until = None
        session.add(edition)
    with refused("appeal-too-late"):
        appeal(call.people[0], call.slug, 1, WORDS, DURING_APPEALS)
    assert find_appeal(call.people[0], call.slug, 1, DURING_APPEALS) is None


def test_there_is_one_appeal_and_none_against_the_final_decision(call: DecidedCall) -> None:
    appeal(call.people[0], call.slug, 1, WORDS, DURING_APPEALS)
    with refused("appeal-twice"):
        appeal(call.people[0], call.slug, 1, WORDS, DURING_APPEALS)
    call.decide(1, NOT_PUBLIC, appeal_round=2)
    call.release(FINALLY)
    with refused("appeal-twice"):
        appeal(call.people[0], call.slug, 1, WORDS, FINALLY)
    assert len(_rows()) == 1


@pytest.mark.parametrize(
    ("body", "code"), [("", "field-empty"), (" \n", "field-empty"), ("x" * 8001, "field-too-long")]
)
def test_an_appeal_needs_words_and_not_too_many(call: DecidedCall, body: str, code: str) -> None:
    with refused(code) as refusal:
        appeal(call.people[0], call.slug, 1, body, DURING_APPEALS)
    assert refusal.value.facts["field"] == "appeal"
    assert _rows() == []
    appeal(call.people[0], call.slug, 1, "x" * 8000, DURING_APPEALS)


def test_organisers_and_the_chair_are_told_and_authors_get_a_receipt(call: DecidedCall) -> None:
    appeal(call.people[0], call.slug, 1, WORDS, DURING_APPEALS)
    for role in Role:
        mails = mails_to(f"personnel.{role}@essai.example")
        assert len(mails) == (role in (Role.ORGANISER, Role.CHAIR)), role
        assert all(f"/instruction?edition={call.slug}&numero=1" in mail.body for mail in mails)
        assert all(WORDS not in mail.body for mail in mails)
    assert mails_to("habitante.1@essai.example")[-1].subject == "Essai-sur-Test : votre recours est arrivé"


def test_an_appeal_is_logged_without_its_words(call: DecidedCall) -> None:
    appeal(call.staff[Role.AGENT], call.slug, 3, WORDS, DURING_APPEALS)
    with read_session() as session:
        row = session.exec(select(ActionRow).where(ActionRow.action == "appeal")).one()
    assert row.account_id == call.staff[Role.AGENT].account_id
    assert json.loads(row.facts) == {"number": 3, "decision": 3}


def test_its_words_are_read_by_the_authors_and_by_staff_who_read_reviews(call: DecidedCall) -> None:
    offered = find_appeal(call.people[0], call.slug, 1, DURING_APPEALS)
    assert offered is not None
    assert (offered.open, offered.until, offered.made_at) == (True, APPEALS_END, None)
    appeal(call.people[0], call.slug, 1, WORDS, DURING_APPEALS)
    made = find_appeal(call.people[0], call.slug, 1, DURING_APPEALS)
    assert made is not None
    assert (made.open, made.body, made.made_at) == (False, WORDS, DURING_APPEALS)
    for role, actor in call.staff.items():
        seen = find_appeal(actor, call.slug, 1, DURING_APPEALS)
        assert (seen is not None) is (role in ALLOWED[Action.READ_REVIEWS]), role
        assert seen is None or not seen.open
    for stranger in (ANONYMOUS, call.people[2]):
        assert find_appeal(stranger, call.slug, 1, DURING_APPEALS) is None
    assert find_appeal(call.people[1], call.slug, 2, DURING_APPEALS) is None
    late = find_appeal(call.staff[Role.AGENT], call.slug, 3, APPEALS_END)
    assert late is not None
    assert not late.open
