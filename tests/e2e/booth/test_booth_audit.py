"""Checking a sealed ballot with a second program instead of casting it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.booth.booth_server import BoothServer
from tests.e2e.booth.booth_town import Town
from tests.e2e.booth.booth_voter import VoterAtBooth
from tests.e2e.booth.booth_wire import Wire
from voting.errors import BallotError
from voting.opened_ballot import check_opened_ballot, parse_opened_ballot

pytestmark = pytest.mark.browser
_OPEN = "Ouvrir ce bulletin pour le vérifier"


def _open_offer(page: Page) -> None:
    page.get_by_text("Vérifier d’abord mon bulletin scellé").click()


def _save_opened(voter: VoterAtBooth) -> bytes:
    with voter.page.expect_download() as saved:
        voter.press("Enregistrer le fichier")
    assert saved.value.suggested_filename.startswith("bulletin-ouvert-")
    return Path(saved.value.path()).read_bytes()


def test_one_ballot_is_checked_and_another_is_cast(
    voter: VoterAtBooth, server: BoothServer, town: Town, page: Page
) -> None:
    checked = voter.seal_choice(3, 6)
    _open_offer(page)
    voter.press(_OPEN)
    expect(voter.title).to_have_text("Ce bulletin est ouvert")
    opened = parse_opened_ballot(_save_opened(voter))
    assert opened.ballot.tracker == checked
    chosen = [f"{number}. {town.titles[number - 1]}" for number in (3, 6)]
    assert check_opened_ballot(opened) == [chosen]
    assert server.box.ballots == []
    assert server.box.spoiled == {checked}
    voter.press("Revenir à mes choix pour sceller un nouveau bulletin")
    expect(voter.title).to_have_text("Vérifiez vos choix")
    cast = voter.seal()
    assert cast != checked
    voter.cast()
    voter.expect_receipt(cast)
    assert town.count(server.box.ballots) == {town.titles[2]: 1, town.titles[5]: 1}


def test_the_second_program_names_the_tracker_and_the_projects(
    voter: VoterAtBooth, town: Town, page: Page, tmp_path: Path
) -> None:
    tracker = voter.seal_choice(3, 6)
    _open_offer(page)
    voter.press(_OPEN)
    file = tmp_path / "opened.json"
    file.write_bytes(_save_opened(voter))
    command = [sys.executable, "-m", "voting", "open-ballot", str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    for found in (tracker, town.titles[2], town.titles[5]):
        assert found in ran.stdout


def test_a_blank_ballot_can_be_checked_too(voter: VoterAtBooth, page: Page) -> None:
    voter.open_link()
    voter.start()
    page.get_by_label("Je vote blanc").check()
    voter.proceed()
    voter.seal()
    _open_offer(page)
    voter.press(_OPEN)
    expect(voter.title).to_have_text("Ce bulletin est ouvert")
    assert check_opened_ballot(parse_opened_ballot(_save_opened(voter))) == [[]]


def test_an_opened_ballot_that_lies_is_found_out(voter: VoterAtBooth, page: Page) -> None:
    voter.seal_choice(3)
    _open_offer(page)
    voter.press(_OPEN)
    content = json.loads(_save_opened(voter))
    content["choices"][0][3], content["choices"][0][4] = 0, 1
    opened = parse_opened_ballot(json.dumps(content).encode())
    with pytest.raises(BallotError, match="opened-mismatch"):
        check_opened_ballot(opened)


def test_the_ballot_stays_closed_until_the_server_has_confirmed(
    voter: VoterAtBooth, server: BoothServer, wire: Wire, page: Page
) -> None:
    tracker = voter.seal_choice(3)
    wire.cut_answer_to("POST")
    _open_offer(page)
    voter.press(_OPEN)
    expect(page.locator("#spoiling")).to_contain_text("le bulletin reste fermé")
    expect(page.get_by_role("button", name="Enregistrer le fichier")).to_have_count(0)
    voter.press("Demander encore")
    expect(voter.title).to_have_text("Ce bulletin est ouvert")
    assert server.box.spoiled == {tracker}


def test_a_ballot_spoiled_without_the_booth_knowing_is_sealed_anew(
    voter: VoterAtBooth, server: BoothServer, wire: Wire, page: Page
) -> None:
    spoiled = voter.seal_choice(3)
    wire.cut_answer_to("POST")
    _open_offer(page)
    voter.press(_OPEN)
    expect(page.locator("#spoiling .refusal")).to_be_visible()
    voter.cast()
    expect(voter.title).to_have_text("Vérifiez vos choix")
    expect(page.locator(".refusal")).to_contain_text("Scellez-en un nouveau")
    expect(page.locator(".chosen")).to_have_count(1)
    tracker = voter.seal()
    assert tracker != spoiled
    voter.cast()
    voter.expect_receipt(tracker)
    assert len(server.box.ballots) == 1


def test_the_browsers_back_button_does_not_return_to_an_opened_ballot(voter: VoterAtBooth, page: Page) -> None:
    voter.seal_choice(3)
    _open_offer(page)
    voter.press(_OPEN)
    expect(voter.title).to_have_text("Ce bulletin est ouvert")
    page.go_back()
    expect(voter.title).to_have_text("Ce bulletin est ouvert")
    expect(page.get_by_role("button", name="Déposer dans l’urne")).to_have_count(0)
