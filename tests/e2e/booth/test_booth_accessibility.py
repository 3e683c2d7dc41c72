"""Everybody can vote: axe finds nothing, nothing overflows, targets are large, focus is seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.booth.booth_server import BoothServer
from tests.e2e.booth.booth_town import Town
from tests.e2e.booth.booth_voter import VoterAtBooth
from tests.e2e.booth.booth_wire import Wire

pytestmark = pytest.mark.browser

_AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_SMALL = """() => [...document.querySelectorAll("main button, main input, main select, main summary, header button")]
    .filter(target => target.checkVisibility())
    .map(target => {
        const label = target.type === "checkbox" ? target.closest(".card") : target;
        const {width, height} = label.getBoundingClientRect();
        return [target.outerHTML.slice(0, 80), width, height];
    })
    .filter(([, width, height]) => width < 44 || height < 43.5)"""
_HIDDEN = """() => [...document.querySelectorAll("main input, main summary")].filter(target => {
    target.focus();
    const {top, bottom} = target.getBoundingClientRect();
    const inBar = target.closest(".bar");
    return top < 0 || (!inBar && bottom > document.querySelector(".bar").getBoundingClientRect().top);
}).map(target => target.id || target.textContent)"""
_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _walk(voter: VoterAtBooth, look: Callable[[str], None]) -> None:
    """Every step and the messages that matter, each looked at."""
    page = voter.page
    voter.open_without_link()
    voter.press("Commencer")
    look("identification with faults")
    page.goto("about:blank")
    voter.open_link()
    look("identification by link")
    voter.start()
    look("choice")
    voter.choose(1, 2, 3)
    voter.box(4).click()
    page.locator(".card summary").first.click()
    look("choice with one too many")
    voter.proceed()
    look("summary")
    voter.seal()
    voter.cast("1960-01-02")
    expect(page.locator("#birth-fault")).to_be_visible()
    page.get_by_text("Vérifier d’abord mon bulletin scellé").click()
    look("sealed with a wrong birth date")
    voter.press("Ouvrir ce bulletin pour le vérifier")
    expect(voter.title).to_have_text("Ce bulletin est ouvert")
    look("opened")
    voter.press("Revenir à mes choix pour sceller un nouveau bulletin")
    voter.seal()
    page.context.set_offline(True)
    voter.cast()
    expect(page.locator("#sending .refusal")).to_be_visible()
    look("not sent")
    page.context.set_offline(False)
    voter.press("Renvoyer le même bulletin")
    expect(voter.title).to_have_text("Votre bulletin est dans l’urne")
    look("receipt")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_at_any_step(browser: Browser, town: Town, wire: Wire, width: int) -> None:
    with browser.new_context(locale="fr-FR", viewport={"width": width, "height": 740}) as context:
        page = context.new_page()

        def look(step: str) -> None:
            found = Axe().run(page, options=_AXE)
            assert found.violations_count == 0, f"{step}: {found.generate_report()}"

        _walk(VoterAtBooth(page, town, wire.address, town.voters[0]), look)


@pytest.mark.parametrize("width", [320, 360, 640])
def test_nothing_overflows_and_targets_are_large(browser: Browser, town: Town, wire: Wire, width: int) -> None:
    with browser.new_context(locale="fr-FR", viewport={"width": width, "height": 740}) as context:
        page = context.new_page()

        def look(step: str) -> None:
            assert page.evaluate(_WIDE) <= 0, step
            assert page.evaluate(_SMALL) == [], step

        _walk(VoterAtBooth(page, town, wire.address, town.voters[0]), look)


def test_the_box_in_focus_is_never_hidden_by_the_bar(browser: Browser, town: Town, wire: Wire) -> None:
    with browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        voter = VoterAtBooth(page, town, wire.address, town.voters[0])
        voter.open_link()
        voter.start()
        voter.choose(1)
        hidden = page.evaluate(_HIDDEN)
        assert hidden == []


def test_every_step_has_its_title_and_its_focus(voter: VoterAtBooth, page: Page) -> None:
    voter.open_link()
    expect(page).to_have_title("Étape 1 sur 5\u00a0: Identification – Budget participatif 2027")
    expect(voter.title).to_be_focused()
    voter.start()
    expect(page).to_have_title("Étape 2 sur 5\u00a0: Choix – Budget participatif 2027")
    expect(voter.title).to_be_focused()
    expect(page.locator('[aria-current="step"]')).to_contain_text("Choix")


def test_nothing_moves_for_those_who_asked_for_less_motion(voter: VoterAtBooth, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    voter.open_link()
    voter.start()
    moving = page.evaluate("() => document.getAnimations().length")
    assert moving == 0


def test_only_the_receipt_is_printed(voter: VoterAtBooth, server: BoothServer, page: Page) -> None:
    tracker = voter.seal_choice(1)
    voter.cast()
    voter.expect_receipt(tracker)
    page.emulate_media(media="print")
    expect(page.locator(".receipt")).to_be_visible()
    for hidden in (".steps", ".keep", "#language", "main a"):
        for shown in page.locator(hidden).all():
            expect(shown).to_be_hidden()
