"""The page of the action log: for those who may read it, filtered, and its chain checked."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.services.moderation import publish
from tests.budget_app.decided_call import open_session
from tests.budget_app.simulated_call import DURING_CALL, SimulatedCall
from tests.pages.conftest import Open, words_of

READERS = ALLOWED[Action.READ_ACTION_LOG]


@pytest.fixture
def call() -> SimulatedCall:
    """A proposal was sent and published."""
    call = SimulatedCall().create()
    publish(call.staff[Role.AGENT], call.slug, call.propose(call.people[0]), DURING_CALL)
    return call


def _press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


@pytest.mark.parametrize("role", sorted(READERS))
def test_the_newest_actions_come_first_and_the_chain_is_checked(
    open_page: Open, call: SimulatedCall, role: Role
) -> None:
    page = open_page("action_log", token=open_session(call.staff[role]))
    words = words_of(page)
    assert words.index("Proposition publiée") < words.index("Proposition envoyée")
    assert "Habitante" not in words
    _press(page, "Vérifier la chaîne")
    assert "La chaîne tient : 2 lignes." in words_of(page)


def test_one_kind_of_action_can_be_asked_for(open_page: Open, call: SimulatedCall) -> None:
    token = open_session(call.staff[Role.AUDITOR])
    words = words_of(open_page("action_log", token=token, action="publish"))
    assert "Actions : 1" in words
    assert "proposal/1" in words


@pytest.mark.parametrize("role", [None, *sorted(set(Role) - READERS)])
def test_others_do_not_read_it(open_page: Open, call: SimulatedCall, role: Role | None) -> None:
    page = open_page("action_log", token=open_session(call.staff[role]) if role else None)
    assert "Cette page est réservée au personnel de la mairie." in words_of(page)
    assert "proposal/1" not in words_of(page)
