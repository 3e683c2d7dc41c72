"""Lists of proposals: only what is public, found by words, category and place, a page at a time, and quickly."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.call_rules import CallRules
from budget_app.domain.proposal_search import PAGE, Order, Wanted, parse_near
from budget_app.domain.roles import Role
from budget_app.domain.text_difference import Change, compare_texts
from budget_app.services.actor import ANONYMOUS, SYSTEM
from budget_app.services.call_rules import choose_call_rules
from budget_app.services.moderation import hide, publish
from budget_app.services.proposal_lists import proposal_places, search_proposals
from budget_app.services.proposals import list_versions, save_draft, send_proposal
from budget_app.storage.database import write_session
from budget_app.storage.proposals import SupportRow
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import BEFORE_CALL, COMPLETE, DURING_CALL, SimulatedCall

BENCHES = replace(COMPLETE, title="Des bancs", district="Nord", latitude=46.92, longitude=1.33, cost=6_000_00)
POND = replace(COMPLETE, title="Une mare à l’école", category="Mobilité", district="Sud", cost=2_000_00)
FAR = replace(COMPLETE, title="Un four à pain", district="Sud", latitude=46.99, longitude=1.4, cost=4_000_00)


@pytest.fixture
def call(database: None) -> SimulatedCall:  # noqa: ARG001
    """Three published proposals, and one that waits."""
    call = SimulatedCall(residents=4).create()
    for person, content in zip(call.people, (BENCHES, POND, FAR), strict=False):
        publish(call.staff[Role.AGENT], call.slug, call.propose(person, content), DURING_CALL)
    call.propose(call.people[3])
    return call


def _numbers(call: SimulatedCall, wanted: Wanted) -> list[int]:
    return [card.number for card in search_proposals(call.slug, wanted, DURING_CALL).cards]


def test_only_what_is_public_is_listed(call: SimulatedCall) -> None:
    hide(call.staff[Role.AGENT], call.slug, 2, "Raison", DURING_CALL)
    found = search_proposals(call.slug, Wanted(order=Order.CHEAPEST), DURING_CALL)
    assert [card.number for card in found.cards] == [3, 1]
    assert (found.total, found.pages) == (2, 1)
    assert (found.categories, found.districts) == (("Nature en ville",), ("Nord", "Sud"))
    assert [pin.number for pin in proposal_places(call.slug, Wanted())] == [1, 3]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted("mare"), [2]),
        (Wanted("ECOLE MARE"), [2]),
        (Wanted("%"), [1, 2, 3]),
        (Wanted("rien de tel"), []),
        (Wanted(category="Mobilité"), [2]),
        (Wanted(district="Sud"), [2, 3]),
        (Wanted("pain", district="Nord"), []),
    ],
)
def test_words_category_and_district_narrow_the_list(call: SimulatedCall, wanted: Wanted, numbers: list[int]) -> None:
    assert sorted(_numbers(call, wanted)) == numbers


def test_each_order_lists_as_it_says(call: SimulatedCall) -> None:
    with write_session() as session:
        session.add(SupportRow(proposal_id=2, account_id=call.people[0].account_id or 0, given_at=DURING_CALL))
    assert _numbers(call, Wanted(order=Order.CHEAPEST)) == [2, 3, 1]
    assert _numbers(call, Wanted(order=Order.SUPPORTED)) == [2, 1, 3]
    assert _numbers(call, Wanted(near=(46.99, 1.39))) == [3, 1, 2]
    assert search_proposals(call.slug, Wanted("mare"), DURING_CALL).cards[0].supports == 1


def test_the_order_of_the_day_stays_all_day_and_changes_with_the_days(call: SimulatedCall) -> None:
    orders = set()
    for day in range(20):
        moment = DURING_CALL + timedelta(days=day)
        first = [card.number for card in search_proposals(call.slug, Wanted(), moment).cards]
        again = [card.number for card in search_proposals(call.slug, Wanted(), moment + timedelta(hours=3)).cards]
        assert first == again
        orders.add(tuple(first))
    assert len({order[0] for order in orders}) == 3


def test_a_page_holds_24_and_one_beyond_the_last_is_the_last(call: SimulatedCall) -> None:
    choose_call_rules(SYSTEM, call.slug, CallRules(proposals_each=0), BEFORE_CALL)
    for _again in range(PAGE):
        publish(call.staff[Role.AGENT], call.slug, call.propose(call.people[0]), DURING_CALL)
    found = search_proposals(call.slug, Wanted(page=9), DURING_CALL)
    assert (found.total, found.pages, found.page, len(found.cards)) == (PAGE + 3, 2, 2, 3)
    everything = {*_numbers(call, Wanted(page=1)), *_numbers(call, Wanted(page=2))}
    assert len(everything) == PAGE + 3


def test_versions_are_read_by_those_who_may_read_the_proposal(call: SimulatedCall) -> None:
    author = call.people[0]
    save_draft(author, 1, replace(BENCHES, title="Huit bancs"), 0, DURING_CALL)
    send_proposal(author, 1, DURING_CALL)
    assert list_versions(ANONYMOUS, call.slug, 1) == ()
    assert [sent.content.title for sent in list_versions(author, call.slug, 1)] == ["Des bancs", "Huit bancs"]
    with refused("proposal-unknown"):
        list_versions(author, call.slug, 99)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("46.92000,1.33000", (46.92, 1.33)),
        ("-46.9,-1.3", (-46.9, -1.3)),
        ("91.0,1.0", None),
        ("46.9;1.3", None),
        ("", None),
        ("٤٦.9,1.3", None),
    ],
)
def test_a_place_in_an_address_is_read_strictly(text: str, place: tuple[float, float] | None) -> None:
    assert parse_near(text) == place


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_difference_of_two_texts_gives_both_of_them_back(before: str, after: str) -> None:
    pieces = compare_texts(before, after)
    assert "".join(piece for change, piece in pieces if change is not Change.ADDED) == before
    assert "".join(piece for change, piece in pieces if change is not Change.REMOVED) == after


def test_a_very_long_text_is_told_as_replaced() -> None:
    assert compare_texts("a " * 5_000, "b") == ((Change.REMOVED, "a " * 5_000), (Change.ADDED, "b"))
