"""The moderators' page: reading, publishing, hiding with a reason, and nothing for others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.proposal import ProposalState
from budget_app.domain.roles import Role
from budget_app.services.actor import ANONYMOUS
from budget_app.services.proposals import find_proposal
from tests.budget_app.decided_call import open_session
from tests.budget_app.simulated_call import COMPLETE, SimulatedCall, calendar_around
from tests.pages.conftest import Open, words_of


@pytest.fixture
def call() -> SimulatedCall:
    """Two proposals that wait to be read now."""
    now = datetime.now(UTC)
    call = SimulatedCall(calendar=calendar_around(now)).create()
    call.propose(call.people[0], now=now)
    call.propose(call.people[1], replace(COMPLETE, title="Une mare"), now)
    return call


@pytest.fixture
def desk(open_page: Open, call: SimulatedCall) -> AppTest:
    """The page of an agent."""
    return open_page("moderation", token=open_session(call.staff[Role.AGENT]))


def _press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def _state(call: SimulatedCall, number: int) -> ProposalState:
    found = find_proposal(call.staff[Role.AGENT], call.slug, number)
    assert found is not None
    return found.state


def test_the_oldest_is_read_first_and_published(desk: AppTest, call: SimulatedCall) -> None:
    assert "<h2>1. Des bancs à l’ombre</h2>" in words_of(desk)
    assert "À lire ensuite" in words_of(desk)
    _press(desk, "Publier")
    assert find_proposal(ANONYMOUS, call.slug, 1) is not None
    words = words_of(desk)
    assert "La proposition n° 1 est publiée." in words
    assert "<h2>2. Une mare</h2>" in words
    _press(desk, "Publier")
    assert "Tout est lu." in words_of(desk)


def test_hiding_without_a_reason_is_refused_at_the_place(desk: AppTest, call: SimulatedCall) -> None:
    _press(desk, "Masquer")
    assert [error.value for error in desk.error] == ["Ce champ ne peut pas rester vide : raison."]
    assert _state(call, 1) is ProposalState.WAITING


def test_a_proposal_is_hidden_with_a_reason_and_shown_again(desk: AppTest, call: SimulatedCall) -> None:
    desk.text_area(key="reason-1").input("Une publicité.")
    _press(desk, "Masquer")
    assert _state(call, 1) is ProposalState.HIDDEN
    assert "Une publicité." in words_of(desk)
    _press(desk, "Montrer de nouveau")
    assert _state(call, 1) is ProposalState.PUBLISHED


@pytest.mark.parametrize("role", [None, Role.REVIEWER, Role.CHAIR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_are_led_to_sign_in(open_page: Open, call: SimulatedCall, role: Role | None) -> None:
    page = open_page("moderation", token=open_session(call.staff[role]) if role else None)
    words = words_of(page)
    assert "Cette page est réservée au personnel de la mairie." in words
    assert "Des bancs" not in words
    assert not page.button
