"""What goes wrong is said plainly in its place, and no choice is lost."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.booth.booth_server import BoothServer, RefusalError
from tests.e2e.booth.booth_town import Town, Voter
from tests.e2e.booth.booth_voter import VoterAtBooth
from tests.e2e.booth.booth_wire import Wire

pytestmark = pytest.mark.browser
_AGAIN = "Renvoyer le même bulletin"


def _sending(page: Page) -> Locator:
    return page.locator("#sending")


@pytest.mark.parametrize(
    ("number", "code", "sentence"),
    [
        ("17", "", "Écrivez votre code de vote."),
        ("17", "abcde", "vous en avez écrit 5"),
        ("17", "abcd0-fghijk-mnopq-rstuvw", "ne contient jamais 0 (zéro)"),
        ("17", "abcdé-fghijk-mnopq-rstuvw", "des lettres sans accent"),
        ("", "abcde-fghijk-mnopq-rstuvw", "Écrivez votre numéro de votant."),
        ("017", "abcde-fghijk-mnopq-rstuvw", "sans zéro au début"),
    ],
)
def test_a_number_or_code_of_the_wrong_form_is_said_at_its_field(
    voter: VoterAtBooth, page: Page, number: str, code: str, sentence: str
) -> None:
    voter.open_without_link()
    page.locator("#roll-number").fill(number)
    page.locator("#code").fill(code)
    voter.press("Commencer")
    wrong = page.locator('[aria-invalid="true"]')
    expect(wrong).to_have_count(1)
    expect(wrong).to_be_focused()
    expect(page.locator(".at-field:visible")).to_contain_text(sentence)


def test_a_code_typed_without_dashes_or_with_spaces_is_taken(voter: VoterAtBooth, page: Page) -> None:
    voter.open_without_link()
    page.locator("#roll-number").fill(" 17 ")
    page.locator("#code").fill(voter.voter.code.replace("-", " "))
    voter.start()


def test_a_code_of_nobody_leads_back_to_it_with_the_choices_kept(
    voter: VoterAtBooth, server: BoothServer, town: Town, page: Page
) -> None:
    right = voter.voter
    flipped = "3" if right.code[-1] == "2" else "2"
    voter.voter = Voter(right.roll_number, right.birth_date, right.code[:-1] + flipped)
    voter.seal_choice(4)
    voter.cast()
    expect(page.locator(".refusal")).to_contain_text("Ce code de vote n’est pas de cette élection")
    expect(page.locator("#roll-number")).to_have_value(str(right.roll_number))
    page.locator("#code").fill(right.code)
    voter.start()
    expect(voter.box(4)).to_be_checked()
    voter.proceed()
    tracker = voter.seal()
    voter.cast()
    voter.expect_receipt(tracker)
    assert town.count(server.box.ballots) == {town.titles[3]: 1}


def test_a_code_of_another_voter_leads_back_to_number_and_code(voter: VoterAtBooth, town: Town, page: Page) -> None:
    voter.voter = Voter(town.voters[1].roll_number, town.voters[1].birth_date, voter.voter.code)
    voter.seal_choice(4)
    voter.cast()
    expect(page.locator(".refusal")).to_contain_text("ne va pas avec ce numéro de votant")
    expect(page.locator("#code")).to_be_visible()


def test_a_wrong_birth_date_is_said_at_its_field_and_keeps_the_ballot(voter: VoterAtBooth, page: Page) -> None:
    tracker = voter.seal_choice(1, 2)
    voter.cast("1960-01-02")
    fault = page.locator("#birth-fault")
    expect(fault).to_contain_text("il vous reste 4 essais")
    expect(page.locator("#birth-day")).to_be_focused()
    expect(page.locator("#birth-day")).to_have_value("02")
    voter.cast()
    voter.expect_receipt(tracker)


@pytest.mark.parametrize(
    ("date", "sentence"),
    [
        ("1954-03-", "Écrivez le jour"),
        ("1954-13-01", "de 1 à 12"),
        ("1953-02-29", "n’existe pas"),
        ("54-01-01", "quatre chiffres"),
    ],
)
def test_an_impossible_birth_date_is_not_sent(
    voter: VoterAtBooth, server: BoothServer, page: Page, date: str, sentence: str
) -> None:
    voter.seal_choice(1)
    voter.cast(date)
    expect(page.locator("#birth-fault")).to_contain_text(sentence)
    assert server.box.posts["ballots"] == 0


def test_a_whole_date_may_stand_in_the_first_field(voter: VoterAtBooth, page: Page) -> None:
    tracker = voter.seal_choice(1)
    page.locator("#birth-day").fill("12/03/1954")
    voter.press("Déposer dans l’urne")
    voter.expect_receipt(tracker)


def test_too_many_tries_say_how_long_to_wait(voter: VoterAtBooth, server: BoothServer, page: Page) -> None:
    tracker = voter.seal_choice(1)
    server.box.refuse_next = RefusalError("too-many-tries", retry_after=3000)
    voter.cast()
    expect(page.locator("#birth-fault")).to_contain_text("réessayez dans 50 minutes")
    voter.press("Déposer dans l’urne")
    voter.expect_receipt(tracker)


def test_a_server_that_is_down_and_comes_back_takes_the_same_ballot(
    voter: VoterAtBooth, server: BoothServer, wire: Wire, page: Page
) -> None:
    tracker = voter.seal_choice(1, 2)
    wire.go_down()
    voter.cast()
    expect(_sending(page)).to_contain_text("La réponse n’est pas arrivée")
    expect(page.get_by_role("button", name=_AGAIN)).to_be_focused()
    voter.press(_AGAIN)
    expect(page.get_by_role("button", name=_AGAIN)).to_be_focused()
    assert server.box.ballots == []
    wire.come_up()
    voter.press(_AGAIN)
    voter.expect_receipt(tracker)
    assert len(server.box.ballots) == 1


def test_a_connection_lost_after_acceptance_ends_in_one_ballot_and_one_receipt(
    voter: VoterAtBooth, server: BoothServer, wire: Wire, page: Page
) -> None:
    tracker = voter.seal_choice(1, 2)
    lost = wire.cut_answer_to("POST")
    voter.cast()
    assert lost.answered.wait(timeout=20)
    expect(_sending(page)).to_contain_text("La réponse n’est pas arrivée")
    expect(page.locator("#spoil-offer")).to_be_hidden()
    assert len(server.box.ballots) == 1
    voter.press(_AGAIN)
    voter.expect_receipt(tracker)
    assert server.box.posts["ballots"] == 2
    assert len(server.box.ballots) == 1
    expect(page.locator(".receipt")).to_contain_text(str(server.box.receipts[tracker]["position"]))


def test_a_slow_server_is_said_to_be_slow_and_its_late_answer_is_taken(
    voter: VoterAtBooth, server: BoothServer, wire: Wire, page: Page
) -> None:
    page.clock.install()
    tracker = voter.seal_choice(1)
    held = wire.hold_answer_to("POST")
    voter.cast()
    expect(_sending(page)).to_contain_text("Envoi de votre bulletin")
    page.clock.fast_forward(20_500)
    expect(_sending(page)).to_contain_text("Le serveur met longtemps à répondre")
    expect(page.get_by_role("button", name=_AGAIN)).to_be_visible()
    held.released.set()
    voter.expect_receipt(tracker)
    assert len(server.box.ballots) == 1


def test_a_ballot_sent_again_to_a_slow_server_counts_once(
    voter: VoterAtBooth, server: BoothServer, wire: Wire, page: Page
) -> None:
    page.clock.install()
    tracker = voter.seal_choice(1)
    held = wire.hold_answer_to("POST")
    voter.cast()
    assert held.answered.wait(timeout=20)
    page.clock.fast_forward(20_500)
    voter.press(_AGAIN)
    voter.expect_receipt(tracker)
    held.released.set()
    assert len(server.box.ballots) == 1


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (RefusalError("vote-closed"), "Le vote est clos"),
        (RefusalError("vote-not-open", opens_at="2027-03-01T07:00:00+00:00"), "Il ouvre le lundi 1 mars 2027"),
        (RefusalError("revote-not-allowed"), "Vous avez déjà voté"),
        (RefusalError("ballot-other-election"), "L’élection a peut-être changé"),
        (RefusalError("a-code-from-the-future"), "Le serveur a refusé (a-code-from-the-future)"),
    ],
)
def test_a_refusal_is_said_where_the_button_is(
    voter: VoterAtBooth, server: BoothServer, page: Page, refusal: RefusalError, sentence: str
) -> None:
    tracker = voter.seal_choice(1)
    server.box.refuse_next = refusal
    voter.cast()
    expect(_sending(page)).to_contain_text(sentence)
    expect(_sending(page)).to_contain_text("Vos choix sont conservés.")
    voter.press("Déposer dans l’urne")
    voter.expect_receipt(tracker)


@pytest.mark.parametrize("code", ["ballot-malformed", "ballot-proof-invalid", "ballot-spoiled", "ballot-duplicate"])
def test_a_ballot_that_cannot_be_taken_is_sealed_anew_from_the_same_choices(
    voter: VoterAtBooth, server: BoothServer, page: Page, code: str
) -> None:
    first = voter.seal_choice(1, 5)
    server.box.refuse_next = RefusalError(code)
    voter.cast()
    expect(voter.title).to_have_text("Vérifiez vos choix")
    expect(page.locator(".refusal")).to_be_visible()
    expect(page.locator(".chosen")).to_have_count(2)
    assert voter.seal() != first


def test_an_incident_of_the_server_is_said_with_its_number(voter: VoterAtBooth, page: Page) -> None:
    tracker = voter.seal_choice(1)
    incident = {"code": "incident", "message": "", "facts": {"number": "5f3a9c01"}}
    page.route("**/ballots", lambda route: route.fulfill(status=500, json=incident), times=1)
    voter.cast()
    expect(_sending(page)).to_contain_text("incident 5f3a9c01")
    voter.press(_AGAIN)
    voter.expect_receipt(tracker)


def test_a_receipt_of_another_ballot_is_not_taken(voter: VoterAtBooth, server: BoothServer, page: Page) -> None:
    tracker = voter.seal_choice(1)
    other = {"tracker": "x", "position": 1, "accepted_at": "2027-03-01T07:00:00Z", "replaces": False}
    page.route("**/ballots", lambda route: route.fulfill(status=201, json=other), times=1)
    voter.cast()
    expect(_sending(page)).to_contain_text("le reçu d’un autre bulletin")
    voter.press(_AGAIN)
    voter.expect_receipt(tracker)
    assert len(server.box.ballots) == 1


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("preparation", "Le vote n’est pas prêt"),
        ("ready", "Le vote n’est pas encore ouvert"),
        ("closed", "Le vote est clos"),
        ("counted", "Le vote est dépouillé"),
    ],
)
def test_the_booth_says_why_nobody_can_vote_now(
    voter: VoterAtBooth, server: BoothServer, page: Page, state: str, title: str
) -> None:
    server.box.state = state
    page.goto(voter.address + voter.voter.link)
    expect(voter.title).to_have_text(title)
    assert "#" not in page.url


def test_the_booth_opens_once_the_server_is_back(voter: VoterAtBooth, wire: Wire, page: Page) -> None:
    page.route("**/api/elections/*", lambda route: route.abort(), times=1)
    page.goto(voter.address + voter.voter.link)
    expect(voter.title).to_have_text("Le serveur ne répond pas")
    voter.press("Essayer encore")
    expect(page.locator(".known")).to_be_visible()


def test_an_unknown_election_is_said_to_be_unknown(voter: VoterAtBooth, page: Page) -> None:
    page.goto(voter.address[:-1] + "z" if voter.address[-1] != "z" else voter.address[:-1] + "y")
    expect(voter.title).to_have_text("Il n’y a pas d’élection à cette adresse")


def test_a_changed_list_of_projects_stops_the_booth(
    voter: VoterAtBooth, server: BoothServer, town: Town, page: Page
) -> None:
    content = json.loads(town.ballot_list)
    content["projects"][0]["cost"] += 100
    server.box.ballot_list = json.dumps(content, ensure_ascii=False)
    page.goto(voter.address + voter.voter.link)
    expect(voter.title).to_have_text("L’isoloir refuse de continuer")
    expect(page.locator("main")).to_contain_text("ballot-list-changed")


def test_a_picture_that_does_not_come_holds_nobody_up(voter: VoterAtBooth, server: BoothServer, page: Page) -> None:
    page.route("**/pictures/project-3.svg", lambda route: route.abort())
    tracker = voter.seal_choice(3)
    voter.cast()
    voter.expect_receipt(tracker)


def test_slow_pictures_can_be_left_out(voter: VoterAtBooth, wire: Wire, page: Page) -> None:
    held = wire.hold_answer_to("GET /pictures/project-3.svg")
    voter.open_link()
    voter.press("Commencer")
    expect(page.locator(".waiting")).to_contain_text("Les dernières images arrivent")
    assert held.answered.wait(timeout=20)
    voter.press("Continuer sans attendre les images")
    expect(voter.title).to_have_text("Choisissez vos projets")
    expect(page.locator("li", has=voter.box(3)).locator(".no-picture")).to_be_visible()
    held.released.set()
