"""Every guardian of a group can use the desk: axe finds nothing, nothing overflows, targets are large."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from budget_app.services.guardian_exchange import report_fault
from tests.budget_app.real_server import RealServer
from tests.budget_app.simulated_town import BEFORE
from tests.e2e.desk.group_at_desk import PATIENCE, begin, expect_key, leave, sit_down, town_with_group
from tests.e2e.desk.guardian_at_desk import GuardianAtDesk
from tests.e2e.desk.looks import expect_no_violation, expect_to_fit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk"), pytest.mark.usefixtures("server")]

Look = Callable[[Page, str], None]


def _first_visit(member: GuardianAtDesk, folder: Path, look: Look) -> Path:
    page = member.page
    member.open()
    page.get_by_text("J’ai déjà un fichier de clé pour ce vote").click()
    look(page, "key needed")
    member.make_key()
    page.get_by_text("La clé sur papier", exact=True).click()
    page.get_by_text("J’ai noté la clé sur papier").click()
    member.button("Utiliser ces caractères").click()
    member.expect_fault("Ce ne sont pas les 22 caractères")
    member.send_key()
    member.expect_fault("Enregistrez d’abord")
    look(page, "key made")
    path = member.save_key(folder)
    page.locator("#prove").set_input_files(path)
    member.send_key()
    expect(member.heading("Votre étape est faite")).to_be_visible()
    look(page, "others awaited")
    return path


def _walk(members: list[GuardianAtDesk], folder: Path, look: Look) -> None:
    """Every state of the desk of a group, each looked at."""
    first, *others = members
    path = _first_visit(first, folder, look)
    leave(first)
    for other in others:
        begin(other, folder)
    first.open()
    expect(first.heading("Deuxième étape sur trois")).to_be_visible()
    look(first.page, "file asked for")
    first.page.route("**/guardian/polynomial", lambda route: route.abort())
    first.page.locator("#seed").set_input_files(path)
    first.expect_fault("Le serveur n’a pas répondu.")
    look(first.page, "work that failed")
    first.page.unroute("**/guardian/polynomial")
    first.page.route("**/guardian/voutput", lambda route: route.abort())
    first.button("Continuer").click()
    expect(first.heading("Dernière étape sur trois")).to_be_visible(timeout=PATIENCE)
    first.expect_fault("Le serveur n’a pas répondu.")
    look(first.page, "last step")
    expect_key(others[0])
    look(others[0].page, "key in place")
    report_fault(first.town.uuid, first.token, "secret-invalid", 2, BEFORE)
    expect(others[0].heading("La clé du groupe est arrêtée")).to_be_visible(timeout=PATIENCE)
    look(others[0].page, "stopped")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_any_state(
    browser: Browser, pages: list[Page], server: RealServer, tmp_path: Path, width: int
) -> None:
    members = sit_down(browser, pages, server, town_with_group(), (1, 2, 3), width)
    _walk(members, tmp_path, expect_no_violation)


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_overflows_and_targets_are_large(
    browser: Browser, pages: list[Page], server: RealServer, tmp_path: Path, width: int
) -> None:
    members = sit_down(browser, pages, server, town_with_group(), (1, 2, 3), width)
    _walk(members, tmp_path, expect_to_fit)


def test_who_is_waited_for_is_said_aloud_when_it_changes(
    browser: Browser, pages: list[Page], server: RealServer, tmp_path: Path
) -> None:
    first, second = sit_down(browser, pages, server, town_with_group(), (1, 2))
    begin(first, tmp_path)
    waited = first.page.get_by_role("status").filter(has_text="On attend")
    expect(waited).to_have_text("On attend : Membre 2, Membre 3.")
    first.page.get_by_role("button", name="English").focus()
    begin(second, tmp_path)
    expect(waited).to_have_text("On attend : Membre 3.", timeout=PATIENCE)
    expect(first.page.get_by_role("button", name="English")).to_be_focused()
