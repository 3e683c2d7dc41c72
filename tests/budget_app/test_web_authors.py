"""Who proposes, on plain pages: the step of the form, a co-author's answer, and a parent's by their link."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pytest

from budget_app.domain.edition import Calendar
from budget_app.services.actor import Actor
from budget_app.services.editions import load_edition
from budget_app.services.proposal_form import open_written
from budget_app.storage.database import write_session
from tests.budget_app.mailbox import mails_to
from tests.budget_app.signed_in import client_of
from tests.budget_app.simulated_call import SimulatedCall
from tests.budget_app.web_client import WebClient

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
FRIEND = "habitante.2@essai.example"


@pytest.fixture
def call() -> SimulatedCall:
    """A call that opened yesterday by the clock of the pages."""
    now = datetime.now(UTC)
    return SimulatedCall(calendar=Calendar(now + 100 * DAY, now + 110 * DAY, now - DAY, now + 30 * DAY)).create()


class _Form:
    """The step of who proposes, for the first resident's proposal."""

    def __init__(self, call: SimulatedCall) -> None:
        self.author: Actor = call.people[0]
        self.client = client_of(self.author)
        self.proposal = call.begin(self.author, now=datetime.now(UTC))
        self.path = f"/proposer/{self.proposal}/auteurs"

    def post(self, then: str = "next", **fields: str) -> httpx.Response:
        return self.client.post(self.path, data={"then": then, **fields})

    def page(self) -> str:
        return unescape(self.client.get(self.path).text)


@pytest.fixture
def form(call: SimulatedCall) -> _Form:
    return _Form(call)


def test_the_step_keeps_the_group_and_goes_on_to_reading_again(form: _Form) -> None:
    answer = form.post(group_name="Les <b>Jardins</b>")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/proposer/{form.proposal}/relire")
    assert "Les &lt;b&gt;Jardins&lt;/b&gt;" in form.client.get(f"/proposer/{form.proposal}/relire").text
    assert 'value="Les <b>Jardins</b>"' in form.page()


def test_a_co_author_is_invited_answers_on_their_page_and_can_be_taken_off(call: SimulatedCall, form: _Form) -> None:
    assert form.post("invite", co_author=FRIEND).headers["location"] == f"{form.path}?garde=1"
    assert f"{FRIEND} – réponse attendue" in form.page()
    friend = client_of(call.people[1])
    page = friend.get("/invitations").text
    invitation = re.findall(r'name="invitation" value="(\d+)"', page)[0]
    assert "Des bancs à l’ombre" in unescape(page)
    done = friend.post("/invitations", data={"invitation": invitation, "then": "accept"})
    assert "Vous signez cette proposition." in unescape(done.text)
    assert "Habitante 2 – d’accord" in form.page()
    assert friend.get(form.path).status_code == 200
    again = friend.post("/invitations", data={"invitation": invitation, "then": "decline"})
    assert again.status_code == 404
    assert "vous y avez déjà répondu" in unescape(again.text)
    assert form.post(f"remove-{invitation}").status_code == 303
    assert friend.get(form.path).status_code == 404


def test_an_address_that_cannot_be_invited_is_told_at_its_field_and_nothing_typed_is_lost(form: _Form) -> None:
    answer = form.post(co_author="ami chez voisin", group_name="Les Jardins")
    assert answer.status_code == 422
    assert 'id="co_author-refusal"' in answer.text
    assert 'value="ami chez voisin"' in answer.text
    assert 'value="Les Jardins"' in answer.text


def test_a_minor_without_a_parent_is_told_so_at_the_field(form: _Form) -> None:
    answer = form.post(minor="yes", parent_name="Pia Parent")
    assert answer.status_code == 422
    assert 'id="parent_contact-refusal"' in answer.text
    assert 'value="Pia Parent"' in answer.text
    assert re.search(r'id="minor"[^>]* checked', answer.text)


def test_a_parent_reads_by_their_link_and_agrees_and_only_then_the_button_to_send_is_there(form: _Form) -> None:
    form.post(minor="yes", parent_name="Pia Parent", parent_contact="pia@essai.example")
    review = f"/proposer/{form.proposal}/relire"
    waiting = unescape(form.client.get(review).text)
    assert "Un parent doit d’abord donner son accord" in waiting
    assert "Envoyer ma proposition" not in waiting
    (mail,) = mails_to("pia@essai.example")
    token = mail.body.split("/accord#")[1].split()[0]
    parent = WebClient()
    assert 'id="token"' in parent.get("/accord").text
    asked = unescape(parent.post("/accord", data={"token": token}).text)
    assert "Des bancs à l’ombre" in asked
    assert "Habitante 1 veut faire cette proposition" in asked
    assert "Votre accord est noté" in unescape(parent.post("/accord", data={"token": token, "then": "yes"}).text)
    used = parent.post("/accord", data={"token": token, "then": "no"})
    assert used.status_code == 403
    assert "il a déjà servi" in unescape(used.text)
    ready = unescape(form.client.get(review).text)
    assert "Envoyer ma proposition" in ready
    assert "a au moins 16 ans et habite la commune" in ready


def test_forms_of_other_sites_and_strangers_are_refused(call: SimulatedCall, form: _Form) -> None:
    stranger = client_of(call.people[2])
    assert stranger.get(form.path).status_code == 404
    assert stranger.post(form.path, data={"group_name": "Pirates"}).status_code == 404
    elsewhere = "https://ailleurs.example"
    for path in (form.path, "/invitations", "/accord"):
        assert form.client.post(path, origin=elsewhere, data={}).status_code == 403
    assert WebClient().get("/invitations").headers["location"] == "/sign-in?next=%2Finvitations"
    assert open_written(form.author, form.proposal, datetime.now(UTC)).authors.group_name == ""


def test_when_the_call_closed_meanwhile_what_was_typed_is_shown_again(call: SimulatedCall, form: _Form) -> None:
    with write_session() as session:
        edition = load_edition(session, call.slug)
        edition.review_from = datetime.now(UTC) - timedelta(seconds=1)
        session.add(edition)
    late = form.post(group_name="Trop tard")
    assert late.status_code == 409
    assert "L’appel à projets est clos." in unescape(late.text)
    assert 'value="Trop tard"' in late.text
    assert "Trop tard" not in form.page()
    assert form.post().headers["location"] == f"/proposer/{form.proposal}/relire"


def test_invitations_that_are_no_numbers_are_unknown(call: SimulatedCall) -> None:
    client = client_of(call.people[0])
    for number in ("", "-1", "x", "9" * 40):
        assert client.post("/invitations", data={"invitation": number, "then": "accept"}).status_code == 404
