"""What an account wrote: where each proposal stands for its authors, and nobody else's proposals."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from budget_app.domain.proposal import ProposalState
from budget_app.services.actor import ANONYMOUS
from budget_app.services.appeals import appeal
from budget_app.services.my_space import Standing, list_mine
from budget_app.services.proposals import load_proposal, save_draft, withdraw_proposal
from budget_app.storage.database import write_session
from tests.budget_app.decided_call import FINALLY, NOT_PUBLIC, DecidedCall
from tests.budget_app.simulated_call import (
    APPEALS_END,
    CALL_CLOSES,
    COMPLETE,
    DECISIONS,
    DURING_APPEALS,
    DURING_CALL,
)

pytestmark = pytest.mark.usefixtures("database")
LATER = DURING_CALL + timedelta(days=1)


@pytest.fixture
def call() -> DecidedCall:
    return DecidedCall().create()


def _standings(call: DecidedCall, now: datetime) -> list[Standing]:
    return [mine.standing for mine in list_mine(call.people[0], now)]


def _move(call: DecidedCall, number: int, state: ProposalState, **changes: object) -> None:
    with write_session() as session:
        row = load_proposal(session, call.slug, number)
        row.state = state
        for name, value in changes.items():
            setattr(row, name, value)
        session.add(row)


def test_a_draft_waits_to_be_sent_until_the_call_ends(call: DecidedCall) -> None:
    call.begin(call.people[0])
    (mine,) = list_mine(call.people[0], DURING_CALL)
    assert (mine.standing, mine.title, mine.number, mine.call_open) == (Standing.DRAFT, COMPLETE.title, None, True)
    assert _standings(call, CALL_CLOSES) == [Standing.NEVER_SENT]


def test_a_sent_proposal_waits_is_published_and_then_reviewed(call: DecidedCall) -> None:
    number = call.propose(call.people[0])
    assert _standings(call, DURING_CALL) == [Standing.WAITING]
    _move(call, number, ProposalState.PUBLISHED)
    assert _standings(call, DURING_CALL) == [Standing.PUBLISHED]
    assert _standings(call, CALL_CLOSES) == [Standing.IN_REVIEW]


def test_a_change_that_is_not_sent_is_told(call: DecidedCall) -> None:
    call.propose(call.people[0])
    (mine,) = list_mine(call.people[0], DURING_CALL)
    assert not mine.changing
    save_draft(call.people[0], mine.id, replace(COMPLETE, title="Huit bancs"), 0, LATER)
    (mine,) = list_mine(call.people[0], LATER)
    assert (mine.changing, mine.title) == (True, "Huit bancs")


def test_hidden_withdrawn_and_merged_ones_are_told_apart(call: DecidedCall) -> None:
    author = call.people[0]
    hidden, merged, into = (call.publish(author, title=title) for title in ("Un", "Deux", "Trois"))
    _move(call, hidden, ProposalState.HIDDEN, hidden_reason="Des noms y figurent.")
    with write_session() as session:
        target = load_proposal(session, call.slug, into).id
    _move(call, merged, ProposalState.MERGED, merged_into=target)
    withdraw_proposal(author, target or 0, DURING_CALL)
    found = {mine.number: mine for mine in list_mine(author, DURING_CALL)}
    assert (found[hidden].standing, found[hidden].hidden_reason) == (Standing.HIDDEN, "Des noms y figurent.")
    assert (found[merged].standing, found[merged].merged_into) == (Standing.MERGED, into)
    assert found[into].standing is Standing.WITHDRAWN


def test_decisions_are_told_once_they_are_public_and_appeals_while_there_is_time(call: DecidedCall) -> None:
    author = call.people[0]
    refused, admitted = call.publish(author), call.publish(author, title="Un autre")
    call.decide(refused, NOT_PUBLIC)
    call.decide(admitted)
    assert set(_standings(call, DECISIONS - timedelta(days=1))) == {Standing.IN_REVIEW}
    call.release()

    def standing(number: int, now: datetime) -> Standing:
        return {mine.number: mine.standing for mine in list_mine(author, now)}[number]

    assert standing(admitted, DURING_APPEALS) is Standing.ADMITTED
    assert standing(refused, DURING_APPEALS) is Standing.REFUSED_OPEN
    assert standing(refused, APPEALS_END) is Standing.REFUSED
    appeal(author, call.slug, refused, "Le terrain est à la commune depuis 2028.", DURING_APPEALS)
    assert standing(refused, DURING_APPEALS) is Standing.APPEALED
    call.decide(refused, NOT_PUBLIC, appeal_round=2)
    call.release(FINALLY)
    assert standing(refused, FINALLY) is Standing.REFUSED_FINALLY


def test_co_authors_find_what_they_share_and_others_find_nothing(call: DecidedCall) -> None:
    number = call.publish(call.people[0])
    call.accept_co_author(number, call.people[1], "Habitante 2", "habitante.2@essai.example")
    assert [mine.number for mine in list_mine(call.people[1], DURING_CALL)] == [number]
    for actor in (call.people[2], ANONYMOUS, *call.staff.values()):
        assert list_mine(actor, DURING_CALL) == ()
