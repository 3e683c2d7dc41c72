"""The rules of an edition without any database: phases, states, and rolls of any shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.edition import (
    Calendar,
    Edition,
    ElectionState,
    Phase,
    VotingRules,
    vote_state_at,
)
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.roll import parse_birth_date, parse_credentials_csv, parse_roll_csv, parse_roll_number
from tests.budget_app.refusals import refused

START = datetime(2030, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
CALENDAR = Calendar(START + 20 * DAY, START + 30 * DAY, START, START + 10 * DAY)
_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='";'), min_size=1, max_size=20)


def _edition(state: ElectionState, calendar: Calendar = CALENDAR) -> Edition:
    return Edition("e", "u", "E", "T", "", 1, calendar, VotingRules(1, 2), state, START)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (-1, Phase.PROPOSALS),
        (0, Phase.PROPOSALS),
        (10, Phase.REVIEW),
        (20, Phase.VOTE),
        (29, Phase.VOTE),
        (30, Phase.COUNT),
        (90, Phase.COUNT),
    ],
)
def test_the_calendar_gives_the_phase(day: int, phase: Phase) -> None:
    assert _edition(ElectionState.READY).phase_at(START + day * DAY) is phase


def test_appeals_begin_when_the_decisions_are_due_and_last_until_the_vote() -> None:
    decisions, until = START + 15 * DAY, START + 18 * DAY
    edition = _edition(ElectionState.PREPARATION, replace(CALENDAR, decisions_at=decisions, appeals_until=until))
    second = timedelta(seconds=1)
    assert edition.phase_at(decisions - second) is Phase.REVIEW
    assert edition.phase_at(decisions) is edition.phase_at(until) is Phase.APPEALS
    assert edition.phase_at(CALENDAR.vote_opens_at - second) is Phase.APPEALS
    assert edition.phase_at(CALENDAR.vote_opens_at) is Phase.VOTE


@pytest.mark.parametrize(
    ("name", "day", "field"),
    [
        ("review_from", 0, "review_from"),
        ("decisions_at", 10, "decisions_at"),
        ("decisions_at", 20, "vote_opens_at"),
        ("appeals_until", 9, "appeals_until"),
        ("appeals_until", 21, "vote_opens_at"),
        ("vote_closes_at", 20, "vote_closes_at"),
    ],
)
def test_times_out_of_order_are_refused_at_the_later_one(name: str, day: int, field: str) -> None:
    changed: dict[str, datetime] = {name: START + day * DAY}
    with refused("calendar-order") as refusal:
        replace(CALENDAR, **changed).check()
    assert refusal.value.facts["field"] == field


def test_without_a_time_for_review_everything_before_the_vote_is_review() -> None:
    edition = _edition(ElectionState.PREPARATION, Calendar(CALENDAR.vote_opens_at, CALENDAR.vote_closes_at))
    assert edition.phase_at(START) is Phase.REVIEW


def test_what_was_done_goes_before_the_calendar() -> None:
    during = START + 25 * DAY
    assert _edition(ElectionState.CLOSED).phase_at(during) is Phase.COUNT
    assert _edition(ElectionState.COUNTED).phase_at(during) is Phase.RESULTS


@pytest.mark.parametrize("state", list(ElectionState))
@pytest.mark.parametrize("day", [0, 20, 30])
def test_only_a_vote_that_is_set_up_opens_and_stops_by_the_clock(state: ElectionState, day: int) -> None:
    expected = {0: ElectionState.READY, 20: ElectionState.OPEN, 30: ElectionState.CLOSED}[day]
    found = vote_state_at(state, CALENDAR, START + day * DAY)
    assert found is (expected if state is ElectionState.READY else state)


@given(st.lists(st.integers(0, 50), min_size=4, max_size=4))
def test_a_calendar_is_taken_exactly_when_its_times_follow_one_another(days: list[int]) -> None:
    proposals, review, opens, closes = (START + day * DAY for day in days)
    calendar = Calendar(opens, closes, proposals, review)
    if days == sorted(set(days)):
        calendar.check()
    else:
        with pytest.raises(InvalidInputError):
            calendar.check()


@given(st.dictionaries(st.integers(1, 9_999_999), st.tuples(_TEXT, st.dates(), _TEXT), min_size=1, max_size=20))
def test_a_roll_comes_back_as_it_was_written(people: dict[int, tuple[str, date, str]]) -> None:
    people = {number: (name.strip() or "x", day, district.strip()) for number, (name, day, district) in people.items()}
    lines = [f"{n};{name};{day.isoformat()};{district}" for n, (name, day, district) in people.items()]
    found = parse_roll_csv("\n".join(["roll_number;name;birth_date;district", *lines]).encode())
    assert {e.roll_number: (e.name, e.birth_date, e.district) for e in found} == people


@given(st.binary(max_size=300))
def test_any_bytes_are_a_roll_or_a_refusal(raw: bytes) -> None:
    for parse, header in (
        (parse_roll_csv, b"roll_number;name;birth_date;district\n"),
        (parse_credentials_csv, b"roll_number;credential\n"),
    ):
        for text in (raw, header + raw):
            try:
                assert parse(text)
            except InvalidInputError as error:
                assert error.code  # noqa: PT017  either is right; anything else than a refusal fails


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_a_date_or_a_refusal_that_does_not_repeat_it(text: str) -> None:
    for parse in (parse_roll_number, parse_birth_date):
        try:
            parse(text)
        except InvalidInputError as error:
            assert set(error.facts) == {"field"}  # noqa: PT017  the facts are shown and logged
