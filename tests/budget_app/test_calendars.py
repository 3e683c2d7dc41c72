"""The dates of an edition: what is over never opens again, and what was announced moves with a published reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.calendar_change import MAX_REASON, compose_moved, read_moved
from budget_app.domain.call_rules import CallRules
from budget_app.domain.edition import Calendar
from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.services.action_log import list_actions
from budget_app.services.actor import ANONYMOUS, SYSTEM
from budget_app.services.calendars import list_calendar_changes, update_calendar
from budget_app.services.call_rules import choose_call_rules, find_call_rules
from budget_app.services.editions import find_edition
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_call import (
    BEFORE_CALL,
    CALL_OPENS,
    DURING_APPEALS,
    DURING_CALL,
    DURING_REVIEW,
    SimulatedCall,
)
from tests.budget_app.simulated_town import BEFORE, CLOSES, SimulatedTown

DAY = timedelta(days=1)
WHY = "Les réunions de quartier ont pris du retard."
_TIMES = st.none() | st.datetimes(timezones=st.timezones())


def _calendar(slug: str) -> Calendar:
    edition = find_edition(slug, DURING_CALL)
    assert edition is not None
    return edition.calendar


@given(st.dictionaries(st.sampled_from(["review_from", "decisions_at"]), st.tuples(_TIMES, _TIMES)))
def test_moved_dates_are_read_as_they_were_written(
    moved: dict[str, tuple[datetime | None, datetime | None]],
) -> None:
    read = read_moved(compose_moved(moved))
    assert {name: tuple(t and t.isoformat() for t in times) for name, times in read.items()} == {
        name: tuple(t and t.isoformat() for t in times) for name, times in moved.items()
    }


@pytest.mark.usefixtures("database")
class TestBeforeTheAnnouncement:
    """Nobody acts on the dates yet: they move freely, and nothing is published."""

    def test_dates_move_without_a_reason(self) -> None:
        call = SimulatedCall().create()
        later = replace(call.calendar, proposals_from=CALL_OPENS + DAY)
        update_calendar(SYSTEM, call.slug, later, BEFORE_CALL)
        assert _calendar(call.slug) == later
        assert list_calendar_changes(call.slug) == ()

    def test_the_call_is_not_opened_in_the_past(self) -> None:
        call = SimulatedCall().create()
        with refused("calendar-past"):
            update_calendar(SYSTEM, call.slug, replace(call.calendar, proposals_from=BEFORE_CALL), BEFORE_CALL)
        assert _calendar(call.slug) == call.calendar


@pytest.mark.usefixtures("database")
class TestOnceAnnounced:
    """The call has opened: a date that lies ahead moves with a reason that everyone reads."""

    def test_a_date_moves_with_a_reason_and_the_change_is_public(self) -> None:
        call = SimulatedCall().create()
        closes = call.calendar.call_closes_at
        later = replace(call.calendar, review_from=closes + DAY)
        update_calendar(call.staff[Role.ORGANISER], call.slug, later, DURING_CALL, f" {WHY}\n")
        (change,) = list_calendar_changes(call.slug)
        assert (change.role, change.reason, change.changed_at) == ("organiser", WHY, DURING_CALL)
        assert change.moved == {"review_from": (closes, closes + DAY)}
        (logged,) = list_actions(call.staff[Role.AUDITOR], "update-calendar").rows
        assert (logged.account_id, logged.facts) == (
            call.staff[Role.ORGANISER].account_id,
            {"dates": ["review_from"]},
        )

    @pytest.mark.parametrize(("reason", "code"), [(" ", "reason-missing"), ("x" * (MAX_REASON + 1), "field-too-long")])
    def test_without_a_reason_that_can_be_read_nothing_moves(self, reason: str, code: str) -> None:
        call = SimulatedCall().create()
        later = replace(call.calendar, review_from=call.calendar.call_closes_at + DAY)
        with refused(code):
            update_calendar(SYSTEM, call.slug, later, DURING_CALL, reason)
        assert _calendar(call.slug) == call.calendar
        assert list_calendar_changes(call.slug) == ()

    def test_the_same_dates_again_change_nothing(self) -> None:
        call = SimulatedCall().create()
        update_calendar(SYSTEM, call.slug, call.calendar, DURING_CALL)
        assert list_calendar_changes(call.slug) == ()

    @pytest.mark.parametrize(
        ("name", "now"),
        [("proposals_from", DURING_CALL), ("review_from", DURING_REVIEW), ("decisions_at", DURING_APPEALS)],
    )
    def test_what_is_over_never_opens_again(self, name: str, now: datetime) -> None:
        call = SimulatedCall().create()
        moved = replace(call.calendar, **{name: now + timedelta(hours=1)})
        with refused("calendar-past"):
            update_calendar(SYSTEM, call.slug, moved, now, WHY)
        with refused("calendar-past"):
            update_calendar(SYSTEM, call.slug, replace(call.calendar, **{name: None}), now, WHY)
        assert _calendar(call.slug) == call.calendar

    def test_appeals_that_ended_are_not_taken_again(self) -> None:
        call = SimulatedCall().create()
        ended = call.calendar.appeals_until
        assert ended is not None
        with refused("calendar-past"):
            update_calendar(SYSTEM, call.slug, replace(call.calendar, appeals_until=ended + DAY), ended, WHY)

    def test_a_call_that_opened_cannot_be_put_off_to_change_its_rules(self) -> None:
        call = SimulatedCall().create()
        with refused("calendar-past"):
            update_calendar(
                SYSTEM, call.slug, replace(call.calendar, proposals_from=DURING_CALL + DAY), DURING_CALL, WHY
            )
        with refused("call-rules-frozen"):
            choose_call_rules(SYSTEM, call.slug, CallRules(min_age=18), DURING_CALL)
        assert find_call_rules(call.slug) == CallRules()

    def test_the_closing_of_a_vote_in_place_moves_with_a_reason(self) -> None:
        town = SimulatedTown().set_up()
        later = replace(_calendar(town.slug), vote_closes_at=CLOSES + DAY)
        with refused("reason-missing"):
            update_calendar(SYSTEM, town.slug, later, BEFORE)
        update_calendar(SYSTEM, town.slug, later, BEFORE, WHY)
        assert [set(change.moved) for change in list_calendar_changes(town.slug)] == [{"vote_closes_at"}]


@pytest.mark.usefixtures("database")
def test_only_who_manages_editions_moves_dates() -> None:
    call = SimulatedCall().create()
    later = replace(call.calendar, proposals_from=CALL_OPENS + DAY)
    for role, actor in {**call.staff, "nobody": ANONYMOUS, "resident": call.people[0]}.items():
        if role in ALLOWED[Action.MANAGE_EDITION]:
            update_calendar(actor, call.slug, later, BEFORE_CALL)
            continue
        with refused("not-allowed"):
            update_calendar(actor, call.slug, later, BEFORE_CALL)
