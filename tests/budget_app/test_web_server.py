"""The real server, seen by a real browser and by a client that is not one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from budget_app.services import accounts
from budget_app.services.actor import ANONYMOUS, ORGANISER, SYSTEM
from budget_app.services.mail import list_outbox
from tests.budget_app.real_server import RealServer, run_server
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_votes import vote_runs

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("server")]

SECOND = 1000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    with run_server(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has been here before: Streamlit's own files lie in its cache."""
    context = browser.new_context(locale="fr-FR")
    yield context
    context.close()


def _open(context: BrowserContext, address: str) -> tuple[Page, list[str], list[str]]:
    """The page when its script has run, the addresses that it asked for, and what the console complained of."""
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(address)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=60 * SECOND)
    return page, asked, complaints


def test_a_direct_link_on_a_fresh_server_runs_the_script_first(visitor: BrowserContext, tmp_path: Path) -> None:
    with run_server(tmp_path) as fresh:
        page, _, _ = _open(visitor, f"{fresh.address}/verifier")
        page.get_by_role("heading", level=1).first.wait_for(timeout=30 * SECOND)
        names = page.get_by_role("navigation").get_by_role("link").all_inner_texts()
        page.close()
    assert any("Projets" in name for name in names), f"no navigation of the script: {names}"


@pytest.fixture(scope="module")
def voting_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A server whose small town votes, with a ballot cast."""
    with run_server(tmp_path_factory.mktemp("voting")) as running, pytest.MonkeyPatch.context() as environment:
        environment.setenv("ISOLOIR_DATA", str(running.data))
        environment.setenv("ISOLOIR_BASE_URL", running.address)
        environment.delenv("DATABASE_URL", raising=False)
        town = SimulatedTown().set_up()
        vote_runs(town, -1, 1)
        town.vote(town.people[0], 1, now=datetime.now(UTC))
        yield running


@pytest.mark.parametrize(
    "path",
    [
        "",
        "projets",
        "projet?numero=1",
        "voter",
        "bulletin",
        "resultats",
        "verifier",
        "gardiens",
        "organisation",
        "courrier",
    ],
)
def test_a_page_asks_no_other_site_and_breaks_no_policy(
    visitor: BrowserContext, voting_server: RealServer, path: str
) -> None:
    page, asked, complaints = _open(visitor, f"{voting_server.address}/{path}")
    page.get_by_role("heading", level=1).first.wait_for(timeout=30 * SECOND)
    page.wait_for_load_state("networkidle")
    page.close()
    assert [url for url in asked if not url.startswith((voting_server.address, "data:", "blob:"))] == []
    assert [text for text in complaints if "Content Security Policy" in text] == []
    assert "incident" not in voting_server.log.read_text()


def test_the_pages_reach_their_server_through_the_guard(visitor: BrowserContext, server: RealServer) -> None:
    page, _, _ = _open(visitor, server.address)
    page.get_by_role("heading", level=1).first.wait_for(timeout=30 * SECOND)
    assert page.locator("html").get_attribute("lang") == "fr"
    assert "Streamlit" not in page.title()
    page.close()


@pytest.fixture
def account(server: RealServer, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """An organiser's e-mail address and password."""
    monkeypatch.setenv("ISOLOIR_DATA", str(server.data))
    monkeypatch.setenv("ISOLOIR_BASE_URL", server.address)
    monkeypatch.setenv("ISOLOIR_DEMO", "1")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    email, password = f"{uuid4().hex}@valsoleil.example", "une phrase bien longue"
    accounts.create_account(SYSTEM, email, password, frozenset({ORGANISER}), datetime.now(UTC))
    return email, password


def _fill_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_organiser_signs_in_with_or_without_scripts_and_stays_so_in_a_new_tab(
    browser: Browser, server: RealServer, account: tuple[str, str], scripts: bool
) -> None:
    context = browser.new_context(locale="fr-FR", java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{server.address}/sign-in?next=/language")
    _fill_in(page, account[0], "pas le bon mot de passe")
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("Adresse e-mail").input_value() == account[0]
    assert page.get_by_label("Mot de passe").input_value() == ""
    _fill_in(page, *account)
    page.wait_for_url(f"{server.address}/")
    page.reload()
    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    assert cookies["isoloir_session"]["httpOnly"]
    assert cookies["isoloir_session"]["sameSite"] == "Lax"
    tab = context.new_page()
    tab.goto(f"{server.address}/sign-in?next=/language")
    assert tab.url == f"{server.address}/", "the new tab was asked to sign in again"
    context.close()


def test_a_page_shows_who_is_signed_in_after_a_refresh_and_signs_out(
    browser: Browser, server: RealServer, account: tuple[str, str]
) -> None:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{server.address}/sign-in")
    _fill_in(page, *account)
    page.wait_for_url(f"{server.address}/organisation")
    leave = page.get_by_role("button", name="Se déconnecter")
    leave.wait_for(timeout=30 * SECOND)
    page.reload()
    leave.wait_for(timeout=30 * SECOND)
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "isoloir_session")
    leave.click()
    page.get_by_role("link", name="se connecter").wait_for(timeout=30 * SECOND)
    assert accounts.find_actor(token, datetime.now(UTC)) == ANONYMOUS
    assert "isoloir_session" not in {cookie["name"] for cookie in context.cookies()}
    context.close()


def test_the_mailed_link_gives_its_token_to_the_form_and_to_no_address(
    browser: Browser, server: RealServer, account: tuple[str, str]
) -> None:
    accounts.request_reset(account[0], datetime.now(UTC))
    token = list_outbox(ANONYMOUS)[0].body.partition("#")[2].split()[0]
    page = browser.new_page(locale="fr-FR")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.address}/password-reset/new#{token}")
    page.get_by_label("Nouveau mot de passe").fill("une autre phrase longue")
    page.get_by_label("Le même, une deuxième fois").fill("une autre phrase longue")
    assert page.locator("#token").is_hidden()
    assert token not in page.url
    page.get_by_role("button", name="Changer le mot de passe").click()
    page.get_by_role("status").wait_for()
    assert not [url for url in asked if token in url.partition("#")[0]]
    _fill_in(page, account[0], "une autre phrase longue")
    page.wait_for_url(f"{server.address}/organisation")
    page.close()
    assert token not in server.log.read_text()


def test_a_websocket_of_another_site_is_refused(server: RealServer) -> None:
    headers = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    for origin in ({}, {"origin": "http://localhost:1"}, {"origin": "https://evil.example"}):
        response = httpx.get(f"{server.address}/_stcore/stream", headers={**headers, **origin})
        assert response.status_code == 403


def test_the_numbers_of_the_server_are_not_public(server: RealServer) -> None:
    assert httpx.get(f"{server.address}/_stcore/metrics").status_code == 404


def test_the_log_repeats_nothing_of_an_address(server: RealServer) -> None:
    httpx.get(f"{server.address}/verifier?code=SECRETCODE", headers={"authorization": "Bearer SECRETTOKEN"})
    httpx.get(f"{server.address}/api/SECRETPATH")
    assert "SECRET" not in server.log.read_text()
