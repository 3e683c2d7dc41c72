"""Voting in a real browser: by mouse, by keyboard, again, blank, in English."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.booth.booth_server import BoothServer
from tests.e2e.booth.booth_town import Town
from tests.e2e.booth.booth_voter import VoterAtBooth
from tests.e2e.booth.booth_wire import Wire

pytestmark = pytest.mark.browser


def test_a_voter_votes_with_the_mouse_and_keeps_a_receipt(
    voter: VoterAtBooth, server: BoothServer, town: Town, page: Page
) -> None:
    tracker = voter.seal_choice(2, 5)
    assert server.box.ballots == []
    voter.cast()
    voter.expect_receipt(tracker)
    assert town.count(server.box.ballots) == {town.titles[1]: 1, town.titles[4]: 1}
    expect(page.locator(".receipt")).to_contain_text(town.election.fingerprint)
    with page.expect_download() as saved:
        voter.press("Enregistrer le reçu")
    receipt = saved.value.path().read_text()
    for line in (tracker, town.election.fingerprint, town.election.uuid, "Position dans l’urne\u00a0: 2"):
        assert line in receipt
    assert not any(title in receipt for title in town.titles)


def _tab_to(page: Page, selector: str, limit: int = 120) -> None:
    for _ in range(limit):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_a_voter_votes_with_the_keyboard_only_on_a_narrow_screen(
    browser: Browser, server: BoothServer, town: Town, wire: Wire
) -> None:
    with browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        voter = VoterAtBooth(page, town, wire.address, town.voters[1])
        voter.open_without_link()
        _tab_to(page, "#roll-number")
        page.keyboard.type(str(voter.voter.roll_number))
        _tab_to(page, "#code")
        page.keyboard.type(voter.voter.code)
        page.keyboard.press("Enter")
        expect(voter.title).to_be_focused()
        for number in (7, 1):
            expect(voter.title).to_have_text("Choisissez vos projets")
            voter.title.focus()
            _tab_to(page, f"#project-{number}")
            page.keyboard.press("Space")
        _tab_to(page, ".bar .primary")
        page.keyboard.press("Enter")
        expect(voter.title).to_have_text("Vérifiez vos choix")
        expect(voter.title).to_be_focused()
        _tab_to(page, "#seal .primary")
        page.keyboard.press("Enter")
        expect(voter.title).to_have_text("Votre bulletin est scellé")
        expect(voter.title).to_be_focused()
        year, month, day = voter.voter.birth_date.split("-")
        for name, text in (("day", day), ("month", month), ("year", year)):
            _tab_to(page, f"#birth-{name}")
            page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(voter.title).to_have_text("Votre bulletin est dans l’urne")
        expect(voter.title).to_be_focused()
    assert town.count(server.box.ballots) == {town.titles[0]: 1, town.titles[6]: 1}


def test_a_second_ballot_replaces_the_first(voter: VoterAtBooth, server: BoothServer, town: Town, page: Page) -> None:
    first = voter.seal_choice(1)
    voter.cast()
    voter.expect_receipt(first)
    second = voter.seal_choice(2)
    voter.cast()
    voter.expect_receipt(second)
    expect(page.locator("main")).to_contain_text("remplace le précédent")
    assert town.count(server.box.ballots) == {town.titles[1]: 1}


def test_a_blank_vote_sets_choices_aside_and_gives_them_back(
    voter: VoterAtBooth, server: BoothServer, town: Town, page: Page
) -> None:
    voter.open_link()
    voter.start()
    voter.choose(3, 4)
    page.get_by_label("Je vote blanc").check()
    expect(voter.box(3)).not_to_be_checked()
    expect(page.locator("#standing")).to_contain_text("Vos 2 choix sont mis de côté")
    page.get_by_label("Je vote blanc").uncheck()
    expect(voter.box(3)).to_be_checked()
    page.get_by_label("Je vote blanc").check()
    voter.proceed()
    expect(page.locator("main")).to_contain_text("Un vote blanc\u00a0: aucun projet.")
    tracker = voter.seal()
    voter.cast()
    voter.expect_receipt(tracker)
    assert town.count(server.box.ballots) == {"blank": 1}


def test_one_choice_too_many_is_refused_with_a_sentence(voter: VoterAtBooth, page: Page) -> None:
    voter.open_link()
    voter.start()
    voter.choose(1, 2, 3)
    voter.box(4).click()
    expect(voter.box(4)).not_to_be_checked()
    expect(page.locator("#standing")).to_contain_text("Vous avez déjà choisi 3 projets")
    expect(page.locator("#spoken")).to_contain_text("Vous avez déjà choisi 3 projets")
    expect(voter.box(3)).to_be_checked()


def test_nothing_chosen_does_not_go_on(voter: VoterAtBooth, page: Page) -> None:
    voter.open_link()
    voter.start()
    voter.press("Continuer")
    expect(page.locator("#standing")).to_contain_text("Choisissez au moins un projet, ou votez blanc, pour continuer.")
    expect(voter.title).to_have_text("Choisissez vos projets")


def test_what_is_chosen_and_left_is_said_with_its_cost(voter: VoterAtBooth, page: Page) -> None:
    voter.open_link()
    voter.start()
    voter.choose(2, 3)
    standing = page.locator("#standing")
    expect(standing).to_contain_text("2 choix sur 3. Il vous en reste 1.")
    expect(standing).to_contain_text("58\u202f500\u00a0€")
    expect(page.locator("#spoken")).to_contain_text("2 choix sur 3.")


def _shown(page: Page) -> list[int]:
    ids = page.locator("#projects input").evaluate_all("boxes => boxes.map(box => box.id)")
    return [int(name.removeprefix("project-")) for name in ids]


def test_projects_come_in_a_random_order_and_can_be_sorted(voter: VoterAtBooth, page: Page) -> None:
    orders = set()
    for _ in range(4):
        voter.open_link()
        voter.start()
        orders.add(tuple(_shown(page)))
        page.reload()
    assert len(orders) > 1
    voter.open_link()
    voter.start()
    voter.choose(5)
    drawn = _shown(page)
    order = page.get_by_label("Ordre des projets")
    order.select_option("number")
    assert _shown(page) == list(range(1, 13))
    order.select_option("cost")
    assert _shown(page)[:2] == [8, 2]
    order.select_option("district")
    assert _shown(page)[0] == 8
    order.select_option("random")
    assert _shown(page) == drawn
    expect(voter.box(5)).to_be_checked()


def test_the_booth_speaks_english_and_remembers_only_that(voter: VoterAtBooth, server: BoothServer, page: Page) -> None:
    voter.open_link()
    voter.start()
    voter.choose(9)
    voter.press("English")
    expect(voter.title).to_have_text("Choose your projects")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(voter.box(9)).to_be_checked()
    voter.press("Continue")
    voter.press("Seal my ballot")
    voter.write_birth_date()
    voter.press("Put it in the ballot box")
    expect(voter.title).to_have_text("Your ballot is in the box")
    assert len(server.box.ballots) == 1
    cookies = page.context.cookies()
    assert [(cookie.get("name"), cookie.get("value")) for cookie in cookies] == [("isoloir_language", "en")]
    voter.open_link()
    expect(voter.title).to_have_text("Welcome to the polling booth")


def test_the_address_can_ask_for_a_language(voter: VoterAtBooth) -> None:
    voter.open_link("?lang=en")
    expect(voter.title).to_have_text("Welcome to the polling booth")


def test_the_browsers_back_button_goes_back_one_step_and_loses_nothing(voter: VoterAtBooth, page: Page) -> None:
    first = voter.seal_choice(1, 2)
    page.go_back()
    expect(voter.title).to_have_text("Vérifiez vos choix")
    page.go_back()
    expect(voter.title).to_have_text("Choisissez vos projets")
    expect(voter.box(2)).to_be_checked()
    page.go_forward()
    expect(voter.title).to_have_text("Vérifiez vos choix")
    assert voter.seal() != first
