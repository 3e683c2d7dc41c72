"""Who proposes, in a browser: the step, an invitation and a parent's link, for everybody and with scripts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from budget_app.services.authors import ask_co_author
from tests.budget_app.mailbox import mails_to
from tests.budget_app.real_server import run_server
from tests.budget_app.signed_in import session_of
from tests.budget_app.simulated_call import SimulatedCall, calendar_around
from tests.e2e.desk.looks import expect_no_violation, expect_to_fit
from tests.pages.conftest import Open, words_of

PARENT, FRIEND = "pia@essai.example", "habitante.2@essai.example"


@pytest.mark.browser
@pytest.mark.xdist_group("pages")
@pytest.mark.parametrize("width", [360, 1280])
def test_a_minor_and_a_friend_propose_together(browser: Browser, tmp_path: Path, width: int) -> None:
    call = SimulatedCall(calendar=calendar_around(datetime.now(UTC))).create()
    author, friend = call.people[:2]
    proposal = call.begin(author, now=datetime.now(UTC))
    with run_server(tmp_path) as server:
        context = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 800})
        cookie = {"name": "isoloir_session", "url": server.address}
        context.add_cookies([{**cookie, "value": session_of(author)}])
        page = context.new_page()
        page.goto(f"{server.address}/proposer/{proposal}/auteurs")
        page.get_by_label("Adresse e-mail d’une personne à inviter").fill(FRIEND)
        page.get_by_label("J’ai moins de 18 ans").check()
        page.get_by_label("Nom d’un parent").fill("Pia Parent")
        page.keyboard.press("Enter")  # goes on; takes nobody away
        page.locator("#parent_contact-refusal").wait_for()
        expect_no_violation(page, "refused")
        page.get_by_label("Adresse e-mail de ce parent").fill(PARENT)
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text(f"{FRIEND} – réponse attendue")).to_be_visible()
        expect_no_violation(page, "authors")
        expect_to_fit(page, "authors")
        context.clear_cookies()
        token = mails_to(PARENT)[-1].body.split("/accord#")[1].split()[0]
        page.goto(f"{server.address}/accord#{token}")
        expect(page).to_have_url(f"{server.address}/accord")
        page.get_by_role("button", name="Lire la proposition").click()
        page.get_by_role("heading", name="Des bancs à l’ombre").wait_for()
        expect_no_violation(page, "consent")
        page.get_by_role("button", name="Je suis d’accord").click()
        page.get_by_text("Votre accord est noté").wait_for()
        context.add_cookies([{**cookie, "value": session_of(friend)}])
        page.goto(f"{server.address}/invitations")
        expect_no_violation(page, "invitations")
        expect_to_fit(page, "invitations")
        page.get_by_role("button", name="Signer", exact=True).click()
        page.get_by_text("Vous signez cette proposition.").wait_for()
        context.clear_cookies()
        context.add_cookies([{**cookie, "value": session_of(author)}])
        page.goto(f"{server.address}/proposer/{proposal}/relire")
        expect(page.get_by_text("Habitante 2")).to_be_visible()
        page.get_by_role("button", name="Envoyer ma proposition").click()
        page.get_by_text("Elle porte le n° 1.").wait_for()
        context.close()


def test_my_space_leads_to_the_invitations(open_page: Open) -> None:
    call = SimulatedCall(calendar=calendar_around(datetime.now(UTC))).create()
    now = datetime.now(UTC)
    ask_co_author(call.people[0], call.begin(call.people[0], now=now), FRIEND, now)
    assert "/invitations" in words_of(open_page("my_space", token=session_of(call.people[1])))
    assert "/invitations" not in words_of(open_page("my_space", token=session_of(call.people[2])))
