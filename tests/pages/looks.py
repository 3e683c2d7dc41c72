"""What must hold of every page: axe finds nothing, nothing overflows, targets are large, Streamlit speaks French."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ENGLISH = {
    *("App pages", "Skip to main content", "Sidebar", "Expand sidebar", "Collapse sidebar", "Open", "Close"),
    *("Choose an option", "No results", "Increment", "Decrement", "Choose date", "Upload", "file upload"),
    *("Scroll tabs left", "Scroll tabs right", "5MB per file", "Press Enter to apply", "Press Enter to submit form"),
}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SMALL = """() => [...document.querySelectorAll("a, button, input, [role=tab], summary")]
    .filter(target => target.checkVisibility() && getComputedStyle(target).display !== "inline")
    .filter(target => !target.matches(".pin, input[type=checkbox], [data-testid^=stDateInput] input"))
    .map(target => [target.outerHTML.slice(0, 90), Math.round(target.getBoundingClientRect().height)])
    .filter(([, height]) => height > 1 && height < 44)"""
_SAID = """() => [...document.querySelectorAll("body *")].flatMap(element => [
    ...["aria-label", "title", "placeholder"].map(name => element.getAttribute(name)),
    ...[...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data.trim()),
]).filter(Boolean)"""


def open_whole(page: Page, address: str) -> None:
    """Opens a page and waits until its script has run and its drawings are there."""
    page.goto(address)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.locator("h1").wait_for()
    page.wait_for_load_state("networkidle")


def expect_good_looks(page: Page) -> None:
    """All of it, on a French page."""
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(WIDE) <= 0
    small = page.evaluate(_SMALL)
    assert small == [], small
    english = set(page.evaluate(_SAID)) & ENGLISH
    assert english == set()
