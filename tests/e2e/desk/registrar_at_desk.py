"""What a registrar does at the desk, in the registrar's words."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Request, expect

from budget_app.domain.registrar import RegistrarDraft
from budget_app.services.actor import SYSTEM
from budget_app.services.registrars import name_registrar
from budget_app.services.roll import import_roll
from tests.budget_app.simulated_town import BEFORE, SimulatedTown
from voting.credential_files import parse_private


def town_without_codes(voters: int = 4) -> SimulatedTown:
    """A town whose roll is there, and no code yet."""
    town = SimulatedTown(guardians=1).prepare()
    lines = [f"{number};Personne {number};1950-01-{number % 27 + 1:02};" for number in range(1, voters + 1)]
    import_roll(SYSTEM, town.slug, "\n".join(["roll_number;name;birth_date;district", *lines]).encode())
    return town


class RegistrarAtDesk:
    """The registrar before a page of the desk; everything that the page and its worker ask is kept."""

    def __init__(self, context: BrowserContext, address: str, town: SimulatedTown) -> None:
        self.town = town
        draft = RegistrarDraft("Rosa Registre", "rosa@essai.example")
        self.token = name_registrar(SYSTEM, town.slug, draft, BEFORE).url.partition("#")[2]
        self.address = f"{address}/registrar/{town.uuid}"
        self.sent: list[bytes] = []
        context.on("request", self._keep)
        self.page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("websocket", lambda socket: self.faults.append(f"a connection to {socket.url}"))
        self.page.on("console", lambda said: self.faults.append(said.text) if "Policy" in said.text else None)

    def _keep(self, request: Request) -> None:
        """Address, headers and body: all that leaves the machine."""
        headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
        self.sent.append(f"{request.method} {request.url}\n{headers}\n\n".encode() + (request.post_data_buffer or b""))

    def open(self, token: str | None = None, search: str = "") -> None:
        """Opens the personal link."""
        self.page.goto(f"{self.address}{search}#{self.token if token is None else token}")
        expect(self.page.locator("h1")).to_be_visible()

    def button(self, name: str) -> Locator:
        """The button called ``name``."""
        return self.page.get_by_role("button", name=name, exact=True)

    def heading(self, name: str) -> Locator:
        """The heading called ``name``."""
        return self.page.get_by_role("heading", name=name, exact=True)

    def make_codes(self, timeout: float = 30_000) -> None:
        """Has the codes made."""
        self.button("Créer les codes").click()
        expect(self.heading("1. Enregistrez les fichiers")).to_be_visible(timeout=timeout)

    def make_again(self, numbers: str) -> None:
        """Has the codes of some voters made again."""
        self.page.get_by_label("Numéros des votants").fill(numbers)
        self.button("Refaire ces codes").click()

    def save(self, folder: Path, name: str = "Enregistrer les codes secrets") -> Path:
        """Saves a file under the name that the desk gives it."""
        with self.page.expect_download() as saving:
            self.button(name).click()
        path = folder / saving.value.suggested_filename
        saving.value.save_as(path)
        return path

    def prove(self, path: Path) -> None:
        """Shows the saved file to the page."""
        self.page.get_by_label("Fichier des codes secrets").set_input_files(path)

    def send(self) -> None:
        """Presses the button that hands the public list in."""
        self.button("Envoyer la liste publique").click()

    def hand_in(self, folder: Path) -> dict[str, str]:
        """From codes made to public list received; gives the codes of the file."""
        path = self.save(folder)
        self.prove(path)
        expect(self.page.get_by_text("C’est le bon fichier")).to_be_visible()
        self.send()
        expect(self.heading("La liste publique")).to_be_visible()
        return parse_private(path.read_bytes())

    def expect_fault(self, start: str) -> None:
        """A refusal is said that begins with ``start``."""
        expect(self.page.get_by_role("alert").filter(has_text=start)).to_be_visible()

    def shown(self) -> list[str]:
        """The characters to compare, without the gaps between groups."""
        return [code.get_attribute("data-value") or "" for code in self.page.locator(".compare code").all()]
