"""Everybody can use the pages: axe finds nothing, nothing overflows, targets are large, Streamlit speaks French."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from budget_app.services.accounts import create_account, sign_in
from budget_app.services.actor import SYSTEM
from tests.budget_app.real_server import RealServer, run_shared_server
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_votes import vote_runs
from tests.pages.conftest import EMAIL, PASSWORD
from tests.pages.counted_town import counted_town
from tests.pages.looks import AXE, WIDE, expect_good_looks, open_whole

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]

WIDTHS = (360, 1280)
PUBLIC = (
    *("", "reglement", "propositions", "comparer", "projets", "projet?numero=1", "voter", "bulletin", "resultats"),
    *("verifier", "gardiens", "courrier"),
)
COUNTED = "edition=edition-d-essai-3"
RESULTS = (f"resultats?{COUNTED}", f"projet?numero=2&{COUNTED}", f"simulateur?{COUNTED}")
DESKS = (
    *("organisation", "organisation?nouvelle=1", "organisation?edition=edition-d-essai"),
    *("moderation", "instruction", "journal", "mon-espace", "comptes"),
)


@dataclass(frozen=True)
class Pages:
    """The server, and the session of an organiser."""

    server: RealServer
    token: str

    def open(self, page: Page, path: str) -> None:
        """Opens a page and waits until its script has run and its drawings are there."""
        open_whole(page, f"{self.server.address}/{path}")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """A server with an edition in preparation, a vote that runs, one counted by Equal Shares, and an organiser."""
    with run_shared_server(tmp_path_factory.mktemp("pages")) as server:
        SimulatedTown(projects=4).create()
        town = SimulatedTown(projects=4, voters=3, guardians=2).set_up()
        now = datetime.now(UTC)
        vote_runs(town, -1, 1)
        town.vote(town.people[0], 1, 2, now=now)
        assert counted_town(shared=True).slug in COUNTED
        create_account(SYSTEM, EMAIL, PASSWORD, SYSTEM.roles, now)
        yield Pages(server, sign_in(EMAIL, PASSWORD, "192.0.2.1", now))


@pytest.fixture(scope="module")
def windows(browser: Browser, pages: Pages) -> Iterator[dict[int, BrowserContext]]:
    """A French browser of each width in which the organiser is signed in; it keeps Streamlit's files."""
    made = {w: browser.new_context(locale="fr-FR", viewport={"width": w, "height": 800}) for w in WIDTHS}
    for context in made.values():
        context.add_cookies([{"name": "isoloir_session", "value": pages.token, "url": pages.server.address}])
    yield made
    for context in made.values():
        context.close()


@pytest.fixture
def page(windows: dict[int, BrowserContext], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A new tab of the asked width, which remembers nothing of those before."""
    tab = windows[getattr(request, "param", 1280)].new_page()
    tab.add_init_script("localStorage.clear()")  # Streamlit remembers an open menu from tab to tab
    yield tab
    tab.close()


@pytest.mark.parametrize("path", [*PUBLIC, *RESULTS, *DESKS])
@pytest.mark.parametrize("page", WIDTHS, indirect=True)
def test_a_page_is_accessible_fits_and_speaks_french(page: Page, pages: Pages, path: str) -> None:
    pages.open(page, path)
    expect_good_looks(page)


def test_the_keyboard_skips_to_the_content(page: Page, pages: Pages) -> None:
    pages.open(page, "projets")
    page.keyboard.press("Tab")
    skip = page.get_by_text("Aller au contenu")
    assert skip.evaluate("element => element === document.activeElement")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('section.stMain, .stMain *, main')")


@pytest.mark.parametrize("page", [360], indirect=True)
def test_the_menu_of_a_telephone_leads_to_every_page(page: Page, pages: Pages) -> None:
    pages.open(page, "")
    page.get_by_role("button", name="Ouvrir le menu").click()
    page.get_by_role("navigation", name="Pages du site").get_by_role("link", name="Vérifier").click()
    page.get_by_role("heading", level=1, name="Vérifier").wait_for()


def test_the_result_of_the_verifier_is_accessible(page: Page, pages: Pages) -> None:
    pages.open(page, "verifier")
    page.get_by_role("button", name="Lancer la vérification").click()
    page.get_by_text("L’urne publique est valable.").wait_for()
    page.get_by_text("Le rapport complet en tableau").click()
    page.get_by_role("table", name="Ce que chaque contrôle attend").wait_for()
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("page", WIDTHS, indirect=True)
def test_a_simulation_is_accessible_and_fits(page: Page, pages: Pages) -> None:
    pages.open(page, f"simulateur?{COUNTED}")
    page.get_by_label("Budget en euros").fill("5000")
    page.get_by_role("button", name="Simuler").click()
    page.get_by_role("status").get_by_text("Projets qui ne le seraient plus").wait_for()
    page.get_by_text("Les mêmes nombres en tableau").click()
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(WIDE) <= 0


@pytest.mark.parametrize("page", WIDTHS, indirect=True)
def test_the_replay_is_stepped_through_with_the_keyboard(page: Page, pages: Pages) -> None:
    pages.open(page, f"resultats?{COUNTED}")
    page.get_by_role("button", name="Étape suivante").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Étape 2 : 1. Grande halle du marché couvert").wait_for()
    assert page.get_by_role("button", name="Étape suivante").evaluate("it => it === document.activeElement")
    page.locator("summary", has_text="Toutes les étapes").click()
    page.get_by_role("table", name="Toutes les étapes").wait_for()
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(WIDE) <= 0


def test_a_refused_form_is_accessible_and_keeps_what_was_typed(page: Page, pages: Pages) -> None:
    pages.open(page, "organisation?nouvelle=1")
    page.get_by_label("Nom de l’édition").fill("Budget 2032")
    page.get_by_label("Budget en euros").fill("beaucoup")
    page.get_by_role("button", name="Créer l’édition", exact=True).click()
    page.get_by_text("Cette somme n’a pas pu être lue").wait_for()
    assert page.get_by_label("Nom de l’édition").input_value() == "Budget 2032"
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()


def test_only_the_sheet_is_printed(page: Page, pages: Pages) -> None:
    pages.open(page, "organisation")
    page.get_by_role("tab", name="Feuille à imprimer").click()
    page.emulate_media(media="print")
    assert page.locator(".sheet").is_visible()
    assert page.locator(".band").is_hidden()
    assert page.get_by_role("tab", name="Gardiens").is_hidden()
    assert page.get_by_text("Bureau de l’organisation").is_hidden()
