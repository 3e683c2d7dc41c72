"""A browser, and the real server with data of its own; each test makes its own town there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from budget_app.services.upkeep import prepare_database
from tests.budget_app.real_server import RealServer, run_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """The real server; what a test does with a service goes into the same database."""
    data = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch, run_server(data) as running:
        patch.setenv("ISOLOIR_DATA", str(data))
        patch.setenv("ISOLOIR_BASE_URL", running.address)
        patch.delenv("DATABASE_URL", raising=False)
        prepare_database()
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
