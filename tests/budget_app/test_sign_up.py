"""Residents’ accounts: asked for, confirmed by mail, and never told apart from the outside."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from budget_app.services import accounts
from budget_app.services.actor import SYSTEM, Actor
from budget_app.services.sign_up import (
    ASKED_AN_HOUR,
    MAILED_A_DAY,
    ask_account,
    ask_new_link,
    confirm_account,
)
from budget_app.storage.accounts import AccountRow, SignUpRow
from budget_app.storage.database import read_session, write_session
from tests.budget_app.mailbox import mails_to
from tests.budget_app.refusals import refused

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2030, 1, 8, 9, 0, tzinfo=UTC)
EMAIL, PASSWORD, HOME = "nadia@essai.example", "une phrase bien longue", "198.51.100.7"


def _ask(password: str = PASSWORD, *, name: str = "Nadia", email: str = EMAIL, now: datetime = NOW) -> None:
    ask_account(name, email, password, "fr", HOME, now)


def _token(position: int = -1) -> str:
    found = re.search(r"/inscription/confirmer#(\S+)", mails_to(EMAIL)[position].body)
    assert found
    return found[1]


def _account() -> AccountRow | None:
    with read_session() as session:
        return session.exec(select(AccountRow)).first()


def test_the_mailed_link_and_the_password_open_an_account_without_a_role() -> None:
    _ask(name="  Nadia   Martin ", email=" Nadia@Essai.example ")
    assert _account() is None, "an address that nobody showed to be theirs has no account"
    token = confirm_account(_token(), PASSWORD, HOME, NOW)
    row = _account()
    assert row
    assert (row.name, row.email, row.language, row.roles, row.confirmed_at) == ("Nadia Martin", EMAIL, "fr", "", NOW)
    actor = accounts.find_actor(token, NOW)
    assert actor == Actor(row.id, frozenset())
    assert accounts.account_name(actor) == "Nadia Martin"
    assert accounts.sign_in(EMAIL, PASSWORD, HOME, NOW)


def test_nobody_signs_in_before_confirming() -> None:
    _ask()
    with refused("sign-in-wrong"):
        accounts.sign_in(EMAIL, PASSWORD, HOME, NOW)


def test_an_account_that_is_not_confirmed_is_answered_like_a_wrong_password() -> None:
    accounts.create_account(SYSTEM, EMAIL, PASSWORD, frozenset(), NOW)
    with write_session() as session:
        row = session.exec(select(AccountRow)).one()
        row.confirmed_at = None
        session.add(row)
    with refused("sign-in-wrong"):
        accounts.sign_in(EMAIL, PASSWORD, HOME, NOW)


def test_a_link_works_once_and_for_two_days() -> None:
    _ask()
    with refused("sign-up-link-invalid"):
        confirm_account(_token(), PASSWORD, HOME, NOW + timedelta(hours=48))
    confirm_account(_token(), PASSWORD, HOME, NOW + timedelta(hours=47, minutes=59))
    for token in (_token(), "x", ""):
        with refused("sign-up-link-invalid"):
            confirm_account(token, PASSWORD, HOME, NOW + timedelta(hours=47, minutes=59))


def test_whoever_asks_with_anothers_address_is_not_confirmed_by_its_owner() -> None:
    _ask("la phrase de la tricheuse", name="Tricheuse")
    _ask()
    with refused("sign-up-password-wrong"):
        confirm_account(_token(0), PASSWORD, HOME, NOW)
    confirm_account(_token(1), PASSWORD, HOME, NOW)
    with refused("sign-up-link-invalid"):
        confirm_account(_token(0), "la phrase de la tricheuse", HOME, NOW)


def test_the_password_of_a_link_is_as_hard_to_guess_as_that_of_an_account() -> None:
    _ask()
    for _ in range(5):
        with refused("sign-up-password-wrong"):
            confirm_account(_token(), "faux", HOME, NOW)
    with refused("too-many-tries"):
        confirm_account(_token(), PASSWORD, HOME, NOW)


def test_an_owner_is_told_that_there_is_an_account_and_nothing_changes() -> None:
    account_id = accounts.create_account(SYSTEM, EMAIL, PASSWORD, frozenset(), NOW)
    _ask("une tout autre phrase", name="Autre")
    (message,) = mails_to(EMAIL)
    assert "déjà" in message.subject
    assert "inscription/confirmer" not in message.body
    assert accounts.find_actor(accounts.sign_in(EMAIL, PASSWORD, HOME, NOW), NOW).account_id == account_id


def test_a_new_link_is_sent_to_who_asked_and_to_nobody_else() -> None:
    _ask()
    later = NOW + timedelta(days=5)
    ask_new_link(EMAIL, "fr", HOME, later)
    ask_new_link("personne@essai.example", "fr", HOME, later)
    assert mails_to("personne@essai.example") == []
    assert _token(1) != _token(0)
    assert confirm_account(_token(1), PASSWORD, HOME, later)


def test_an_owner_who_asks_for_a_new_link_is_told_to_sign_in() -> None:
    accounts.create_account(SYSTEM, EMAIL, PASSWORD, frozenset(), NOW)
    ask_new_link(EMAIL, "en", HOME, NOW)
    assert [message.subject for message in mails_to(EMAIL)] == ["You already have an account"]


def test_an_address_gets_three_messages_a_day_whoever_asks() -> None:
    for _ in range(MAILED_A_DAY + 2):
        _ask()
    ask_new_link(EMAIL, "fr", HOME, NOW)
    assert len(mails_to(EMAIL)) == MAILED_A_DAY
    _ask(now=NOW + timedelta(days=1, seconds=1))
    assert len(mails_to(EMAIL)) == MAILED_A_DAY + 1


def test_one_connection_asks_twenty_times_an_hour_at_most() -> None:
    for number in range(ASKED_AN_HOUR):
        ask_new_link(f"n{number}@essai.example", "fr", HOME, NOW)
    with refused("sign-ups-too-many") as caught:
        ask_new_link(EMAIL, "fr", HOME, NOW)
    assert caught.value.facts["retry_after"] == 3601
    ask_new_link(EMAIL, "fr", "203.0.113.9", NOW)


def test_what_was_asked_for_and_not_confirmed_is_forgotten_after_a_month() -> None:
    _ask()
    _ask(email="autre@essai.example", now=NOW + timedelta(days=31))
    with read_session() as session:
        assert [row.email for row in session.exec(select(SignUpRow))] == ["autre@essai.example"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"name": " "}, "field-empty", "name"),
        ({"name": "x" * 81}, "field-too-long", "name"),
        ({"email": "pas une adresse"}, "email-malformed", "email"),
        ({"password": "court"}, "password-too-short", "password"),
        ({"password": "x" * 257}, "password-too-long", "password"),
        ({"language": "xx"}, "language-unknown", "language"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field(change: dict[str, str], code: str, field: str) -> None:
    given = {"name": "Nadia", "email": EMAIL, "password": PASSWORD, "language": "fr"} | change
    with refused(code) as caught:
        ask_account(**given, address=HOME, now=NOW)
    assert caught.value.facts["field"] == field
    assert mails_to(EMAIL) == []
