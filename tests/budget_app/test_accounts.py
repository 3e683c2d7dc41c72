"""Staff accounts: sessions, wrong passwords, forgotten passwords."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlmodel import col, select

from budget_app.domain.errors import ConflictError, DomainError, InvalidInputError, NotAllowedError, TooManyTriesError
from budget_app.services import accounts
from budget_app.services.actor import ANONYMOUS, ORGANISER, SYSTEM, Actor
from budget_app.services.attempts import network_of
from budget_app.services.mail import list_outbox
from budget_app.services.passwords import check_password, hash_password
from budget_app.services.upkeep import prepare_database
from budget_app.storage.accounts import AccountRow, SessionRow
from budget_app.storage.attempts import SecurityEventRow
from budget_app.storage.database import read_session, write_session

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EMAIL = "organisation@valsoleil.example"
PASSWORD = "une phrase bien longue"
HOME = "198.51.100.7"


@pytest.fixture(autouse=True)
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("ISOLOIR_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("ISOLOIR_DEMO", "1")
    prepare_database()
    return accounts.create_account(SYSTEM, EMAIL, PASSWORD, frozenset({ORGANISER}), NOW)


def _refusal(email: str, password: str, now: datetime = NOW, address: str = HOME) -> DomainError:
    with pytest.raises(DomainError) as caught:
        accounts.sign_in(email, password, address, now)
    return caught.value


def _events() -> list[tuple[str, str]]:
    with read_session() as session:
        rows = session.exec(select(SecurityEventRow).order_by(col(SecurityEventRow.id)))
        return [(row.code, row.subject) for row in rows]


def _reset_token() -> str:
    found = re.search(r"/password-reset/new#(\S+)", list_outbox(ANONYMOUS)[0].body)
    assert found
    return found[1]


def test_the_right_password_opens_a_session_of_the_account(account: int) -> None:
    token = accounts.sign_in(f"  {EMAIL.upper()} ", PASSWORD, HOME, NOW)
    assert accounts.find_actor(token, NOW) == Actor(account, frozenset({ORGANISER}))


def test_each_session_has_another_token_and_the_database_knows_none() -> None:
    tokens = {accounts.sign_in(EMAIL, PASSWORD, HOME, NOW) for _ in range(3)}
    with read_session() as session:
        kept = {row.token_hash for row in session.exec(select(SessionRow))}
    assert len(tokens) == len(kept) == 3
    assert all(len(token) >= 43 for token in tokens)
    assert not tokens & kept


@pytest.mark.parametrize("token", [None, "", "x", "A" * 43])
def test_an_unknown_token_stands_for_nobody(token: str | None) -> None:
    assert accounts.find_actor(token, NOW) == ANONYMOUS


def test_signing_out_ends_this_session_and_no_other() -> None:
    first, second = (accounts.sign_in(EMAIL, PASSWORD, HOME, NOW) for _ in range(2))
    accounts.sign_out(first, NOW)
    accounts.sign_out(None, NOW)
    accounts.sign_out("unknown", NOW)
    assert accounts.find_actor(first, NOW) == ANONYMOUS
    assert accounts.find_actor(second, NOW) != ANONYMOUS


def test_a_session_runs_out_after_twelve_hours_however_busy() -> None:
    token = accounts.sign_in(EMAIL, PASSWORD, HOME, NOW)
    for hours in range(1, 12):
        assert accounts.find_actor(token, NOW + timedelta(hours=hours)) != ANONYMOUS
    assert accounts.find_actor(token, NOW + timedelta(hours=12)) == ANONYMOUS


def test_a_session_that_lies_idle_for_two_hours_ends() -> None:
    token = accounts.sign_in(EMAIL, PASSWORD, HOME, NOW)
    assert accounts.find_actor(token, NOW + timedelta(minutes=119)) != ANONYMOUS
    assert accounts.find_actor(token, NOW + timedelta(minutes=119 + 119)) != ANONYMOUS
    assert accounts.find_actor(token, NOW + timedelta(minutes=119 + 119 + 120)) == ANONYMOUS


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer() -> None:
    wrong, unknown = _refusal(EMAIL, "faux"), _refusal("personne@valsoleil.example", "faux")
    assert (type(wrong), wrong.code, wrong.facts) == (type(unknown), unknown.code, unknown.facts)
    assert wrong.code == "sign-in-wrong"


def test_a_wrong_password_is_noted_without_the_address_or_the_password() -> None:
    _refusal(EMAIL, "mot de passe faux")
    noted = _events()
    assert [code for code, _ in noted] == ["account-created", "sign-in-wrong"]
    assert noted[0][1] == noted[1][1]
    assert "organisation" not in repr(noted)
    assert "faux" not in repr(noted)


def test_wrong_passwords_are_slowed_down_more_and_more_and_the_right_one_waits_too() -> None:
    for _ in range(5):
        assert _refusal(EMAIL, "faux").code == "sign-in-wrong"
    waits = []
    now = NOW
    for _ in range(4):
        refusal = _refusal(EMAIL, PASSWORD, now)
        assert isinstance(refusal, TooManyTriesError)
        waits.append(refusal.facts["retry_after"])
        now += timedelta(seconds=int(str(refusal.facts["retry_after"])))
        assert _refusal(EMAIL, "faux", now).code == "sign-in-wrong"
    assert waits == sorted(set(waits))
    assert waits[0] == 11


def test_an_unknown_account_is_slowed_down_in_the_same_way() -> None:
    codes = [[_refusal(email, "faux").code for _ in range(7)] for email in (EMAIL, "personne@valsoleil.example")]
    assert codes[0] == codes[1]


def test_the_right_password_after_the_wait_opens_and_the_count_begins_again() -> None:
    for _ in range(5):
        _refusal(EMAIL, "faux")
    accounts.sign_in(EMAIL, PASSWORD, HOME, NOW + timedelta(seconds=11))
    assert _refusal(EMAIL, "faux", NOW + timedelta(seconds=12)).code == "sign-in-wrong"


def test_one_address_trying_many_accounts_is_slowed_down() -> None:
    codes = [_refusal(f"compte{n}@valsoleil.example", "faux").code for n in range(31)]
    assert codes[:30] == ["sign-in-wrong"] * 30
    assert codes[30] == "too-many-tries"
    assert accounts.sign_in(EMAIL, PASSWORD, "203.0.113.9", NOW)


def test_many_addresses_trying_one_account_are_slowed_down() -> None:
    codes = [_refusal(EMAIL, "faux", address=f"203.0.113.{n}").code for n in range(21)]
    assert codes[19:] == ["sign-in-wrong", "too-many-tries"]


def test_a_network_of_a_subscriber_counts_as_one_address() -> None:
    assert network_of("2001:db8:1:2::5") == network_of("2001:db8:1:2:ffff::9") != network_of("2001:db8:1:3::5")
    assert network_of("::ffff:198.51.100.7") == "198.51.100.7"
    assert network_of("not an address") == "unknown"


def test_an_outdated_hash_is_made_again_at_the_next_sign_in(account: int) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    with write_session() as session:
        row = session.get_one(AccountRow, account)
        row.password_hash = weak
        session.add(row)
    accounts.sign_in(EMAIL, PASSWORD, HOME, NOW)
    with read_session() as session:
        assert session.get_one(AccountRow, account).password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert accounts.sign_in(EMAIL, PASSWORD, HOME, NOW)


def test_a_mailed_link_sets_a_new_password_once_and_ends_all_sessions() -> None:
    session = accounts.sign_in(EMAIL, PASSWORD, HOME, NOW)
    accounts.request_reset(EMAIL, NOW)
    token = _reset_token()
    accounts.reset_password(token, "une autre phrase longue", NOW + timedelta(minutes=59))
    assert accounts.find_actor(session, NOW) == ANONYMOUS
    assert _refusal(EMAIL, PASSWORD).code == "sign-in-wrong"
    assert accounts.sign_in(EMAIL, "une autre phrase longue", HOME, NOW)
    with pytest.raises(NotAllowedError, match="reset-link-invalid"):
        accounts.reset_password(token, "encore une autre phrase", NOW + timedelta(minutes=59))
    assert list_outbox(ANONYMOUS)[0].subject == "Votre mot de passe a changé"


def test_a_new_password_makes_the_other_mailed_links_useless() -> None:
    accounts.request_reset(EMAIL, NOW)
    first = _reset_token()
    accounts.request_reset(EMAIL, NOW)
    accounts.reset_password(_reset_token(), "une autre phrase longue", NOW)
    with pytest.raises(NotAllowedError, match="reset-link-invalid"):
        accounts.reset_password(first, "encore une autre phrase", NOW)


def test_a_mailed_link_is_too_old_after_an_hour() -> None:
    accounts.request_reset(EMAIL, NOW)
    with pytest.raises(NotAllowedError, match="reset-link-invalid"):
        accounts.reset_password(_reset_token(), "une autre phrase longue", NOW + timedelta(hours=1))
    assert accounts.sign_in(EMAIL, PASSWORD, HOME, NOW)


def test_a_refused_new_password_leaves_the_mailed_link_usable() -> None:
    accounts.request_reset(EMAIL, NOW)
    with pytest.raises(InvalidInputError, match="password-too-short"):
        accounts.reset_password(_reset_token(), "trop court", NOW)
    accounts.reset_password(_reset_token(), "une autre phrase longue", NOW)


def test_nobody_is_mailed_for_an_unknown_account_nor_more_than_three_times_at_once() -> None:
    accounts.request_reset("personne@valsoleil.example", NOW)
    assert list_outbox(ANONYMOUS) == ()
    for _ in range(5):
        accounts.request_reset(EMAIL, NOW)
    assert len(list_outbox(ANONYMOUS)) == 3
    accounts.request_reset(EMAIL, NOW + timedelta(hours=1))
    assert len(list_outbox(ANONYMOUS)) == 4


def test_changing_the_password_ends_every_session_and_opens_a_new_one() -> None:
    here, elsewhere = (accounts.sign_in(EMAIL, PASSWORD, HOME, NOW) for _ in range(2))
    fresh = accounts.change_password(here, PASSWORD, "une autre phrase longue", HOME, NOW)
    assert accounts.find_actor(here, NOW) == accounts.find_actor(elsewhere, NOW) == ANONYMOUS
    assert accounts.find_actor(fresh, NOW) != ANONYMOUS


def test_changing_the_password_takes_the_present_one_and_a_session() -> None:
    session = accounts.sign_in(EMAIL, PASSWORD, HOME, NOW)
    with pytest.raises(NotAllowedError, match="sign-in-wrong"):
        accounts.change_password(session, "faux", "une autre phrase longue", HOME, NOW)
    with pytest.raises(NotAllowedError, match="not-allowed"):
        accounts.change_password("unknown", PASSWORD, "une autre phrase longue", HOME, NOW)
    with pytest.raises(InvalidInputError, match="password-too-short"):
        accounts.change_password(session, PASSWORD, "court", HOME, NOW)
    assert accounts.find_actor(session, NOW) != ANONYMOUS


def test_an_account_is_made_by_the_organiser_with_a_long_password_and_a_new_address() -> None:
    organiser = frozenset({ORGANISER})
    with pytest.raises(NotAllowedError, match="not-allowed"):
        accounts.create_account(ANONYMOUS, "b@valsoleil.example", PASSWORD, organiser, NOW)
    with pytest.raises(ConflictError, match="account-exists"):
        accounts.create_account(SYSTEM, EMAIL.upper(), PASSWORD, organiser, NOW)
    for email, password, roles, code in (
        ("b@valsoleil.example", "onze lettre", organiser, "password-too-short"),
        ("b@valsoleil.example", "x" * 257, organiser, "password-too-long"),
        ("pas une adresse", PASSWORD, organiser, "email-malformed"),
        ("b@valsoleil.example", PASSWORD, frozenset({"mayor"}), "role-unknown"),
    ):
        with pytest.raises(InvalidInputError, match=code):
            accounts.create_account(SYSTEM, email, password, roles, NOW)


def test_an_unknown_account_costs_as_much_work_as_a_wrong_password() -> None:
    kept = hash_password(PASSWORD)

    def seconds(known: str | None) -> float:
        started = time.process_time()
        with pytest.raises(NotAllowedError):
            check_password(known, "faux")
        return time.process_time() - started

    seconds(None)
    unknown, wrong = (min(seconds(known) for _ in range(3)) for known in (None, kept))
    assert wrong / 2 < unknown < wrong * 2
