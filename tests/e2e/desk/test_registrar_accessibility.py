"""Every registrar can use the desk: axe finds nothing, nothing overflows, targets are large, steps are headings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from budget_app.services.actor import SYSTEM
from budget_app.services.elections import set_up_vote
from budget_app.services.registrars import registrar_task
from tests.budget_app.real_server import RealServer
from tests.budget_app.simulated_town import BEFORE
from tests.budget_app.web_votes import vote_runs
from tests.e2e.desk.looks import expect_no_violation, expect_to_fit
from tests.e2e.desk.registrar_at_desk import RegistrarAtDesk, town_without_codes

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk"), pytest.mark.usefixtures("server")]

Look = Callable[[Page, str], None]


def _walk(registrar: RegistrarAtDesk, folder: Path, look: Look) -> None:
    """Every state of the desk and its refusals, each looked at."""
    page = registrar.page
    page.goto(registrar.address)
    look(page, "without a token")
    registrar.open("unknown")
    registrar.expect_fault("Ce lien n’est pas ou plus valable.")
    look(page, "refused")
    registrar.open()
    page.locator("summary").click()
    look(page, "codes needed")
    registrar.make_codes()
    registrar.send()
    registrar.expect_fault("Enregistrez d’abord")
    look(page, "codes made")
    registrar.prove(registrar.save(folder))
    expect(page.get_by_text("C’est le bon fichier")).to_be_visible()
    look(page, "codes proven")
    registrar.send()
    expect(registrar.heading("La liste publique")).to_be_visible()
    page.locator("summary").click()
    registrar.make_again("")
    registrar.expect_fault("Écrivez d’abord au moins un numéro")
    look(page, "codes received")
    registrar.make_again("1 2")
    expect(page.get_by_text("Nouveaux codes créés : 2.")).to_be_visible()
    look(page, "codes made again")
    registrar.button("Abandonner ces codes").click()
    set_up_vote(SYSTEM, registrar.town.slug, BEFORE)
    registrar.button("Actualiser cette page").click()
    expect(page.get_by_text("Un code perdu ne peut plus être refait.")).to_be_visible()
    look(page, "frozen")
    vote_runs(registrar.town, -1, 1)
    registrar.button("Actualiser cette page").click()
    expect(page.get_by_text("Le vote a ouvert :")).to_be_visible()
    look(page, "vote opened")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_any_state(browser: Browser, server: RealServer, tmp_path: Path, width: int) -> None:
    with browser.new_context(locale="fr-FR", viewport={"width": width, "height": 740}) as context:
        _walk(RegistrarAtDesk(context, server.address, town_without_codes()), tmp_path, expect_no_violation)


@pytest.mark.parametrize("width", [320, 360, 640])
def test_nothing_overflows_and_targets_are_large(
    browser: Browser, server: RealServer, tmp_path: Path, width: int
) -> None:
    with browser.new_context(locale="fr-FR", viewport={"width": width, "height": 740}) as context:
        _walk(RegistrarAtDesk(context, server.address, town_without_codes()), tmp_path, expect_to_fit)


def test_the_keyboard_suffices_and_the_title_takes_the_focus(
    browser: Browser, server: RealServer, tmp_path: Path
) -> None:
    with browser.new_context(locale="fr-FR", accept_downloads=True) as context:
        registrar = RegistrarAtDesk(context, server.address, town_without_codes())
        registrar.open()
        registrar.button("Créer les codes").focus()
        registrar.page.keyboard.press("Enter")
        expect(registrar.heading("1. Enregistrez les fichiers")).to_be_visible()
        expect(registrar.page.locator("h1")).to_be_focused()
        titles = registrar.page.locator("h2").all_inner_texts()
        assert [title[:2] for title in titles] == ["1.", "2.", "3.", "4."]
        registrar.button("Enregistrer les codes secrets").focus()
        with registrar.page.expect_download() as saving:
            registrar.page.keyboard.press("Enter")
        registrar.prove(Path(saving.value.path()))
        registrar.button("Envoyer la liste publique").focus()
        registrar.page.keyboard.press("Enter")
        expect(registrar.heading("La liste publique")).to_be_visible()
        assert registrar_task(registrar.town.uuid, registrar.token, BEFORE).state == "codes-received"


def test_what_is_noted_is_printed_and_nothing_else(browser: Browser, server: RealServer, tmp_path: Path) -> None:
    with browser.new_context(locale="fr-FR") as context:
        registrar = RegistrarAtDesk(context, server.address, town_without_codes())
        registrar.open()
        registrar.make_codes()
        registrar.page.emulate_media(media="print")
        expect(registrar.heading("3. Notez l’empreinte")).to_be_visible()
        expect(registrar.heading("1. Enregistrez les fichiers")).to_be_hidden()
        expect(registrar.button("Imprimer")).to_be_hidden()
