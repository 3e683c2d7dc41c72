"""What all tests share: one browser a process, since Playwright runs once in each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import launch


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless browser for all tests of a process; each test opens contexts of its own."""
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()
