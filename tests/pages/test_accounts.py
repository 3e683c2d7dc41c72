"""The staff's accounts as an administrator sees them, and as nobody else does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from budget_app.domain.roles import Role
from budget_app.services.staff import list_staff
from tests.budget_app.signed_in import session_of
from tests.budget_app.simulated_call import SimulatedCall, calendar_around
from tests.pages.conftest import Open, words_of


@pytest.fixture
def call() -> SimulatedCall:
    return SimulatedCall(calendar=calendar_around(datetime.now(UTC))).create()


@pytest.fixture
def desk(open_page: Open, call: SimulatedCall) -> AppTest:
    return open_page("accounts", token=session_of(call.staff[Role.ADMINISTRATOR]))


def _press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


def test_someone_is_invited_and_stands_in_the_list(desk: AppTest) -> None:
    desk.text_input(key="invite-name").input("Anne Agent")
    desk.text_input(key="invite-email").input("anne@essai.example")
    _press(desk, "Inviter")
    assert "Choisissez au moins un rôle de la liste." in [error.value for error in desk.error]
    assert desk.text_input(key="invite-name").value == "Anne Agent"
    desk.checkbox(key="invite-agent").check()
    _press(desk, "Inviter")
    words = words_of(desk)
    assert "L’invitation est envoyée" in words
    assert "Agent</td><td>invitation envoyée</td><td>anne@essai.example" in words


def test_roles_are_changed_and_taken_away(desk: AppTest, call: SimulatedCall) -> None:
    agent = call.staff[Role.AGENT].account_id or 0
    desk.selectbox(key="staff-account").set_value(agent).run()
    desk.checkbox(key=f"staff-{agent}-chair").check()
    _press(desk, "Enregistrer les rôles")
    roles = {each.id: each.roles for each in list_staff(call.staff[Role.ADMINISTRATOR])}
    assert roles[agent] == {Role.AGENT, Role.CHAIR}
    desk.selectbox(key="staff-account").set_value(agent).run()
    _press(desk, "Retirer tout accès")
    assert "L’accès est retiré." in words_of(desk)
    assert agent not in {each.id for each in list_staff(call.staff[Role.ADMINISTRATOR])}


def test_the_last_administrator_reads_why_they_stay(desk: AppTest, call: SimulatedCall) -> None:
    desk.selectbox(key="staff-account").set_value(call.staff[Role.ADMINISTRATOR].account_id).run()
    _press(desk, "Retirer tout accès")
    assert "C’est le dernier compte d’administration" in words_of(desk)


@pytest.mark.parametrize("role", [None, *(role for role in Role if role is not Role.ADMINISTRATOR)])
def test_nobody_else_opens_the_page_or_finds_a_link_to_it(
    open_page: Open, call: SimulatedCall, role: Role | None
) -> None:
    token = session_of(call.staff[role]) if role else None
    words = words_of(open_page("accounts", token=token))
    assert "personnel.agent@essai.example" not in words
    assert 'href="/comptes"' not in words
