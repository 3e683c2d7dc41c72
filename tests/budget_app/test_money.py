"""Money and dates as people read and type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.dates import format_day, format_moment, format_short_day, moment_of, parse_day
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.money import format_money, parse_money


@pytest.mark.parametrize(
    ("cents", "french", "english"),
    [
        (0, "0\u00a0€", "€0"),
        (99, "0,99\u00a0€", "€0.99"),
        (100_000, "1\u202f000\u00a0€", "€1,000"),
        (1_250_000, "12\u202f500\u00a0€", "€12,500"),
        (1_250_050, "12\u202f500,50\u00a0€", "€12,500.50"),
        (30_000_000_005, "300\u202f000\u202f000,05\u00a0€", "€300,000,000.05"),
        (-150_000, "−1\u202f500\u00a0€", "−€1,500"),
    ],
)
def test_money_is_written_as_each_language_writes_it(cents: int, french: str, english: str) -> None:
    assert format_money(cents, "fr") == french
    assert format_money(cents, "en") == english


@given(st.integers(0, 10**13))
def test_what_is_written_in_french_is_read_back(cents: int) -> None:
    assert parse_money(format_money(cents, "fr"), "budget") == cents


@pytest.mark.parametrize("text", ["12500", "12 500", "12\u202f500 €", "12500,00", " 12500.0 "])
def test_money_is_read_as_people_type_it(text: str) -> None:
    assert parse_money(text, "budget") == 1_250_000


@pytest.mark.parametrize("text", ["", "€", "-5", "12,505", "1e5", "12,5,0", "douze", "1" * 13, "١٢"])
def test_what_is_no_amount_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        parse_money(text, "budget")
    assert (refusal.value.code, refusal.value.facts) == ("money-malformed", {"field": "budget"})


def test_a_moment_is_shown_by_the_clock_of_paris_in_summer_and_in_winter() -> None:
    assert format_moment(datetime(2026, 5, 4, 8, 0, tzinfo=UTC), "fr") == "4 mai 2026 à 10\u00a0h\u00a000"
    assert format_moment(datetime(2026, 12, 1, 23, 5, tzinfo=UTC), "fr") == "2 décembre 2026 à 0\u00a0h\u00a005"
    assert format_moment(datetime(2026, 5, 4, 8, 0, tzinfo=UTC), "en") == "4 May 2026 at 10:00"


def test_days_have_their_names_in_each_language() -> None:
    assert (format_day(date(2026, 8, 15), "fr"), format_day(date(2026, 8, 15), "en")) == (
        "15 août 2026",
        "15 August 2026",
    )
    assert (format_short_day(date(2026, 6, 3), "fr"), format_short_day(date(2026, 6, 3), "en")) == ("3 juin", "3 Jun")


def test_an_hour_in_paris_is_another_hour_in_utc() -> None:
    assert moment_of(date(2026, 7, 1), time(8)) == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert moment_of(date(2026, 1, 1), time(8)) == datetime(2026, 1, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize("text", ["04/05/2026", " 2026-05-04 "])
def test_a_day_is_read_as_people_type_it(text: str) -> None:
    assert parse_day(text, "opens") == date(2026, 5, 4)


@pytest.mark.parametrize("text", ["", "31/02/2026", "4 mai", "2026/05/04", "05-04-2026"])
def test_what_is_no_day_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        parse_day(text, "opens")
    assert (refusal.value.code, refusal.value.facts) == ("date-malformed", {"field": "opens"})
