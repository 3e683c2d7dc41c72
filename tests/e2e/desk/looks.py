"""What must hold of a desk's page in every state: axe finds nothing, nothing overflows, targets are large."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SMALL = """() => [...document.querySelectorAll("button, input, summary, main a")]
    .filter(target => target.checkVisibility())
    .map(target => {
        const {width, height} = (target.type === "checkbox" ? target.closest("label") : target).getBoundingClientRect();
        return [target.outerHTML.slice(0, 80), width, height];
    })
    .filter(([, width, height]) => width < 44 || height < 43.5)"""


def expect_no_violation(page: Page, state: str) -> None:
    """Axe finds nothing."""
    found = Axe().run(page, options=_AXE)
    assert found.violations_count == 0, f"{state}: {found.generate_report()}"


def expect_to_fit(page: Page, state: str) -> None:
    """Nothing is wider than the window, and every target is at least 44 pixels."""
    assert page.evaluate(_WIDE) <= 0, state
    assert page.evaluate(_SMALL) == [], state
