"""A group of guardians at their desks, each in a browser that shares nothing with the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from budget_app.domain.guardian import GroupDraft, GuardianDraft
from budget_app.services.actor import SYSTEM
from budget_app.services.guardians import name_guardians
from tests.budget_app.real_server import RealServer
from tests.budget_app.simulated_town import BEFORE, SimulatedTown
from tests.e2e.desk.guardian_at_desk import GuardianAtDesk

PATIENCE = 30_000


def town_with_group(size: int = 3, threshold: int = 2) -> SimulatedTown:
    """A town where only the keys are missing: guardian 0 is always needed, 1 and up are the group."""
    town = SimulatedTown(guardians=1).prepare()
    people = tuple(GuardianDraft(f"Membre {n}", f"m{n}@essai.example") for n in range(1, size + 1))
    always = [("Toujours", "toujours@essai.example")]
    town.links = name_guardians(SYSTEM, town.slug, always, BEFORE, group=GroupDraft(people, threshold))
    return town


def sit_down(
    browser: Browser,
    pages: list[Page],
    server: RealServer,
    town: SimulatedTown,
    positions: Sequence[int],
    width: int = 360,
) -> list[GuardianAtDesk]:
    """Each of these guardians before a browser of their own; whoever made ``pages`` closes them."""
    guardians = []
    for position in positions:
        context = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 740}, accept_downloads=True)
        guardians.append(GuardianAtDesk(context, server.address, town, position))
        pages.append(guardians[-1].page)
    return guardians


def begin(guardian: GuardianAtDesk, folder: Path) -> Path:
    """The first visit: a key made, saved, shown and sent; gives its file."""
    guardian.open()
    guardian.make_key()
    path = guardian.save_key(folder)
    guardian.page.locator("#prove").set_input_files(path)
    expect(guardian.page.get_by_text("C’est le bon fichier de clé.")).to_be_visible()
    guardian.send_key()
    return path


def leave(guardian: GuardianAtDesk) -> None:
    """Closes the page: nothing that it held is left."""
    guardian.page.unroute("**/guardian/polynomial")
    guardian.page.goto("about:blank")


def expect_key(guardian: GuardianAtDesk) -> None:
    """The exchange is done for this guardian, by itself."""
    expect(guardian.heading("Votre clé est en place")).to_be_visible(timeout=PATIENCE)
