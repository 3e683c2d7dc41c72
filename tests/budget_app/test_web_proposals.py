"""Proposing by the plain pages: steps, drafts, what is refused at its field, and nothing typed that gets lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pytest

from budget_app.domain.call_rules import CallRules, Moderation
from budget_app.domain.edition import Calendar
from budget_app.domain.proposal import ProposalState
from budget_app.services.editions import load_edition
from budget_app.services.proposals import find_draft, find_proposal, save_draft
from budget_app.storage.database import write_session
from tests.budget_app.signed_in import client_of
from tests.budget_app.simulated_call import COMPLETE, SimulatedCall
from tests.budget_app.web_client import WebClient

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
IDEA = {"title": "Des bancs", "category": "Nature en ville", "summary": "Six bancs."}


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def call(now: datetime) -> SimulatedCall:
    """A call that opened yesterday."""
    calendar = Calendar(now + 100 * DAY, now + 110 * DAY, now - DAY, now + 30 * DAY)
    return SimulatedCall(calendar=calendar).create()


def _end_call(call: SimulatedCall, now: datetime) -> None:
    with write_session() as session:
        edition = load_edition(session, call.slug)
        edition.review_from = now - timedelta(seconds=1)
        session.add(edition)


def _begin(client: WebClient, call: SimulatedCall) -> int:
    response = client.post("/proposer", data={"edition": call.slug})
    assert response.status_code == 303
    return int(response.headers["location"].split("/")[2])


def _post(client: WebClient, proposal: int, step: str, revision: int, **fields: str) -> httpx.Response:
    return client.post(f"/proposer/{proposal}/{step}", data={"revision": str(revision), "then": "next", **fields})


def _wrong(response: httpx.Response) -> set[str]:
    """The fields that are marked as wrong, each told at its place and in the summary."""
    fields = set(re.findall(r'id="(\w+)-refusal"', response.text))
    for field in fields:
        described = rf'<\w+ id="{field}"[^>]*aria-describedby="{field}-refusal [^>]*aria-invalid="true"'
        assert re.search(described, response.text)
        assert f'<a href="#{field}">' in response.text
    return fields


def test_the_first_page_says_the_rules_and_where_to_sign_in(call: SimulatedCall) -> None:
    page = WebClient().get(f"/proposer?edition={call.slug}")
    assert page.status_code == 200
    for words in ("au moins 16 ans", "jusqu’au", "3 propositions", "sans plafond", "Nature en ville"):
        assert words in page.text
    assert f'href="/sign-in?next=/proposer%3Fedition%3D{call.slug}"' in page.text
    assert "<script" not in page.text


def test_an_edition_that_does_not_exist_has_no_call(call: SimulatedCall) -> None:
    assert WebClient().get("/proposer?edition=nulle-part").status_code == 404
    assert WebClient().get("/proposer").status_code == 200


def test_without_any_open_call_the_page_says_so(database: None) -> None:
    page = WebClient().get("/proposer")
    assert page.status_code == 404
    assert "Aucun appel à projets n’est ouvert" in page.text


def test_a_proposal_is_written_step_by_step_and_sent(call: SimulatedCall) -> None:
    author = call.people[0]
    client = client_of(author)
    proposal = _begin(client, call)
    links = "https://a.example\r\n\r\n https://b.example "
    steps = [
        ("idee", IDEA),
        ("projet", {"description": "Une place.\r\nSix bancs.", "links": links}),
        ("lieu", {"place": "Place de la Halle", "district": ""}),
        ("cout", {"cost": "6 000,50", "cost_words": "Un devis"}),
    ]
    onwards = ["projet", "lieu", "cout", "photos"]
    for revision, ((step, fields), following) in enumerate(zip(steps, onwards, strict=True)):
        response = _post(client, proposal, step, revision, **fields)
        assert response.headers["location"] == f"/proposer/{proposal}/{following}"
    page = client.get(f"/proposer/{proposal}/relire")
    assert "Envoyer ma proposition" in page.text
    assert "6\u202f000,50" in page.text
    sent = client.post(f"/proposer/{proposal}/relire", data={"revision": "4", "then": "send"})
    assert sent.headers["location"] == f"/proposer/{proposal}/envoyee"
    assert "n° 1" in client.get(sent.headers["location"]).text
    found = find_proposal(author, call.slug, 1)
    assert found is not None
    assert found.state is ProposalState.WAITING
    assert (found.content.cost, found.content.links) == (6000_50, ("https://a.example", "https://b.example"))
    assert found.content.description == "Une place.\nSix bancs."


@pytest.mark.parametrize(
    ("step", "fields", "wrong"),
    [
        ("idee", {**IDEA, "title": "x" * 121, "summary": "y" * 401}, {"title", "summary"}),
        ("idee", {**IDEA, "title": "x" * 121, "summary": ""}, {"title", "summary"}),
        ("idee", {"title": " ", "category": "", "summary": ""}, {"title", "category", "summary"}),
        ("projet", {"description": "z" * 8001}, {"description"}),
        ("projet", {"description": "z", "links": "javascript:alert(1)"}, {"links"}),
        ("lieu", {"place": ""}, {"place"}),
        ("cout", {"cost": "beaucoup"}, {"cost"}),
        ("cout", {"cost": "99999999999"}, {"cost"}),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_stays_typed(
    call: SimulatedCall, step: str, fields: dict[str, str], wrong: set[str]
) -> None:
    client = client_of(call.people[0])
    proposal = _begin(client, call)
    response = _post(client, proposal, step, 0, **fields)
    assert response.status_code == 422
    assert _wrong(response) == wrong
    for text in fields.values():
        assert text.strip() in unescape(response.text)


def test_a_text_of_hundreds_of_thousands_of_letters_comes_back_whole(call: SimulatedCall) -> None:
    client = client_of(call.people[0])
    text = "é" * 150_000
    response = _post(client, _begin(client, call), "projet", 0, description=text)
    assert _wrong(response) == {"description"}
    assert text in response.text


def test_scripts_and_html_are_shown_as_text(call: SimulatedCall) -> None:
    client = client_of(call.people[0])
    proposal = _begin(client, call)
    attack = '<script>alert("1")</script></textarea><b>gras'
    assert _post(client, proposal, "idee", 0, **{**IDEA, "title": attack, "summary": attack}).status_code == 303
    for step in ("idee", "relire", "retirer"):
        page = client.get(f"/proposer/{proposal}/{step}").text
        assert "<script" not in page
        assert "<b>" not in page
        assert attack in unescape(page)


def test_an_incomplete_step_is_saved_for_later(call: SimulatedCall) -> None:
    author = call.people[0]
    client = client_of(author)
    proposal = _begin(client, call)
    response = _post(client, proposal, "idee", 0, title="Une idée", category="", summary="", then="later")
    assert response.headers["location"] == f"/proposer/{proposal}/idee?garde=1"
    page = client.get(response.headers["location"])
    assert "Votre brouillon est enregistré." in page.text
    assert 'value="Une idée"' in page.text


def test_an_incomplete_step_is_kept_even_where_it_cannot_go_on(call: SimulatedCall) -> None:
    author = call.people[0]
    client = client_of(author)
    proposal = _begin(client, call)
    _post(client, proposal, "idee", 0, title="Une idée", category="", summary="")
    assert find_draft(author, proposal)[0].title == "Une idée"


def test_two_windows_show_both_texts_and_lose_neither(call: SimulatedCall) -> None:
    author = call.people[0]
    client = client_of(author)
    proposal = _begin(client, call)
    _post(client, proposal, "idee", 0, **IDEA)
    response = _post(client, proposal, "idee", 0, **{**IDEA, "title": "Ma seconde fenêtre"})
    assert response.status_code == 409
    assert 'value="Ma seconde fenêtre"' in response.text
    assert '<blockquote>Des bancs</blockquote>' in response.text
    assert 'name="revision" value="1"' in response.text
    assert find_draft(author, proposal)[0].title == "Des bancs"
    assert _post(client, proposal, "idee", 1, **{**IDEA, "title": "Les deux"}).status_code == 303
    assert find_draft(author, proposal)[0].title == "Les deux"


def test_a_save_of_one_step_keeps_what_another_window_wrote_in_the_others(call: SimulatedCall, now: datetime) -> None:
    author = call.people[0]
    client = client_of(author)
    proposal = _begin(client, call)
    save_draft(author, proposal, replace(COMPLETE, title="Ailleurs"), 0, now)
    assert _post(client, proposal, "projet", 0, description="Ici").status_code == 409
    assert _post(client, proposal, "projet", 1, description="Ici").status_code == 303
    content = find_draft(author, proposal)[0]
    assert (content.title, content.description) == ("Ailleurs", "Ici")


def test_what_was_typed_when_the_call_closed_is_kept_and_the_page_says_so(call: SimulatedCall, now: datetime) -> None:
    author = call.people[0]
    client = client_of(author)
    proposal = _begin(client, call)
    _end_call(call, now)
    assert _post(client, proposal, "idee", 0, **IDEA).status_code == 303
    assert find_draft(author, proposal)[0].title == "Des bancs"
    for step in ("idee", "relire"):
        assert "Votre brouillon est gardé" in client.get(f"/proposer/{proposal}/{step}").text
    assert "Envoyer ma proposition" not in client.get(f"/proposer/{proposal}/relire").text
    sent = client.post(f"/proposer/{proposal}/relire", data={"revision": "1", "then": "send"})
    assert sent.status_code == 409
    assert "Votre brouillon est gardé" in sent.text
    assert client.post("/proposer", data={"edition": call.slug}).status_code == 409


def test_what_is_missing_is_listed_with_links_before_sending(call: SimulatedCall) -> None:
    client = client_of(call.people[0])
    proposal = _begin(client, call)
    page = client.get(f"/proposer/{proposal}/relire")
    for place in ("idee#title", "idee#category", "idee#summary", "projet#description", "lieu#place"):
        assert f'href="/proposer/{proposal}/{place}"' in page.text
    assert "Envoyer ma proposition" not in page.text
    refused = client.post(f"/proposer/{proposal}/relire", data={"revision": "0", "then": "send"})
    assert refused.status_code == 422


def test_what_was_changed_after_it_was_read_again_is_not_sent(call: SimulatedCall, now: datetime) -> None:
    author = call.people[0]
    proposal = call.begin(author, now=now)
    save_draft(author, proposal, replace(COMPLETE, title="Changé depuis"), 1, now)
    refused = client_of(author).post(f"/proposer/{proposal}/relire", data={"revision": "1", "then": "send"})
    assert refused.status_code == 409
    assert "Changé depuis" in refused.text
    assert find_proposal(author, call.slug, 1) is None


def test_others_find_nothing_and_signed_out_people_are_asked_to_sign_in(call: SimulatedCall, now: datetime) -> None:
    proposal = call.begin(call.people[0], now=now)
    stranger, nobody = client_of(call.people[1]), WebClient()
    for step in ("idee", "relire", "envoyee", "retirer"):
        path = f"/proposer/{proposal}/{step}"
        assert stranger.get(path).status_code == 404
        response = nobody.get(path)
        assert response.headers["location"] == f"/sign-in?next=%2Fproposer%2F{proposal}%2F{step}"
        if step != "envoyee":
            assert stranger.post(path, data={"revision": "1", "title": "À moi"}).status_code == 404
            assert nobody.post(path, data={"revision": "1"}).status_code == 303
    assert find_draft(call.people[0], proposal) == (COMPLETE, 1)


def test_a_step_that_does_not_exist_is_not_found(call: SimulatedCall) -> None:
    client = client_of(call.people[0])
    assert client.get(f"/proposer/{_begin(client, call)}/autre").status_code == 404


def test_a_form_of_another_site_changes_nothing(call: SimulatedCall, now: datetime) -> None:
    author = call.people[0]
    proposal = call.begin(author, now=now)
    client = client_of(author)
    for path in ("/proposer", f"/proposer/{proposal}/idee", f"/proposer/{proposal}/retirer"):
        assert client.post(path, origin="https://autre.example", data={"revision": "1"}).status_code == 403
    assert find_draft(author, proposal) == (COMPLETE, 1)


def test_a_person_over_the_limit_is_told_on_the_first_page(call: SimulatedCall) -> None:
    client = client_of(call.people[0])
    for _each in range(3):
        _begin(client, call)
    response = client.post("/proposer", data={"edition": call.slug})
    assert response.status_code == 409
    assert "Vous avez déjà 3 propositions" in response.text


def test_withdrawing_asks_first_and_is_final(call: SimulatedCall, now: datetime) -> None:
    author = call.people[0]
    call.propose(author, now=now)
    client = client_of(author)
    assert "Oui, la retirer" in client.get("/proposer/1/retirer").text
    done = client.post("/proposer/1/retirer")
    assert "est retirée" in done.text
    assert client.get("/proposer/1/idee").status_code == 409


def test_the_pages_are_small(call: SimulatedCall, now: datetime) -> None:
    client = client_of(call.people[0])
    proposal = call.begin(call.people[0], now=now)
    for step in ("idee", "projet", "lieu", "cout", "photos", "relire"):
        assert len(client.get(f"/proposer/{proposal}/{step}").content) < 30_000


def test_before_sending_what_looks_alike_is_shown_and_keeps_nobody_from_going_on(
    call: SimulatedCall, now: datetime
) -> None:
    with write_session() as session:
        edition = load_edition(session, call.slug)
        edition.call_rules = CallRules(moderation=Moderation.AFTER).to_json()
        session.add(edition)
    number = call.propose(call.people[1], now=now)
    mine = call.begin(call.people[0], replace(COMPLETE, title="Des bancs ombragés"), now)
    client = client_of(call.people[0])
    page = client.get(f"/proposer/{mine}/relire").text
    assert "Ces propositions ressemblent à la vôtre" in page
    assert f'href="/proposition?edition={call.slug}&amp;numero={number}">{COMPLETE.title}' in page
    assert client.post(f"/proposer/{mine}/relire", data={"revision": "1", "then": "send"}).status_code == 303
