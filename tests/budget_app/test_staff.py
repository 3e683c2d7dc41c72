"""Staff accounts: invited by mail, given roles, closed; by administrators only, and one of them always stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from budget_app.domain.roles import Role
from budget_app.services.accounts import find_actor, reset_password, sign_in
from budget_app.services.actor import ANONYMOUS, Actor
from budget_app.services.staff import (
    INVITATION_LENGTH,
    StaffAccount,
    change_roles,
    close_staff,
    invite_staff,
    list_staff,
)
from budget_app.storage.action_log import ActionRow
from budget_app.storage.database import read_session
from tests.budget_app.mailbox import mails_to
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import BEFORE_CALL, SimulatedCall

pytestmark = pytest.mark.usefixtures("database")
ANNE, PASSWORD = "anne@essai.example", "un mot de passe bien long"
LATER = BEFORE_CALL + timedelta(hours=1)


@pytest.fixture
def call() -> SimulatedCall:
    return SimulatedCall().create()


@pytest.fixture
def administrator(call: SimulatedCall) -> Actor:
    return call.staff[Role.ADMINISTRATOR]


def _token(address: str) -> str:
    return mails_to(address)[0].body.split("/password-reset/new#")[1].split()[0]


def _of(administrator: Actor, account_id: int) -> StaffAccount:
    return next(each for each in list_staff(administrator) if each.id == account_id)


def test_who_is_invited_chooses_a_password_by_the_link_and_has_the_roles(administrator: Actor) -> None:
    anne = invite_staff(administrator, " Anne   Agent ", " Anne@Essai.example ", frozenset({"agent"}), BEFORE_CALL)
    assert _of(administrator, anne) == StaffAccount(anne, "Anne Agent", ANNE, frozenset({Role.AGENT}), waits=True)
    with refused("sign-in-wrong"):
        sign_in(ANNE, PASSWORD, "192.0.2.1", BEFORE_CALL)
    reset_password(_token(ANNE), PASSWORD, LATER)
    assert find_actor(sign_in(ANNE, PASSWORD, "192.0.2.1", LATER), LATER) == Actor(anne, frozenset({"agent"}))
    assert not _of(administrator, anne).waits


def test_the_link_ends_after_a_week_and_serves_once(administrator: Actor) -> None:
    invite_staff(administrator, "Anne", ANNE, frozenset({"agent"}), BEFORE_CALL)
    with refused("reset-link-invalid"):
        reset_password(_token(ANNE), PASSWORD, BEFORE_CALL + INVITATION_LENGTH)
    reset_password(_token(ANNE), PASSWORD, BEFORE_CALL + INVITATION_LENGTH - timedelta(seconds=1))
    with refused("reset-link-invalid"):
        reset_password(_token(ANNE), PASSWORD, LATER)


def test_a_residents_account_gets_the_roles_and_keeps_its_name(call: SimulatedCall, administrator: Actor) -> None:
    resident = call.people[0].account_id or 0
    invite_staff(administrator, "Quelqu’un", "habitante.1@essai.example", frozenset({"reviewer"}), BEFORE_CALL)
    known = _of(administrator, resident)
    assert (known.name, known.roles, known.waits) == ("Habitante 1", frozenset({Role.REVIEWER}), False)
    assert "/sign-in" in mails_to("habitante.1@essai.example")[-1].body


@pytest.mark.parametrize(
    ("name", "email", "roles", "code", "field"),
    [
        ("", ANNE, {"agent"}, "field-empty", "name"),
        ("Anne", "anne", {"agent"}, "email-malformed", "email"),
        ("Anne", ANNE, set(), "role-unknown", "roles"),
        ("Anne", ANNE, {"roi"}, "role-unknown", "roles"),
        ("Anne", "personnel.agent@essai.example", {"chair"}, "account-exists", "email"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_at_its_field(
    administrator: Actor, name: str, email: str, roles: set[str], code: str, field: str
) -> None:
    before = list_staff(administrator)
    with refused(code, field=field):
        invite_staff(administrator, name, email, frozenset(roles), BEFORE_CALL)
    assert list_staff(administrator) == before


def test_changed_roles_count_at_once_because_sessions_end(administrator: Actor) -> None:
    anne = invite_staff(administrator, "Anne", ANNE, frozenset({"agent"}), BEFORE_CALL)
    reset_password(_token(ANNE), PASSWORD, BEFORE_CALL)
    token = sign_in(ANNE, PASSWORD, "192.0.2.1", BEFORE_CALL)
    change_roles(administrator, anne, frozenset({"reviewer", "chair"}), LATER)
    assert find_actor(token, LATER) == ANONYMOUS
    assert find_actor(sign_in(ANNE, PASSWORD, "192.0.2.1", LATER), LATER).roles == {"reviewer", "chair"}


def test_a_closed_account_is_a_residents_again(administrator: Actor) -> None:
    anne = invite_staff(administrator, "Anne", ANNE, frozenset({"agent"}), BEFORE_CALL)
    reset_password(_token(ANNE), PASSWORD, BEFORE_CALL)
    token = sign_in(ANNE, PASSWORD, "192.0.2.1", BEFORE_CALL)
    close_staff(administrator, anne, LATER)
    assert find_actor(token, LATER) == ANONYMOUS
    assert find_actor(sign_in(ANNE, PASSWORD, "192.0.2.1", LATER), LATER).roles == frozenset()
    for act in (lambda: close_staff(administrator, anne, LATER), lambda: close_staff(administrator, 999, LATER)):
        with refused("account-unknown"):
            act()


def test_the_last_administrator_stays_until_another_can_sign_in(administrator: Actor) -> None:
    own = administrator.account_id or 0
    for act in (
        lambda: change_roles(administrator, own, frozenset({"agent"}), LATER),
        lambda: close_staff(administrator, own, LATER),
    ):
        with refused("administrator-last"):
            act()
    invite_staff(administrator, "Anne", ANNE, frozenset({"administrator"}), BEFORE_CALL)
    with refused("administrator-last"):
        close_staff(administrator, own, LATER)
    reset_password(_token(ANNE), PASSWORD, LATER)
    close_staff(administrator, own, LATER)


@pytest.mark.parametrize("role", [None, *(role for role in Role if role is not Role.ADMINISTRATOR)])
def test_nobody_else_manages_accounts(call: SimulatedCall, role: Role | None) -> None:
    actor, target = (call.staff[role] if role else ANONYMOUS), call.staff[Role.AGENT].account_id or 0
    for act in (
        lambda: list_staff(actor),
        lambda: invite_staff(actor, "Anne", ANNE, frozenset({"administrator"}), BEFORE_CALL),
        lambda: change_roles(actor, target, frozenset({"administrator"}), BEFORE_CALL),
        lambda: close_staff(actor, target, BEFORE_CALL),
    ):
        with refused("not-allowed"):
            act()


def test_the_action_log_holds_roles_and_no_address(administrator: Actor) -> None:
    invite_staff(administrator, "Anne Agent", ANNE, frozenset({"agent"}), BEFORE_CALL)
    with read_session() as session:
        logged = repr([vars(row) for row in session.exec(select(ActionRow))])
    assert "invite-staff" in logged
    assert "anne" not in logged.lower()
