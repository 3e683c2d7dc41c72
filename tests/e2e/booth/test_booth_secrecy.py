"""What leaves the browser, and what stays in it: neither the code nor a choice is in any request or storage."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.booth.booth_server import BoothServer
from tests.e2e.booth.booth_town import Town
from tests.e2e.booth.booth_voter import VoterAtBooth

pytestmark = pytest.mark.browser
_KEPT = """async () => [
    localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length,
    document.cookie.length, location.search.length, location.hash.length,
    Object.keys(history.state).filter(key => key !== "step" && key !== "index").length,
]"""


def _captured(page: Page) -> list[str]:
    """Everything of each request, as it is made: method, address, headers, body."""
    requests: list[str] = []

    def capture(request: Request) -> None:
        body = request.post_data or ""
        requests.append("\n".join((request.method, request.url, json.dumps(request.all_headers()), body)))

    page.on("requestfinished", capture)
    page.on("requestfailed", capture)
    return requests


def _forms(secret: str) -> set[str]:
    """A secret as it is, and in the forms in which it could hide."""
    plain = {secret, secret.replace("-", ""), secret.lower(), secret[::-1], quote(secret), secret.encode().hex()}
    encoded = {base64.b64encode(b"x" * i + secret.encode())[4:-4].decode() for i in range(3)}
    return {form for form in plain | encoded if len(form) > 7}


def test_no_request_holds_the_code_or_a_choice(voter: VoterAtBooth, town: Town, page: Page) -> None:
    requests = _captured(page)
    tracker = voter.seal_choice(2, 5)
    voter.cast()
    voter.expect_receipt(tracker)
    posts = [request for request in requests if request.startswith("POST")]
    assert len(posts) == 1
    assert len(requests) > 15
    for secret in (voter.voter.code, *voter.voter.code.split("-"), town.titles[1], town.titles[4]):
        for form in _forms(secret):
            assert not any(form in request for request in requests), "a secret left the browser"
    ballot = json.loads(posts[0].splitlines()[-1])
    assert set(ballot) == {"election_uuid", "election_hash", "credential", "answers", "signature"}
    dates = [request for request in requests if voter.voter.birth_date in request]
    assert dates == posts


def test_two_ballots_of_different_choices_look_alike(voter: VoterAtBooth, server: BoothServer) -> None:
    sizes = []
    for numbers in ((1,), (2, 5, 7)):
        voter.seal_choice(*numbers)
        voter.cast()
        expect(voter.title).to_have_text("Votre bulletin est dans l’urne")
        sizes.append(len(server.box.ballots[-1]))
    assert abs(sizes[0] - sizes[1]) < sizes[0] * 0.01
    shapes = [json.dumps(_shape(json.loads(raw))) for raw in server.box.ballots]
    assert shapes[0] == shapes[1]


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items()}
    return [_shape(inner) for inner in value] if isinstance(value, list) else type(value).__name__


def test_the_booth_asks_for_nothing_between_the_first_choice_and_the_sealed_ballot(
    voter: VoterAtBooth, page: Page
) -> None:
    voter.open_link()
    voter.start()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    voter.choose(1, 2, 3)
    voter.box(4).click()
    voter.box(1).uncheck()
    page.get_by_text("En savoir plus").first.click()
    for order in ("number", "cost", "cost_down", "name", "district", "random"):
        page.get_by_label("Ordre des projets").select_option(order)
    voter.press("English")
    voter.press("Français")
    page.get_by_label("Je vote blanc").check()
    page.get_by_label("Je vote blanc").uncheck()
    voter.proceed()
    voter.press("Modifier mes choix")
    voter.proceed()
    voter.seal()
    assert asked == []


def test_nothing_of_the_voter_is_kept_by_the_browser(voter: VoterAtBooth, town: Town, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    tracker = voter.seal_choice(2)
    assert set(page.evaluate(_KEPT)) == {0}
    voter.cast()
    voter.expect_receipt(tracker)
    assert set(page.evaluate(_KEPT)) == {0}
    assert page.context.cookies() == []
    for secret in (voter.voter.code, voter.voter.birth_date, town.titles[1], tracker):
        assert secret not in "".join(said) + page.url
    shown = page.content()
    assert voter.voter.code not in shown
    assert town.titles[1] not in shown


def test_the_code_leaves_the_address_at_once(voter: VoterAtBooth, page: Page) -> None:
    voter.open_link()
    assert page.url == voter.address
    assert page.evaluate("history.length") <= 2


def test_leaving_asks_first_only_while_there_is_something_to_lose(voter: VoterAtBooth, page: Page) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    voter.open_link()
    page.reload()
    assert asked == []
    tracker = voter.seal_choice(2)
    page.reload()
    assert asked == ["beforeunload"]
    assert tracker
    voter.seal_choice(2)
    voter.cast()
    expect(voter.title).to_have_text("Votre bulletin est dans l’urne")
    page.reload()
    assert asked == ["beforeunload"]


def test_another_letters_link_in_the_same_tab_starts_anew(voter: VoterAtBooth, town: Town, page: Page) -> None:
    voter.seal_choice(2, 3)
    page.goto(voter.address + town.voters[1].link)
    expect(page.locator(".known")).to_contain_text("votant numéro 18")
    assert page.url == voter.address
    voter.start()
    expect(page.locator("#projects :checked")).to_have_count(0)


def test_no_script_or_style_of_others_can_run(voter: VoterAtBooth, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    tracker = voter.seal_choice(2)
    voter.cast()
    voter.expect_receipt(tracker)
    assert said == []
    ran = page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            return window.ran ?? false;
        }"""
    )
    assert ran is False


def test_the_code_leaves_the_address_before_the_words_are_there_and_a_link_opened_meanwhile_is_taken(
    voter: VoterAtBooth, town: Town, page: Page
) -> None:
    held: list[Route] = []
    page.route("**/booth/words.fr.js", lambda route: held.append(route))
    page.goto(voter.address + voter.voter.link, wait_until="commit")
    expect(page).to_have_url(voter.address)
    expect(page.locator(".known")).to_have_count(0)
    page.evaluate(
        """link => new Promise(heard => {
            addEventListener("hashchange", heard, { once: true });
            location.hash = link;
        })""",
        town.voters[1].link,
    )
    expect(page).to_have_url(voter.address)
    for route in held:
        route.continue_()
    expect(page.locator(".known")).to_contain_text(str(town.voters[1].roll_number))
