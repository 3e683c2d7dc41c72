"""The real server, seen by a real browser and by a client that is not one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import launch
from tests.budget_app.real_server import RealServer, run_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("server")]

SECOND = 1000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    with run_server(tmp_path_factory.mktemp("data")) as running:
        yield running


def _open(browser: Browser, address: str) -> tuple[Page, list[str], list[str]]:
    """The page when its script has run, the addresses that it asked for, and what the console complained of."""
    page = browser.new_page(locale="fr-FR")
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(address)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=60 * SECOND)
    return page, asked, complaints


def test_a_direct_link_on_a_fresh_server_runs_the_script_first(browser: Browser, tmp_path: Path) -> None:
    with run_server(tmp_path) as fresh:
        page, _, _ = _open(browser, f"{fresh.address}/verifier")
        page.get_by_role("heading", level=1).first.wait_for(timeout=30 * SECOND)
        names = page.get_by_role("navigation").get_by_role("link").all_inner_texts()
        page.close()
    assert any("Projets" in name for name in names), f"no navigation of the script: {names}"


def test_a_page_asks_no_other_site_and_breaks_no_policy(browser: Browser, server: RealServer) -> None:
    page, asked, complaints = _open(browser, server.address)
    page.close()
    assert [url for url in asked if not url.startswith((server.address, "data:", "blob:"))] == []
    assert [text for text in complaints if "Content Security Policy" in text] == []


def test_the_pages_reach_their_server_through_the_guard(browser: Browser, server: RealServer) -> None:
    page, _, _ = _open(browser, server.address)
    page.get_by_role("heading", level=1).first.wait_for(timeout=30 * SECOND)
    assert page.locator("html").get_attribute("lang") == "fr"
    assert "Streamlit" not in page.title()
    page.close()


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
