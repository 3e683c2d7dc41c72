"""A browser, a small election and its server, new for each test but the browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.booth.booth_server import BoothServer
from tests.e2e.booth.booth_town import Town, make_town
from tests.e2e.booth.booth_voter import VoterAtBooth
from tests.e2e.booth.booth_wire import Wire


@pytest.fixture
def town() -> Town:
    """An election of twelve projects, one to three choices or blank."""
    return make_town()


@pytest.fixture
def server(town: Town) -> Iterator[BoothServer]:
    """The server of ``town``."""
    with BoothServer(town) as running:
        yield running


@pytest.fixture
def wire(server: BoothServer) -> Iterator[Wire]:
    """The network before ``server``."""
    with Wire(server.port) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A French desktop browser without anything remembered."""
    made = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800}, accept_downloads=True)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A new page."""
    return context.new_page()


@pytest.fixture
def voter(page: Page, town: Town, wire: Wire) -> VoterAtBooth:
    """The first voter of the town, before the booth."""
    return VoterAtBooth(page, town, wire.address, town.voters[0])
