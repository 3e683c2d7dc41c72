"""The plain pages for signing in and out and for passwords, and the cookie that they set."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import httpx
import pytest
from sqlmodel import col, select

from budget_app.services import accounts
from budget_app.services.actor import ANONYMOUS, ORGANISER, SYSTEM
from budget_app.services.mail import list_outbox
from budget_app.storage.accounts import SessionRow
from budget_app.storage.attempts import SecurityEventRow
from budget_app.storage.database import read_session
from budget_app.web.policies import CSP, PLAIN
from tests.budget_app.web_client import WebClient

EMAIL = "organisation@valsoleil.example"
PASSWORD = "une phrase bien longue"
NEW = "une autre phrase longue"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(autouse=True)
def account(database: None, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("ISOLOIR_DEMO", "1")
    return accounts.create_account(SYSTEM, EMAIL, PASSWORD, frozenset({ORGANISER}), datetime.now(UTC))


def _sign_in(client: WebClient, password: str = PASSWORD, **fields: str) -> httpx.Response:
    return client.post("/sign-in", data={"email": EMAIL, "password": password} | fields)


def _is_signed_in(token: str | None) -> bool:
    return accounts.find_actor(token, datetime.now(UTC)).account_id is not None


def _sessions() -> int:
    with read_session() as session:
        return len(session.exec(select(SessionRow).where(col(SessionRow.ended_at).is_(None))).all())


@pytest.mark.parametrize("path", ["/sign-in", "/password-reset", "/password-reset/new"])
def test_a_plain_page_has_labels_a_strict_policy_and_no_cached_copy(path: str) -> None:
    response = WebClient().get(path, headers={"accept-language": "en"})
    assert response.status_code == 200
    assert response.headers[CSP] == PLAIN
    assert response.headers["cache-control"] == "no-store"
    assert '<html lang="en">' in response.text
    assert f'href="/language?to=fr&amp;next={path}"' in response.text
    shown = re.findall(r'<input id="(\w+)"', response.text)
    assert shown
    assert all(f'<label for="{name}">' in response.text for name in shown)
    assert not re.search(r"<script>|\son\w+=|style=", response.text)


def test_the_right_password_sets_a_cookie_that_scripts_cannot_read_and_goes_to_the_desk() -> None:
    client = WebClient()
    response = _sign_in(client)
    assert (response.status_code, response.headers["location"]) == (303, "/organisation")
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("isoloir_session=")
    assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"))
    assert "Secure" not in cookie
    assert _is_signed_in(client.cookies["isoloir_session"])


def test_the_cookie_travels_by_https_only_where_the_address_is_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISOLOIR_BASE_URL", "https://vote.example.org")
    response = WebClient().post(
        "/sign-in", origin="https://vote.example.org", data={"email": EMAIL, "password": PASSWORD}
    )
    assert "Secure" in response.headers["set-cookie"]


def test_signing_in_gives_a_new_token_and_ends_the_one_that_the_browser_had() -> None:
    client = WebClient()
    _sign_in(client)
    first = client.cookies["isoloir_session"]
    _sign_in(client)
    assert client.cookies["isoloir_session"] != first
    assert not _is_signed_in(first)
    assert _sessions() == 1


def test_a_token_that_somebody_planted_is_never_taken_over() -> None:
    client = WebClient()
    client.cookies.set("isoloir_session", "planted")
    _sign_in(client)
    assert not _is_signed_in("planted")


@pytest.mark.parametrize(
    ("onwards", "location"),
    [("/projets", "/projets"), ("https://evil.example", "/organisation"), ("//evil.example", "/organisation")],
)
def test_after_signing_in_one_comes_back_to_our_pages_only(onwards: str, location: str) -> None:
    assert _sign_in(WebClient(), next=onwards).headers["location"] == location


def test_who_is_signed_in_is_not_asked_again() -> None:
    client = WebClient()
    _sign_in(client)
    response = client.get("/sign-in?next=/resultats")
    assert (response.status_code, response.headers["location"]) == (303, "/resultats")


def test_a_wrong_password_shows_the_form_again_with_the_address_and_without_the_password() -> None:
    response = _sign_in(WebClient(), "faux mot de passe", next="/projets")
    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert f'value="{EMAIL}"' in response.text
    assert 'value="/projets"' in response.text
    assert 'role="alert"' in response.text
    assert "faux mot de passe" not in response.text


def test_an_unknown_account_gets_the_same_page_as_a_wrong_password() -> None:
    known = _sign_in(WebClient(), "faux")
    unknown = _sign_in(WebClient(), "faux", email="personne@valsoleil.example")
    assert unknown.status_code == known.status_code
    assert unknown.text.replace("personne@", "organisation@") == known.text


def test_too_many_wrong_passwords_have_to_wait() -> None:
    for _ in range(5):
        _sign_in(WebClient(), "faux")
    response = _sign_in(WebClient())
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0
    assert response.headers["retry-after"] in response.text


def test_what_is_typed_into_a_form_is_shown_as_text() -> None:
    response = _sign_in(WebClient(), "faux", email='"><script>alert(1)</script>')
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-out", "/password-reset", "/password-reset/new", "/password-change"]
)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_a_form_of_another_site_is_refused_and_changes_nothing(path: str, origin: str | None) -> None:
    client = WebClient()
    _sign_in(client)
    fields = {"email": EMAIL, "password": NEW, "again": NEW, "current": PASSWORD, "token": "x"}
    response = client.post(path, origin=origin, data=fields)
    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert _is_signed_in(client.cookies["isoloir_session"])
    assert list_outbox(ANONYMOUS) == ()


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"email=a" + b"a" * 9000, FORM, 413),
        (b'{"email":"a"}', {"content-type": "application/json"}, 422),
        (b"email=%ff", FORM, 422),
        ("email=é".encode(), FORM, 422),
        (b"&".join(b"f%d=1" % n for n in range(50)), FORM, 422),
        (b"", FORM, 403),
    ],
)
def test_a_form_that_cannot_be_read_is_refused(body: bytes, headers: dict[str, str], status: int) -> None:
    response = WebClient().post("/sign-in", content=body, headers=headers)
    assert response.status_code == status
    assert _sessions() == 0


def test_signing_out_ends_the_session_and_takes_the_cookie_away() -> None:
    client = WebClient()
    _sign_in(client)
    token = client.cookies["isoloir_session"]
    client.get("/sign-out")
    assert _is_signed_in(token), "a link of another site could sign people out"
    response = client.post("/sign-out")
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert "isoloir_session" not in client.cookies
    assert not _is_signed_in(token)


def test_a_forgotten_password_is_replaced_by_the_mailed_link() -> None:
    client = WebClient()
    asked = client.post("/password-reset", data={"email": EMAIL})
    unknown = client.post("/password-reset", data={"email": "personne@valsoleil.example"})
    assert asked.status_code == 200
    assert asked.text == unknown.text
    (mail,) = list_outbox(ANONYMOUS)
    link = re.search(r"http://localhost:8501(/password-reset/new)#(\S+)", mail.body)
    assert link
    assert client.get(link[1]).status_code == 200
    response = client.post(link[1], data={"token": link[2], "password": NEW, "again": NEW})
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in?done=password-changed")
    assert 'role="status"' in client.get(response.headers["location"]).text
    assert _sign_in(client, NEW).status_code == 303
    again = client.post(link[1], data={"token": link[2], "password": NEW, "again": NEW})
    assert again.status_code == 403


def test_a_message_after_a_redirect_is_one_of_ours() -> None:
    assert "<b>" not in WebClient().get("/sign-in?done=<b>x").text
    assert 'role="status"' not in WebClient().get("/sign-in?done=<b>x").text


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"password": "court", "again": "court"}, "password"), ({"password": NEW, "again": PASSWORD}, "again")],
)
def test_a_refused_new_password_is_said_at_its_field_and_the_link_stays_usable(
    fields: dict[str, str], field: str
) -> None:
    response = WebClient().post("/password-reset/new", data={"token": "kept-token"} | fields)
    assert response.status_code == 422
    assert f'id="{field}-refusal"' in response.text
    assert 'value="kept-token"' in response.text
    assert fields["password"] not in response.text.replace("court :", "")


def test_a_malformed_address_is_said_at_its_field() -> None:
    response = WebClient().post("/password-reset", data={"email": "pas une adresse"})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert 'value="pas une adresse"' in response.text


def test_the_password_is_changed_by_who_knows_it_and_other_sessions_end() -> None:
    here, elsewhere = WebClient(), WebClient()
    _sign_in(here)
    _sign_in(elsewhere)
    assert here.get("/password-change").status_code == 200
    wrong = here.post("/password-change", data={"current": "faux", "password": NEW, "again": NEW})
    assert wrong.status_code == 403
    response = here.post("/password-change", data={"current": PASSWORD, "password": NEW, "again": NEW})
    assert response.status_code == 303
    assert _is_signed_in(here.cookies["isoloir_session"])
    assert not _is_signed_in(elsewhere.cookies["isoloir_session"])


def test_changing_the_password_asks_to_sign_in_first() -> None:
    response = WebClient().get("/password-change")
    assert response.headers["location"] == "/sign-in?next=/password-change"
    refused = WebClient().post("/password-change", data={"current": PASSWORD, "password": NEW, "again": NEW})
    assert refused.status_code == 403


def test_a_wrong_password_is_noted_without_the_address() -> None:
    _sign_in(WebClient(), "faux")
    with read_session() as session:
        events = session.exec(select(SecurityEventRow)).all()
    assert [event.code for event in events] == ["account-created", "sign-in-wrong"]
    assert EMAIL not in repr(events)
