"""The plain pages on which residents ask for an account and confirm it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import httpx
import pytest

from budget_app.services import accounts
from budget_app.services.actor import SYSTEM
from tests.budget_app.mailbox import mails_to
from tests.budget_app.web_client import WebClient

pytestmark = pytest.mark.usefixtures("database")

EMAIL, PASSWORD = "nadia@essai.example", "une phrase bien longue"
PAGES = ("/inscription", "/inscription/confirmer", "/inscription/lien")


def _ask(client: WebClient, **fields: str) -> httpx.Response:
    given = {"name": "Nadia", "email": EMAIL, "password": PASSWORD, "language": "fr"}
    return client.post("/inscription", data=given | fields)


def _token() -> str:
    found = re.search(r"#(\S+)", mails_to(EMAIL)[-1].body)
    assert found
    return found[1]


@pytest.mark.parametrize("path", PAGES)
def test_the_form_works_without_scripts_and_each_field_has_its_label(path: str) -> None:
    page = WebClient().get(path, headers={"accept-language": "en"})
    assert page.status_code == 200
    shown = re.findall(r'<(?:input|select) id="(\w+)"', page.text)
    assert shown
    assert all(f'<label for="{name}">' in page.text for name in shown)
    assert not re.search(r"<script>|\son\w+=|style=", page.text)


def test_a_resident_signs_up_confirms_and_lands_in_their_own_space() -> None:
    client = WebClient()
    assert 'role="status"' in _ask(client).text
    response = client.post("/inscription/confirmer", data={"token": _token(), "password": PASSWORD})
    assert (response.status_code, response.headers["location"]) == (303, "/mon-espace")
    assert accounts.find_actor(client.cookies["isoloir_session"], datetime.now(UTC)).account_id
    signed_in = WebClient().post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert signed_in.headers["location"] == "/mon-espace"
    onwards = WebClient().post("/sign-in", data={"email": EMAIL, "password": PASSWORD, "next": "/propositions"})
    assert onwards.headers["location"] == "/propositions"


def test_the_page_is_the_same_whether_or_not_there_is_an_account() -> None:
    accounts.create_account(SYSTEM, EMAIL, PASSWORD, frozenset(), datetime.now(UTC))
    known, unknown = _ask(WebClient()), _ask(WebClient(), email="autre@essai.example")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text) == (200, unknown.text)
    again = [WebClient().post("/inscription/lien", data={"email": email}) for email in (EMAIL, "nul@essai.example")]
    assert again[0].text == again[1].text


def test_what_was_typed_stays_but_for_the_password_and_the_sentence_stands_at_its_field() -> None:
    page = _ask(WebClient(), name="<b>Nadia</b>", password="court", language="en")
    assert page.status_code == 422
    assert 'id="password-refusal"' in page.text
    assert "&lt;b&gt;Nadia&lt;/b&gt;" in page.text
    assert f'value="{EMAIL}"' in page.text
    assert '<option value="en" lang="en" selected>' in page.text
    assert 'value="court"' not in page.text


def test_a_wrong_password_at_the_link_is_said_at_its_field_and_the_link_stays() -> None:
    _ask(WebClient())
    page = WebClient().post("/inscription/confirmer", data={"token": _token(), "password": "faux"})
    assert page.status_code == 403
    assert 'id="password-refusal"' in page.text
    assert f'value="{_token()}"' in page.text


def test_too_many_requests_say_how_long_to_wait() -> None:
    for number in range(20):
        WebClient().post("/inscription/lien", data={"email": f"n{number}@essai.example"})
    page = _ask(WebClient())
    assert page.status_code == 429
    assert page.headers["retry-after"] in page.text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("origin", ["https://evil.example", None])
def test_a_form_of_another_site_is_refused(path: str, origin: str | None) -> None:
    fields = {"name": "N", "email": EMAIL, "password": PASSWORD, "language": "fr", "token": "x"}
    assert WebClient().post(path, origin=origin, data=fields).status_code == 403
    assert mails_to(EMAIL) == []
