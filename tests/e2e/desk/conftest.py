"""A browser, and the real server with data of its own; each test makes its own town there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.budget_app.real_server import RealServer, run_shared_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """The real server; what a test does with a service goes into the same database."""
    with run_shared_server(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A French browser as narrow as a telephone, without anything remembered."""
    made = browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 740}, accept_downloads=True)
    yield made
    made.close()


@pytest.fixture
def pages(browser: Browser) -> Iterator[list[Page]]:
    """Browsers that share nothing, one a guardian; filled by ``sit_down``."""
    made: list[Page] = []
    yield made
    for page in made:
        page.context.close()
