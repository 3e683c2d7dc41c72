"""The rule book's page: everything decided beforehand in plain words, in both languages, and what no longer changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from budget_app.domain.call_rules import CallRules, Moderation
from budget_app.services.actor import SYSTEM
from budget_app.services.calendars import update_calendar
from budget_app.services.call_rules import choose_call_rules
from tests.budget_app.simulated_call import BEFORE_CALL, SimulatedCall, calendar_around
from tests.budget_app.simulated_town import SimulatedTown
from tests.pages.conftest import Open, words_of


def test_the_rules_of_an_open_call_are_told_with_the_dates_that_moved(open_page: Open) -> None:
    now = datetime.now(UTC)
    call = SimulatedCall(calendar=calendar_around(now)).create()
    rules = CallRules(cost_cap=80_000_00, proposals_each=2, min_age=11, supports_needed=30, moderation=Moderation.AFTER)
    choose_call_rules(SYSTEM, call.slug, rules, BEFORE_CALL - timedelta(days=10_000))
    later = replace(call.calendar, review_from=call.calendar.call_closes_at + timedelta(days=1))
    update_calendar(SYSTEM, call.slug, later, now, "Les réunions <b>tardent</b>.")
    words = words_of(open_page("rule_book"))
    for said in (
        "dès 11 ans",
        "Propositions par personne : 2 au plus.",
        "80\u202f000",
        "soumise au vote : 30.",
        "paraissent aussitôt",
        "Intérêt général",
        "Nature en ville",
        "L’appel est ouvert : ces règles ne changent plus.",
        "Ces règles peuvent changer jusqu’à la mise en place du vote.",
        "Les réunions &lt;b&gt;tardent&lt;/b&gt;.",
        f"/reglement/{call.slug}.json",
    ):
        assert said in words


def test_an_edition_without_a_call_tells_only_of_its_vote(open_page: Open) -> None:
    SimulatedTown().set_up()
    words = words_of(open_page("rule_book", locale="en-GB"))
    assert "The vote is set up: these rules no longer change." in words
    assert "The review" not in words
    assert "The rule book" in words


def test_home_leads_to_the_rule_book_before_the_call_opens(open_page: Open) -> None:
    SimulatedCall(calendar=calendar_around(datetime.now(UTC) + timedelta(days=10))).create()
    words = words_of(open_page("home"))
    assert "L’appel à projets ouvre le" in words
    assert "Proposer un projet" not in words
    assert words.count("Lire le règlement") == 1
