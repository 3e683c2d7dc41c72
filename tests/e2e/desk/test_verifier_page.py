"""The verifier's page: an archive dropped in a real browser is checked there, and nothing of it leaves."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.budget_app.real_server import RealServer
from tests.budget_app.simulated_town import SimulatedTown
from tests.e2e.desk.looks import expect_no_violation, expect_to_fit
from tests.node import BOOTH
from tests.voting.packed_archives import read_archive

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

PATIENCE = 60_000
VALID, FORGED = "valid/h_blank/final.bel", "invalid/B01_bad_individual_proof.bel"
_DROP = """([name, content]) => {
    const bytes = Uint8Array.from(atob(content), character => character.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name));
    document.querySelector("h1").dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true}));
}"""


class VerifierPage:
    """Somebody before the verifier; what the page asks of any server and what goes wrong are kept."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.asked: list[str] = []
        context.on("request", lambda request: self.asked.append(f"{request.method} {request.url}"))
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.goto(address)
        expect(self.page.locator("h1")).to_be_visible()

    def drop(self, archive: bytes) -> None:
        """Drops a file on the page."""
        self.page.evaluate(_DROP, ["urne.bel", b64encode(archive).decode()])

    def expect_verdict(self, words: str) -> None:
        """The verdict is shown, told to who listens, and the focus is on the title."""
        expect(self.page.locator("main .done, main .refusal")).to_contain_text(words, timeout=PATIENCE)
        expect(self.page.get_by_role("status")).to_contain_text(words)
        expect(self.page.locator("h1")).to_be_focused()

    def lines(self) -> list[list[str]]:
        """Title and status of each of the checks."""
        rows = self.page.get_by_role("table", name="Les douze contrôles").locator("tbody tr").all()
        return [[row.locator("th").inner_text(), row.locator("td").first.inner_text()] for row in rows]


@pytest.fixture
def verifier(context: BrowserContext, server: RealServer) -> VerifierPage:
    return VerifierPage(context, f"{server.address}/booth/verifier.html")


def test_a_dropped_valid_archive_gets_twelve_lines_and_its_totals(verifier: VerifierPage) -> None:
    before = list(verifier.asked)
    verifier.drop(read_archive(VALID))
    verifier.expect_verdict("L’urne publique est valable")
    lines = verifier.lines()
    assert [line[0].split(".")[0] for line in lines] == [str(number) for number in range(1, 13)]
    assert [line[1] for line in lines] == [*["juste"] * 7, "sans objet", "juste", "juste", "sans objet", "sans objet"]
    expect(verifier.page.get_by_role("row", name="Vote blanc 1")).to_be_visible()
    loaded = {request for request in verifier.asked[len(before) :] if not request.endswith("verifier-worker.js")}
    assert (loaded, verifier.faults) == (set(), [])


def test_a_dropped_forged_archive_is_refused_by_the_named_check(verifier: VerifierPage) -> None:
    verifier.drop(read_archive(FORGED))
    verifier.expect_verdict("REFUSÉE par le contrôle 5 : proof-individual-invalid")
    assert [line[1] for line in verifier.lines()] == [*["juste"] * 4, "REFUSÉ", *["pas atteint"] * 7]
    assert verifier.faults == []


def test_an_earlier_copy_and_the_keyboard(verifier: VerifierPage, tmp_path: Path) -> None:
    page, names = verifier.page, ("now.bel", "old.bel")
    rolled_back, whole = read_archive("invalid/A03_rollback_result.bel"), read_archive(VALID)
    for name, archive in zip(names, (rolled_back, whole), strict=True):
        (tmp_path / name).write_bytes(archive)
    page.get_by_role("button", name="Vérifier", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Choisissez d’abord un fichier.")
    expect(page.locator("#file")).to_be_focused()
    page.locator("#file").set_input_files(tmp_path / "now.bel")
    page.locator("#earlier").set_input_files(tmp_path / "old.bel")
    page.get_by_role("button", name="Vérifier", exact=True).focus()
    page.keyboard.press("Enter")
    verifier.expect_verdict("REFUSÉE par le contrôle 12 : earlier-copy-rewritten")


def test_the_file_of_this_vote_is_downloaded_and_checked_on_demand(context: BrowserContext, server: RealServer) -> None:
    town = SimulatedTown().set_up()
    town.vote(town.people[0], 1)
    verifier = VerifierPage(context, f"{server.address}/booth/verifier.html?uuid={town.uuid}")
    assert not [request for request in verifier.asked if ".bel" in request]
    verifier.page.get_by_role("button", name="Télécharger et vérifier maintenant").click()
    verifier.expect_verdict("valable jusqu’ici")
    assert f"GET {server.address}/board/{town.uuid}.bel" in verifier.asked
    assert verifier.faults == []


def test_saved_as_one_file_it_works_without_any_server(context: BrowserContext, tmp_path: Path) -> None:
    saved = tmp_path / "verifier.html"
    saved.write_bytes((BOOTH / "dist" / "verifier-saved.html").read_bytes())
    context.set_offline(True)
    verifier = VerifierPage(context, saved.as_uri())
    verifier.drop(read_archive(VALID))
    verifier.expect_verdict("L’urne publique est valable")
    asked = [request for request in verifier.asked if not request.startswith(("GET file:", "GET blob:"))]
    assert (asked, verifier.faults) == ([], [])


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_everything_fits(verifier: VerifierPage, width: int) -> None:
    page = verifier.page
    page.set_viewport_size({"width": width, "height": 740})
    for archive, words in ((None, ""), (VALID, "valable"), (FORGED, "REFUSÉE")):
        if archive is not None:
            verifier.drop(read_archive(archive))
            verifier.expect_verdict(words)
        expect_no_violation(page, words)
        expect_to_fit(page, words)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("table", name="The twelve checks")).to_be_visible()
    assert "REFUSED by check 5" in page.locator("main").inner_text()
