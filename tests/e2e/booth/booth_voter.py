"""What a voter does in the booth, in the voter's words."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.booth.booth_town import Town, Voter


class VoterAtBooth:
    """A voter in front of a page of the booth."""

    def __init__(self, page: Page, town: Town, address: str, voter: Voter) -> None:
        self.page = page
        self.town = town
        self.voter = voter
        self.address = f"{address}/vote/{town.election.uuid}"

    @property
    def title(self) -> Locator:
        """The heading of the step."""
        return self.page.locator("h1")

    def open_link(self, search: str = "") -> None:
        """Opens the letter's link and waits for the first step."""
        self.page.goto(self.address + search + self.voter.link)
        expect(self.page.locator(".known")).to_be_visible()

    def open_without_link(self) -> None:
        """Opens the booth's address alone."""
        self.page.goto(self.address)
        expect(self.page.locator("#roll-number")).to_be_visible()

    def press(self, name: str) -> None:
        """Presses the button called ``name``."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def start(self) -> None:
        """Goes on to the choice."""
        self.press("Commencer")
        expect(self.title).to_have_text("Choisissez vos projets")

    def box(self, number: int) -> Locator:
        """The checkbox of a project."""
        return self.page.locator(f"#project-{number}")

    def choose(self, *numbers: int) -> None:
        """Ticks the projects."""
        for number in numbers:
            self.box(number).check()

    def proceed(self) -> None:
        """From the choice to the summary."""
        self.press("Continuer")
        expect(self.title).to_have_text("Vérifiez vos choix")

    def seal(self) -> str:
        """Seals, and gives the tracker shown."""
        self.press("Sceller mon bulletin")
        expect(self.title).to_have_text("Votre bulletin est scellé")
        return self.page.locator("#tracker").inner_text()

    def seal_choice(self, *numbers: int) -> str:
        """Everything from the letter's link to the sealed ballot of these projects."""
        self.open_link()
        self.start()
        self.choose(*numbers)
        self.proceed()
        return self.seal()

    def write_birth_date(self, date: str | None = None) -> None:
        """Fills the three fields, rightly unless told otherwise."""
        year, month, day = (date or self.voter.birth_date).split("-")
        for name, text in (("day", day), ("month", month), ("year", year)):
            self.page.locator(f"#birth-{name}").fill(text)

    def cast(self, date: str | None = None) -> None:
        """Writes the birth date and sends."""
        self.write_birth_date(date)
        self.press("Déposer dans l’urne")

    def expect_receipt(self, tracker: str) -> None:
        """Waits for the receipt of this ballot."""
        expect(self.title).to_have_text("Votre bulletin est dans l’urne")
        expect(self.page.locator("#tracker")).to_have_text(tracker)
