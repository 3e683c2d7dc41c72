"""Wide integers: gmpy2's where it is installed change nothing but the time."""

from __future__ import annotations

import gmpy2  # type: ignore[import-untyped]
import pytest
from hypothesis import given

from budget_app.domain.allocation import wide_integers
from budget_app.domain.allocation.completion import SharesResult, fund_by_shares
from budget_app.domain.allocation.descriptor import Rule
from budget_app.domain.allocation.election import Election
from tests.budget_app.allocation.test_equal_shares import ELECTIONS, RULES


def _result(election: Election, made: Rule, wide: int, *, kind: type = gmpy2.mpz) -> SharesResult:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wide_integers, "WIDE", wide)
        patch.setattr(wide_integers, "_widen", kind)
        return fund_by_shares(election, made)[1]


@given(ELECTIONS, RULES)
def test_the_result_is_the_same_with_and_without_gmpy2_and_holds_pythons_integers(
    election: Election, made: Rule
) -> None:
    plain, wide = _result(election, made, 0, kind=int), _result(election, made, 0)
    assert wide == plain
    for round_ in wide.rounds:
        parts = (round_.price, round_.effective_votes)
        assert {type(part) for number in parts for part in (number.numerator, number.denominator)} == {int}


def test_gmpy2_takes_over_beyond_the_stated_width_and_not_before() -> None:
    assert type(wide_integers.quick(1 << 1023)) is int
    assert type(wide_integers.quick(1 << 1024)) is type(gmpy2.mpz(1))
    assert wide_integers.quick(1 << 1024) == 1 << 1024
