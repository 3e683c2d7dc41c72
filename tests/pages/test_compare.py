"""Proposals side by side: what the address names, what may be read, and a search that adds one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from streamlit.testing.v1 import AppTest

from budget_app.domain.proposal_search import parse_compared
from budget_app.domain.roles import Role
from budget_app.services.actor import SYSTEM
from budget_app.services.call_rules import choose_call_rules, find_call_rules
from budget_app.services.moderation import publish
from budget_app.services.supports import give_support
from tests.budget_app.real_server import run_server
from tests.budget_app.simulated_call import BEFORE_CALL, COMPLETE, SimulatedCall, calendar_around
from tests.e2e.desk.looks import expect_no_violation
from tests.pages.conftest import Open, words_of

TITLES = ("Des bancs <b>verts</b>", "Une mare", "Un verger", "Un four à pain", "Une scène")


@pytest.fixture
def call() -> SimulatedCall:
    """Five published proposals, and one that waits."""
    now = datetime.now(UTC)
    made = SimulatedCall(residents=6, calendar=calendar_around(now)).create()
    for person, title in zip(made.people, TITLES, strict=False):
        cost = 1_000_00 * len(title)
        number = made.propose(person, replace(COMPLETE, title=title, cost=cost), now)
        publish(made.staff[Role.AGENT], made.slug, number, now)
    made.propose(made.people[5], replace(COMPLETE, title="Pas encore lue"), now)
    return made


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [("3,7", (3, 7)), ("3,3,7", (3, 7)), ("", ()), ("x,-1,²,3", (3,)), ("1,2,3,4,5", (1, 2, 3, 4)), ("9" * 40, ())],
)
def test_an_address_names_up_to_four_proposals(raw: str, numbers: tuple[int, ...]) -> None:
    assert parse_compared(raw) == numbers


@pytest.mark.usefixtures("call")
def test_what_is_said_of_each_stands_in_its_column(open_page: Open) -> None:
    words = words_of(open_page("compare", n="2,1"))
    assert words.index("2. Une mare") < words.index("1. Des bancs &lt;b&gt;verts&lt;/b&gt;")
    assert "8\u202f000\u00a0€" in words
    assert "22\u202f000\u00a0€" in words
    assert "Soutiens" not in words
    assert "/comparer?n=1" in words
    assert "/comparer?n=2%2C1%2C5" in words, "the newest is offered first"


@pytest.mark.usefixtures("call")
def test_what_may_not_be_read_is_named_and_left_out(open_page: Open) -> None:
    words = words_of(open_page("compare", n="2,6,77"))
    assert "ne sont pas publiques : 6, 77." in words
    assert "Pas encore lue" not in words
    assert "2. Une mare" in words


@pytest.mark.usefixtures("call")
def test_a_search_offers_what_can_be_added_until_there_are_four(open_page: Open) -> None:
    page: AppTest = open_page("compare")
    page.text_input(key="compare-words").input("verger").run()
    assert "/comparer?n=3" in words_of(page)
    assert "/comparer?n=5" not in words_of(page)
    page.text_input(key="compare-words").input("girafe").run()
    assert "Aucune autre proposition ne correspond." in words_of(page)
    full = open_page("compare", n="1,2,3,4")
    assert "c’est le plus" in words_of(full)
    assert not full.text_input


def test_where_supports_count_they_are_compared(open_page: Open) -> None:
    now = datetime.now(UTC)
    call = SimulatedCall(calendar=calendar_around(now)).create()
    rules = replace(find_call_rules(call.slug), supports_needed=2)
    choose_call_rules(SYSTEM, call.slug, rules, BEFORE_CALL.replace(year=2000))
    number = call.propose(call.people[0], now=now)
    publish(call.staff[Role.AGENT], call.slug, number, now)
    give_support(call.people[1], call.slug, number, now)
    words = words_of(open_page("compare", n=str(number)))
    assert "Soutiens</th><td>1</td>" in words


@pytest.mark.usefixtures("call")
def test_a_proposals_page_leads_here_in_both_languages(open_page: Open) -> None:
    assert "/comparer?n=2" in words_of(open_page("proposal", numero="2"))
    assert "Compare proposals" in words_of(open_page("compare", locale="en-GB", n="2"))


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.xdist_group("pages")
@pytest.mark.usefixtures("call")
def test_everybody_can_compare(narrow: Page, tmp_path: Path) -> None:
    with run_server(tmp_path) as server:
        for width in (360, 1280):
            narrow.set_viewport_size({"width": width, "height": 1600})
            narrow.goto(f"{server.address}/comparer?n=1,2,3")
            narrow.get_by_role("link", name="5. Une scène").wait_for()
            expect_no_violation(narrow, "compared")
            assert narrow.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
