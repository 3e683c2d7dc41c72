"""Every guardian can use the desk: axe finds nothing, nothing overflows, targets are large, the keyboard suffices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from budget_app.services.actor import SYSTEM
from budget_app.services.elections import close_vote, set_up_vote
from tests.budget_app.real_server import RealServer
from tests.budget_app.simulated_town import BEFORE
from tests.budget_app.web_votes import vote_runs
from tests.e2e.desk.guardian_at_desk import GuardianAtDesk, town_without_keys
from tests.e2e.desk.looks import expect_no_violation, expect_to_fit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk"), pytest.mark.usefixtures("server")]


def _walk(guardian: GuardianAtDesk, folder: Path, look: Callable[[str], None]) -> None:
    """Every state of the desk and its refusals, each looked at."""
    town, page = guardian.town, guardian.page
    page.goto(guardian.address)
    look("without a token")
    guardian.open("unknown")
    guardian.expect_fault("Ce lien de gardien")
    look("refused")
    guardian.open()
    page.get_by_text("J’ai déjà un fichier de clé pour ce vote").click()
    look("key needed")
    guardian.make_key()
    guardian.send_key()
    guardian.expect_fault("Enregistrez d’abord")
    look("key made")
    path = guardian.save_key(folder)
    guardian.choose_file(path)
    expect(page.get_by_text("C’est le bon fichier de clé.")).to_be_visible()
    look("key proven")
    guardian.send_key()
    expect(guardian.heading("Votre clé est en place")).to_be_visible()
    look("key received")
    set_up_vote(SYSTEM, town.slug, BEFORE)
    guardian.button("Actualiser cette page").click()
    expect(guardian.heading("Rien à faire avant la clôture")).to_be_visible()
    look("vote running")
    vote_runs(town, -2, -1)
    close_vote(SYSTEM, town.slug, datetime.now(UTC))
    guardian.button("Actualiser cette page").click()
    guardian.button("Déchiffrer et envoyer ma part").click()
    guardian.expect_fault("Comparez d’abord l’empreinte")
    look("share needed")
    guardian.hand_in_share(path)
    expect(guardian.heading("Le résultat est publié")).to_be_visible()
    look("counted")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_any_state(browser: Browser, server: RealServer, tmp_path: Path, width: int) -> None:
    with browser.new_context(locale="fr-FR", viewport={"width": width, "height": 740}) as context:
        guardian = GuardianAtDesk(context, server.address, town_without_keys())

        def look(state: str) -> None:
            expect_no_violation(guardian.page, state)

        _walk(guardian, tmp_path, look)


@pytest.mark.parametrize("width", [320, 360, 640])
def test_nothing_overflows_and_targets_are_large(
    browser: Browser, server: RealServer, tmp_path: Path, width: int
) -> None:
    with browser.new_context(locale="fr-FR", viewport={"width": width, "height": 740}) as context:
        guardian = GuardianAtDesk(context, server.address, town_without_keys())

        def look(state: str) -> None:
            expect_to_fit(guardian.page, state)

        _walk(guardian, tmp_path, look)


def test_the_steps_are_headings_in_order_and_the_title_takes_the_focus(
    browser: Browser, server: RealServer, tmp_path: Path
) -> None:
    with browser.new_context(locale="fr-FR") as context:
        guardian = GuardianAtDesk(context, server.address, town_without_keys())
        guardian.open()
        guardian.make_key()
        expect(guardian.page.locator("h1")).to_be_focused()
        titles = guardian.page.locator("h2").all_inner_texts()
        assert [title[:2] for title in titles] == ["1.", "2.", "3.", "4."]
        expect(guardian.page.locator("html")).to_have_attribute("lang", "fr")
        guardian.page.emulate_media(media="print")
        expect(guardian.heading("3. Notez votre clé publique")).to_be_visible()
        expect(guardian.button("Imprimer")).to_be_hidden()
        expect(guardian.heading("1. Enregistrez votre clé")).to_be_hidden()
