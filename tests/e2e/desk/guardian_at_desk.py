"""What a guardian does at the desk, in the guardian's words."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, expect

from budget_app.services.actor import SYSTEM
from budget_app.services.guardians import name_guardians
from tests.budget_app.simulated_town import BEFORE, SimulatedTown

_PATIENCE_MS = 60_000  # a board is verified meanwhile, on a machine that does other things too


def town_without_keys(guardians: int = 1) -> SimulatedTown:
    """A town where only the guardians' keys are missing."""
    town = SimulatedTown(guardians=guardians).prepare()
    people = [(f"Gardienne {number}", f"g{number}@essai.example") for number in range(1, guardians + 1)]
    town.links = name_guardians(SYSTEM, town.slug, people, BEFORE)
    return town


class GuardianAtDesk:
    """A guardian, by position from 0, before a page of the desk."""

    def __init__(self, context: BrowserContext, address: str, town: SimulatedTown, position: int = 0) -> None:
        self.page = context.new_page()
        self.town = town
        self.token = town.token(position)
        self.address = f"{address}/guardian/{town.uuid}"
        self.sent: list[str] = []
        self.page.on("request", lambda request: self.sent.append(f"{request.url} {request.post_data or ''}"))
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if "Policy" in said.text else None)

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

    def make_key(self) -> None:
        """Has a key made."""
        self.button("Créer ma clé").click()
        expect(self.heading("1. Enregistrez votre clé")).to_be_visible()

    def save_key(self, folder: Path) -> Path:
        """Saves the key file under the name that the desk gives it."""
        with self.page.expect_download() as saving:
            self.button("Enregistrer le fichier de clé").click()
        path = folder / saving.value.suggested_filename
        saving.value.save_as(path)
        return path

    def choose_file(self, path: Path) -> None:
        """Chooses a key file in the field of the present step."""
        self.page.locator("input[type=file]").set_input_files(path)

    def send_key(self) -> None:
        """Presses the button that sends the public key."""
        self.button("Envoyer ma clé publique").click()

    def hand_in_key(self, folder: Path) -> Path:
        """The whole way from the link to the key received; gives the key file."""
        self.open()
        self.make_key()
        path = self.save_key(folder)
        self.choose_file(path)
        expect(self.page.get_by_text("C’est le bon fichier de clé.")).to_be_visible()
        self.send_key()
        expect(self.heading("Votre clé est en place")).to_be_visible()
        return path

    def hand_in_share(self, path: Path) -> None:
        """Compares, chooses the key file and sends the share."""
        self.page.get_by_role("checkbox").check()
        self.choose_file(path)
        expect(self.page.get_by_text("C’est le bon fichier de clé.")).to_be_visible()
        self.give()

    def give(self) -> None:
        """Presses the button that checks the board, decrypts and sends, and waits until all that is done or refused."""
        self.button("Déchiffrer et envoyer ma part").click()
        busy = self.button("Vérification, déchiffrement et envoi en cours…")
        expect(busy).to_have_count(0, timeout=_PATIENCE_MS)

    def expect_fault(self, start: str) -> None:
        """A refusal is said that begins with ``start``."""
        expect(self.page.get_by_role("alert").filter(has_text=start)).to_be_visible()

    def shown(self) -> list[str]:
        """The characters to compare, as they are without the gaps between groups."""
        return [code.get_attribute("data-value") or "" for code in self.page.locator(".compare code").all()]
