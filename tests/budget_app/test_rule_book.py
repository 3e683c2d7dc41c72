"""The rule book: one document of everything decided beforehand, the same bytes for everyone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from budget_app.domain.call_rules import CallRules
from budget_app.domain.project import DistrictView
from budget_app.domain.rule_book import call_fingerprint
from budget_app.services.actor import SYSTEM
from budget_app.services.calendars import update_calendar
from budget_app.services.call_rules import choose_call_rules
from budget_app.services.rule_book import load_rule_book, load_rule_book_json
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import BEFORE_CALL, CALL_OPENS, DURING_CALL, SimulatedCall
from tests.budget_app.simulated_town import BEFORE, SimulatedTown
from tests.budget_app.web_client import WebClient

pytestmark = pytest.mark.usefixtures("database")


def test_the_data_hold_every_decision_and_no_word_of_the_moderation() -> None:
    call = SimulatedCall(districts=(DistrictView("1", "Centre", None),)).create()
    rules = CallRules(cost_cap=80_000_00, words_to_check=("gros mot",))
    choose_call_rules(SYSTEM, call.slug, rules, BEFORE_CALL)
    raw = load_rule_book_json(call.slug, BEFORE_CALL)
    book = json.loads(raw)
    assert (book["format"], book["slug"], book["budget_cents"]) == ("isoloir-rule-book-1", call.slug, 100_000_00)
    assert book["districts"] == ["Centre"]
    assert book["calendar"]["proposals_from"] == CALL_OPENS.isoformat()
    assert book["call"]["cost_cap"] == 80_000_00
    assert [item["code"] for item in book["call"]["criteria"]] == [item.code for item in rules.criteria]
    assert (book["ballot"]["kind"], book["ballot"]["sealing"]) == ("approval", "totals")
    assert (book["rule"]["budget"], book["call_frozen"], book["vote_frozen"]) == (100_000_00, False, False)
    assert b"gros mot" not in raw


def test_anyone_recomputes_the_fingerprint_of_the_call_from_the_file() -> None:
    call = SimulatedCall().create()
    book = json.loads(load_rule_book_json(call.slug, DURING_CALL))
    said = json.dumps(book["call"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert book["call_sha256"] == hashlib.sha256(said).hexdigest() == call_fingerprint(CallRules())
    assert book["call_frozen"]


def test_a_rule_that_changes_changes_the_fingerprint() -> None:
    assert call_fingerprint(CallRules(min_age=18)) != call_fingerprint(CallRules())


def test_a_moved_date_stands_in_the_book_with_its_reason() -> None:
    call = SimulatedCall().create()
    closes = call.calendar.call_closes_at
    later = replace(call.calendar, review_from=closes + timedelta(days=1))
    update_calendar(SYSTEM, call.slug, later, DURING_CALL, "Trop peu de réunions.")
    (change,) = json.loads(load_rule_book_json(call.slug, DURING_CALL))["calendar_changes"]
    assert change == {
        "by": "organiser",
        "at": DURING_CALL.isoformat(),
        "reason": "Trop peu de réunions.",
        "dates": {"review_from": [closes.isoformat(), (closes + timedelta(days=1)).isoformat()]},
    }


def test_an_edition_without_a_call_has_no_rules_of_one_and_a_vote_in_place_is_frozen() -> None:
    town = SimulatedTown().set_up()
    book = load_rule_book(town.slug, BEFORE)
    assert (book.call, book.call_frozen, book.vote_frozen) == (None, False, True)


def test_there_is_no_book_of_an_edition_that_does_not_exist() -> None:
    with refused("edition-unknown"):
        load_rule_book("nulle-part", BEFORE)
    assert WebClient().get("/reglement/nulle-part.json").status_code == 404


def test_the_file_is_served_as_it_is_and_only_once_for_the_same_bytes() -> None:
    call = SimulatedCall().create()
    answer = WebClient().get(f"/reglement/{call.slug}.json")
    assert answer.status_code == 200
    assert json.loads(answer.content)["slug"] == call.slug
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    again = WebClient().get(f"/reglement/{call.slug}.json", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
