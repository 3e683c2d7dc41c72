"""Beginning as last year: what is taken from a former edition, what is not, and when its dates come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from budget_app.commands.demo_town import read_districts
from budget_app.domain.dates import PARIS
from budget_app.domain.edition import Calendar
from budget_app.domain.roles import Role
from budget_app.services.actor import ANONYMOUS, SYSTEM
from budget_app.services.call_rules import choose_call_rules, find_call_rules
from budget_app.services.edition_copy import copy_edition, move_years
from budget_app.services.editions import find_edition
from budget_app.services.projects import list_districts, list_projects
from budget_app.services.proposal_lists import newest_proposals
from budget_app.services.rules import choose_rule, find_edition_rule
from tests.budget_app.decided_call import DecidedCall
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import BEFORE_CALL, DURING_APPEALS, SimulatedCall
from tests.budget_app.simulated_town import BEFORE, SimulatedTown

pytestmark = pytest.mark.usefixtures("database")


def test_a_copy_has_the_rules_districts_and_dates_and_no_proposal() -> None:
    call = DecidedCall(districts=read_districts())
    call.create()
    rules = replace(find_call_rules(call.slug), min_age=11, cost_cap=80_000_00)
    choose_call_rules(SYSTEM, call.slug, rules, BEFORE_CALL)
    call.publish(call.people[0])
    slug = copy_edition(call.staff[Role.ORGANISER], call.slug, "Appel d’essai, encore", DURING_APPEALS)
    past, made = (find_edition(each, DURING_APPEALS) for each in (call.slug, slug))
    assert past is not None
    assert made is not None
    assert made.name == "Appel d’essai, encore"
    assert (made.town, made.budget, made.rules) == (past.town, past.budget, past.rules)
    assert made.uuid != past.uuid
    assert find_call_rules(slug) == find_call_rules(call.slug)
    assert list_districts(slug) == list_districts(call.slug) != ()
    assert newest_proposals(slug, 9) == ()
    assert min(made.calendar.in_order.values()) > DURING_APPEALS
    assert made.takes_proposals_at(made.calendar.call_closes_at - timedelta(days=1))


def test_the_rule_is_taken_without_last_years_projects_and_with_lots_of_its_own() -> None:
    town = SimulatedTown().create()
    chosen = replace(find_edition_rule(town.slug).rule, threshold_votes=7, incompatible=(("1", "2"),))
    choose_rule(SYSTEM, town.slug, chosen)
    slug = copy_edition(SYSTEM, town.slug, "Suivante", BEFORE)
    made = find_edition(slug, BEFORE)
    assert made is not None
    assert list_projects(slug) == ()
    assert find_edition_rule(slug).rule == replace(chosen, incompatible=(), seed=made.uuid)


def _paris(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=PARIS).astimezone(UTC)


def test_dates_keep_their_day_of_the_week_and_their_hour_in_paris() -> None:
    past = Calendar(_paris(2026, 3, 27, 8), _paris(2026, 4, 12, 20))
    moved = move_years(past, _paris(2026, 9, 1, 8))
    # A year later the clocks change one day earlier: the hour that people read stays.
    assert moved == Calendar(_paris(2027, 3, 26, 8), _paris(2027, 4, 11, 20))
    assert moved.vote_closes_at.astimezone(PARIS).strftime("%A") == past.vote_closes_at.astimezone(PARIS).strftime("%A")


def test_an_old_edition_is_brought_to_the_next_year_that_is_ahead_of_now() -> None:
    past = Calendar(_paris(2020, 5, 4, 8), _paris(2020, 5, 24, 20))
    moved = move_years(past, _paris(2026, 11, 24, 12))
    assert _paris(2026, 11, 25, 12) < moved.vote_opens_at < _paris(2027, 11, 25, 12)
    assert moved.vote_closes_at - moved.vote_opens_at == past.vote_closes_at - past.vote_opens_at


def test_dates_that_are_ahead_stay() -> None:
    ahead = Calendar(_paris(2027, 5, 4, 8), _paris(2027, 5, 24, 20))
    assert move_years(ahead, _paris(2026, 11, 24, 12)) == ahead


@pytest.mark.parametrize("role", [None, *Role])
def test_only_the_organiser_copies(role: Role | None) -> None:
    call = SimulatedCall().create()
    actor = call.staff[role] if role else ANONYMOUS
    if role is Role.ORGANISER:
        assert copy_edition(actor, call.slug, "Suivante", BEFORE_CALL)
        return
    with refused("not-allowed"):
        copy_edition(actor, call.slug, "Suivante", BEFORE_CALL)


def test_a_copy_needs_a_name_and_something_to_copy() -> None:
    call = SimulatedCall().create()
    with refused("field-empty", field="name"):
        copy_edition(SYSTEM, call.slug, " ", BEFORE_CALL)
    with refused("edition-unknown"):
        copy_edition(SYSTEM, "nulle-part", "Suivante", BEFORE_CALL)
