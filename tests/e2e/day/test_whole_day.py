"""From an empty server to a result that two programs confirm: everybody acts in a browser of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from budget_app.services.upkeep import prepare_database
from budget_app.settings import PROJECT
from tests.budget_app.real_server import run_server
from tests.e2e.booth.booth_town import Voter
from tests.e2e.booth.booth_voter import VoterAtBooth
from tests.e2e.day.people import DayTown, OrganiserAtDesk, make_account, make_codes, roll_file
from tests.e2e.desk.guardian_at_desk import GuardianAtDesk
from tests.reference import MISSING, find_reference

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _page(browser: Browser, width: int = 1280) -> Page:
    context = browser.new_context(
        locale="fr-FR", viewport={"width": width, "height": 800}, accept_downloads=True
    )
    return context.new_page()


def _tab_to(page: Page, selector: str) -> None:
    for _press in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {selector}")


def _at_booth(browser: Browser, address: str, town: DayTown, voter: Voter, width: int = 1280) -> VoterAtBooth:
    return VoterAtBooth(_page(browser, width), town, address, voter)  # type: ignore[arg-type]


def _vote_by_keyboard(voter: VoterAtBooth, number: int) -> str:
    """Number and code typed, one project, sealed and cast, without the mouse."""
    page = voter.page
    voter.open_without_link()
    _tab_to(page, "#roll-number")
    page.keyboard.type(str(voter.voter.roll_number))
    _tab_to(page, "#code")
    page.keyboard.type(voter.voter.code)
    page.keyboard.press("Enter")
    expect(voter.title).to_have_text("Choisissez vos projets")
    _tab_to(page, f"#project-{number}")
    page.keyboard.press("Space")
    _tab_to(page, ".bar .primary")
    page.keyboard.press("Enter")
    expect(voter.title).to_have_text("Vérifiez vos choix")
    _tab_to(page, "#seal .primary")
    page.keyboard.press("Enter")
    expect(voter.title).to_have_text("Votre bulletin est scellé")
    tracker = page.locator("#tracker").inner_text()
    for name, text in zip(("year", "month", "day"), voter.voter.birth_date.split("-"), strict=True):
        page.locator(f"#birth-{name}").focus()
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    voter.expect_receipt(tracker)
    return tracker


def _vote_with_wrong_code_first(voter: VoterAtBooth) -> str:
    """A code of nobody, then the right one: the choices are kept."""
    right = voter.voter
    voter.voter = Voter(right.roll_number, right.birth_date, right.code[:-1] + ("3" if right.code[-1] == "2" else "2"))
    voter.seal_choice(1, 3)
    voter.cast()
    expect(voter.page.locator(".refusal")).to_contain_text("Ce code de vote n’est pas de cette élection")
    voter.page.locator("#code").fill(right.code)
    voter.start()
    voter.proceed()
    tracker = voter.seal()
    voter.cast()
    voter.expect_receipt(tracker)
    return tracker


def _vote_with_wrong_birth_date_first(voter: VoterAtBooth) -> str:
    tracker = voter.seal_choice(1)
    voter.cast("1931-01-01")
    expect(voter.page.locator("#birth-fault")).to_contain_text("il vous reste 4 essais")
    voter.cast()
    voter.expect_receipt(tracker)
    return tracker


def _vote_twice(voter: VoterAtBooth) -> tuple[str, str]:
    first = voter.seal_choice(5)
    voter.cast()
    voter.expect_receipt(first)
    second = voter.seal_choice(3)
    voter.cast()
    voter.expect_receipt(second)
    expect(voter.page.locator("main")).to_contain_text("remplace le précédent")
    return first, second


def _check_one_and_cast_another(voter: VoterAtBooth, folder: Path) -> str:
    """The opened ballot is checked with the second program, and another one is cast."""
    page = voter.page
    opened = voter.seal_choice(1, 4)
    page.get_by_text("Vérifier d’abord mon bulletin scellé").click()
    page.get_by_role("button", name="Ouvrir ce bulletin").click()
    expect(voter.title).to_have_text("Ce bulletin est ouvert")
    with page.expect_download() as saved:
        voter.press("Enregistrer le fichier")
    path = folder / "ouvert.json"
    saved.value.save_as(path)
    said = _voting("open-ballot", str(path))
    assert said.returncode == 0, said.stdout + said.stderr
    assert opened in said.stdout
    assert "1. Des arbres place du Marché" in said.stdout
    voter.press("Revenir à mes choix pour sceller un nouveau bulletin")
    cast = voter.seal()
    assert cast != opened
    voter.cast()
    voter.expect_receipt(cast)
    return cast


def _voting(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "voting", "--lang", "fr", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


Prepared = tuple[DayTown, list[Voter], list[GuardianAtDesk], list[Path]]


def _prepare(organiser: OrganiserAtDesk, browser: Browser, folder: Path) -> Prepared:
    """Edition, roll, codes, guardians and their keys, and the vote in place."""
    organiser.sign_in()
    uuid = organiser.create_edition()
    organiser.give_roll(roll_file())
    credentials, voters = make_codes(uuid, folder)
    organiser.give_credentials(credentials)
    town = DayTown(uuid, organiser.name_guardians())
    guardians = [
        GuardianAtDesk(_page(browser).context, organiser.address, town, position)  # type: ignore[arg-type]
        for position in range(3)
    ]
    keys = []
    for position, guardian in enumerate(guardians):
        own = folder / f"gardienne-{position}"
        own.mkdir()
        keys.append(guardian.hand_in_key(own))
    organiser.set_up()
    return town, voters, guardians, keys


def _expect_standing(organiser: OrganiserAtDesk, tracker: str, words: str) -> None:
    organiser.visit("/bulletin")
    organiser.page.get_by_label("Numéro de suivi").fill(tracker)
    organiser.button("Chercher mon bulletin").click()
    expect(organiser.page.locator(".verdict")).to_contain_text(words)


def _expect_result(organiser: OrganiserAtDesk) -> None:
    """Votes 1: four, 3: two, 4: one, 2 and 5: none; 100,000 € pay for 1, 3 and 4."""
    organiser.visit("/resultats")
    rows = organiser.page.get_by_role("table", name="Tous les projets, dans l’ordre des votes").locator("tbody tr")
    expect(rows).to_have_count(5)
    counted = {row.locator("td").nth(0).inner_text()[0]: row.locator("td").nth(1).inner_text() for row in rows.all()}
    assert counted == {"1": "4", "3": "2", "4": "1", "2": "0", "5": "0"}
    funded = organiser.page.locator("ol.funded > li")
    expect(funded).to_have_count(3)


def _download(organiser: OrganiserAtDesk, folder: Path, uuid: str) -> Path:
    organiser.visit("/verifier")
    organiser.button("Lancer la vérification").click()
    expect(organiser.page.locator(".verdict")).to_contain_text("L’urne publique est valable.")
    expect(organiser.page.locator(".checks li")).to_have_count(12)
    with organiser.page.expect_download() as saved:
        organiser.page.get_by_text("Télécharger l’urne publique").click()
    path = folder / f"{uuid}.bel"
    saved.value.save_as(path)
    return path


def _download_result(organiser: OrganiserAtDesk, folder: Path) -> Path:
    organiser.visit("/resultats")
    with organiser.page.expect_download() as saved:
        organiser.page.get_by_role("link", name="Le résultat entier, pour le recompter (JSON)").click()
    path = folder / saved.value.suggested_filename
    saved.value.save_as(path)
    return path


def _check_recount(archive: Path, result: Path) -> None:
    """From the two files alone, in a place where there is no database."""
    settings = {**os.environ, "ISOLOIR_DATA": str(archive.parent / "nothing"), "LC_ALL": "fr_FR.UTF-8"}
    command = [sys.executable, "-m", "budget_app", "recount", str(archive), str(result)]
    said = subprocess.run(command, cwd=PROJECT, env=settings, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "Tout est pareil" in said.stdout
    assert not (archive.parent / "nothing").exists()


def _check_archive(path: Path) -> None:
    """Ours says valid, and names the check that fails after one byte was flipped."""
    verified = _voting("verify", str(path))
    assert verified.returncode == 0, verified.stdout
    raw = bytearray(path.read_bytes())
    place = raw.index(b'"choices":[{"alpha":"') + 25
    raw[place] = ord("0") if raw[place] != ord("0") else ord("1")
    forged = path.with_name("change.bel")
    forged.write_bytes(raw)
    refused = _voting("verify", str(forged))
    assert refused.returncode == 1
    assert "archive-hash" in refused.stdout
    forged.unlink()


def _check_with_reference(path: Path) -> None:
    tool = find_reference()
    if tool is None:
        pytest.skip(MISSING)
    command = [str(tool), "election", "verify", "--dir", str(path.parent)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert "all checks passed" in said.stdout + said.stderr


def test_a_whole_day_from_an_empty_server_to_a_result_that_anyone_can_check(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "server"
    monkeypatch.setenv("ISOLOIR_DATA", str(data))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with run_server(data) as server:
        prepare_database()
        make_account(data)
        organiser = OrganiserAtDesk(_page(browser), server.address)
        town, voters, guardians, keys = _prepare(organiser, browser, tmp_path)
        _vote_with_wrong_code_first(_at_booth(browser, server.address, town, voters[0]))
        _vote_by_keyboard(_at_booth(browser, server.address, town, voters[1]), 1)
    with run_server(data) as server:
        organiser.address = server.address
        for guardian in guardians:
            guardian.address = f"{server.address}/guardian/{town.uuid}"
        _vote_with_wrong_birth_date_first(_at_booth(browser, server.address, town, voters[2], width=360))
        replaced, _last = _vote_twice(_at_booth(browser, server.address, town, voters[3]))
        cast = _check_one_and_cast_another(_at_booth(browser, server.address, town, voters[4]), tmp_path)
        organiser.close()
        for guardian, key in zip(guardians, keys, strict=True):
            guardian.open()
            guardian.hand_in_share(key)
            done = guardian.heading("Votre part est arrivée").or_(guardian.heading("Le résultat est publié"))
            expect(done).to_be_visible()
        _expect_result(organiser)
        _expect_standing(organiser, replaced, "remplacé par un bulletin plus récent")
        _expect_standing(organiser, cast, "il a été compté")
        (tmp_path / "archive").mkdir()
        archive = _download(organiser, tmp_path / "archive", town.uuid)
        result = _download_result(organiser, tmp_path)
        log = server.log.read_text()
        assert not [voter for voter in voters if voter.code in log or voter.birth_date in log]
    _check_archive(archive)
    _check_recount(archive, result)
    _check_with_reference(archive)
