"""The Atom feed of proposals: what readers of feeds need, read back as XML, and nothing that is not public."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from sqlmodel import select

from budget_app.domain.proposal import ProposalState
from budget_app.domain.roles import Role
from budget_app.services.moderation import hide
from budget_app.services.proposals import withdraw_proposal
from budget_app.storage.database import write_session
from budget_app.storage.proposals import ProposalRow
from budget_app.web.feed import MOST
from tests.budget_app.decided_call import DecidedCall
from tests.budget_app.simulated_call import COMPLETE, DURING_CALL
from tests.budget_app.web_client import WebClient

pytestmark = pytest.mark.usefixtures("database")
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def call() -> DecidedCall:
    made = DecidedCall()
    made.create()
    return made


def _feed(call: DecidedCall) -> ElementTree.Element:
    answer = WebClient().get(f"/propositions/{call.slug}.atom")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314 - what we wrote ourselves


def _texts(feed: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in feed.findall(path, ATOM)]


def test_an_edition_without_proposals_has_a_whole_feed(call: DecidedCall) -> None:
    feed = _feed(call)
    assert _texts(feed, "a:id") == [f"tag:localhost,2030:propositions/{call.slug}"]
    assert _texts(feed, "a:title") == ["Appel d’essai – Essai-sur-Test"]
    assert _texts(feed, "a:author/a:name") == ["Essai-sur-Test"]
    assert len(_texts(feed, "a:updated")) == 1
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {
        "self": f"http://localhost:8501/propositions/{call.slug}.atom",
        "alternate": f"http://localhost:8501/propositions?edition={call.slug}",
    }
    assert feed.findall("a:entry", ATOM) == []


def test_the_newest_proposal_comes_first_with_its_address_and_without_its_author(call: DecidedCall) -> None:
    call.publish(call.people[0])
    call.publish(call.people[1], title="<script>alert(1)</script> & Cie", category="Mobilité")
    feed = _feed(call)
    assert _texts(feed, "a:entry/a:title") == ["<script>alert(1)</script> & Cie", COMPLETE.title]
    assert _texts(feed, "a:entry/a:summary") == [COMPLETE.summary] * 2
    assert _texts(feed, "a:entry/a:id") == [f"tag:localhost,2030:propositions/{call.slug}/{n}" for n in (2, 1)]
    addresses = [link.get("href") for link in feed.findall("a:entry/a:link", ATOM)]
    assert addresses == [f"http://localhost:8501/proposition?edition={call.slug}&numero={n}" for n in (2, 1)]
    assert [one.get("term") for one in feed.findall("a:entry/a:category", ATOM)] == ["Mobilité", COMPLETE.category]
    assert set(_texts(feed, "a:entry/a:updated")) == {"2030-01-10T08:00:00Z"}
    assert "Habitante" not in ElementTree.tostring(feed, encoding="unicode")


def test_what_is_not_public_is_not_in_it(call: DecidedCall) -> None:
    call.begin(call.people[0])
    call.propose(call.people[0])
    hidden, withdrawn = call.publish(call.people[1]), call.publish(call.people[2])
    hide(call.staff[Role.AGENT], call.slug, hidden, "Publicité", DURING_CALL)
    with write_session() as session:
        row = session.exec(select(ProposalRow).where(ProposalRow.number == withdrawn)).one()
    withdraw_proposal(call.people[2], row.id, DURING_CALL)
    assert _feed(call).findall("a:entry", ATOM) == []


def test_signs_that_xml_cannot_hold_do_not_break_it(call: DecidedCall) -> None:
    call.publish(call.people[0], title="Des bancs\x00\x0b à l’ombre 🌳")
    assert _texts(_feed(call), "a:entry/a:title") == ["Des bancs\ufffd\ufffd à l’ombre 🌳"]


def test_it_holds_the_newest_hundred(call: DecidedCall) -> None:
    call.publish(call.people[0])
    with write_session() as session:
        first = session.exec(select(ProposalRow)).one().model_dump(exclude={"id"})
        for number in range(2, MOST + 2):
            first |= {"number": number, "sent_at": DURING_CALL + timedelta(minutes=number)}
            session.add(ProposalRow(**first | {"state": ProposalState.PUBLISHED}))
    numbers = [each.rsplit("/", 1)[1] for each in _texts(_feed(call), "a:entry/a:id")]
    assert numbers == [str(number) for number in range(MOST + 1, 1, -1)]


def test_a_reader_that_has_it_gets_nothing_again_and_there_is_none_of_an_unknown_edition(call: DecidedCall) -> None:
    address = f"/propositions/{call.slug}.atom"
    known = WebClient().get(address).headers["etag"]
    assert WebClient().get(address, headers={"If-None-Match": known}).status_code == 304
    assert WebClient().get("/propositions/nulle-part.atom").status_code == 404
