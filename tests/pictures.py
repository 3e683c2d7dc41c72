"""Makes docs/pictures from the running product: python -m tests.pictures. Each page at 360 and 1280 pixels."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from budget_app.commands.demo_secrets import DemoSecrets, read_secrets
from budget_app.settings import PROJECT
from tests.browser import launch
from tests.budget_app.real_server import run_server
from tests.e2e.booth.booth_town import Voter
from tests.e2e.booth.booth_voter import VoterAtBooth
from tests.e2e.day.people import DayTown, OrganiserAtDesk

FOLDER = PROJECT / "docs" / "pictures"
WIDTHS = (360, 1280)
_TALLEST = 2200
_PUBLIC = {
    "home": "/",
    "projects": "/projets",
    "project": "/projet?numero=7",
    "vote": "/voter",
    "my-ballot": "/bulletin",
    "guardians": "/gardiens",
    "outbox": "/courrier",
}


def _keep(page: Page, name: str, width: int, tallest: int = _TALLEST) -> None:
    """The page from its top as a picture of 256 colours, at most ``tallest`` pixels high."""
    height = page.evaluate(
        "Math.max(document.documentElement.scrollHeight,"
        " ...[...document.querySelectorAll('.stMain')].map(part => part.scrollHeight))"
    )
    page.set_viewport_size({"width": width, "height": min(max(int(height), 640), tallest)})
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(FOLDER / f"{name}-{width}.png", optimize=True)
    page.set_viewport_size({"width": width, "height": 800})


def _pages(page: Page, address: str, width: int, addresses: dict[str, str]) -> None:
    organiser = OrganiserAtDesk(page, address)
    for name, path in addresses.items():
        organiser.visit(path)
        expect(page.locator("h1")).to_be_visible()
        _keep(page, name, width)


def _map(page: Page, address: str, width: int) -> None:
    organiser = OrganiserAtDesk(page, address)
    organiser.visit("/projets")
    organiser.tab("Carte")
    expect(page.locator(".map")).to_be_visible()
    _keep(page, "projects-map", width)


def _desk_of_organiser(page: Page, address: str, width: int, known: DemoSecrets) -> None:
    page.goto(f"{address}/sign-in")
    _keep(page, "sign-in", width)
    page.get_by_label("Adresse e-mail").fill(known.organiser)
    page.get_by_label("Mot de passe").fill(known.password)
    page.get_by_role("button", name="Se connecter").click()
    organiser = OrganiserAtDesk(page, address)
    organiser.visit("/organisation")
    _keep(page, "organiser", width)
    organiser.tab("Feuille à imprimer")
    _keep(page, "organiser-sheet", width)
    organiser.visit("/organisation?nouvelle=1")
    _keep(page, "organiser-new", width)


def _booth(page: Page, address: str, width: int, known: DemoSecrets, position: int) -> None:
    person = known.voters[position]
    voter = Voter(person.roll_number, person.birth_date.isoformat(), person.code)
    at_booth = VoterAtBooth(page, DayTown(known.uuid), address, voter)  # type: ignore[arg-type]
    at_booth.open_link()
    _keep(page, "booth-welcome", width)
    at_booth.start()
    at_booth.choose(1, 7, 10)
    _keep(page, "booth-choose", width, 1500)
    at_booth.proceed()
    _keep(page, "booth-summary", width)
    tracker = at_booth.seal()
    _keep(page, "booth-sealed", width)
    at_booth.cast()
    at_booth.expect_receipt(tracker)
    _keep(page, "booth-receipt", width)


def _in_phase(browser: Browser, phase: str, draw: Callable[[Page, str, int, DemoSecrets], None]) -> None:
    """A demonstration town in ``phase``, drawn at each width in a fresh browser."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        os.environ.update(ISOLOIR_DATA=folder, ISOLOIR_DEMO="1")
        subprocess.run([sys.executable, "-m", "budget_app", "reset-demo", "--phase", phase], cwd=PROJECT, check=True)
        known = read_secrets()
        if known is None:
            raise RuntimeError("there is no demonstration town")
        with run_server(data) as server:
            for width in WIDTHS:
                context = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 800})
                draw(context.new_page(), server.address, width, known)
                context.close()


def _draw_vote(page: Page, address: str, width: int, known: DemoSecrets) -> None:
    _pages(page, address, width, _PUBLIC)
    _map(page, address, width)
    _booth(page, address, width, known, WIDTHS.index(width))
    page.goto(f"{address}/guardian/{known.uuid}#{known.guardians[0].token}")
    expect(page.locator("h1")).to_be_visible()
    _keep(page, "guardian-desk", width)
    _desk_of_organiser(page, address, width, known)


def _draw_results(page: Page, address: str, width: int, _known: DemoSecrets) -> None:
    _pages(page, address, width, {"results": "/resultats", "home-results": "/"})
    organiser = OrganiserAtDesk(page, address)
    organiser.visit("/simulateur")
    page.get_by_label("Budget en euros").fill("200 000")
    organiser.button("Simuler").click()
    expect(page.get_by_role("heading", name="La règle simulée")).to_be_visible()
    page.locator(".stMain").evaluate("it => it.scrollTo(0, 0)")
    _keep(page, "simulator", width)
    organiser.visit("/verifier")
    organiser.button("Lancer la vérification").click()
    expect(page.locator(".verdict")).to_be_visible(timeout=120_000)
    _keep(page, "verify", width)


def _draw_review(page: Page, address: str, width: int, _known: DemoSecrets) -> None:
    _pages(page, address, width, {"home-review": "/"})


def main() -> None:
    """Draws everything anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        _in_phase(browser, "vote", _draw_vote)
        _in_phase(browser, "results", _draw_results)
        _in_phase(browser, "review", _draw_review)
        browser.close()


if __name__ == "__main__":
    main()
