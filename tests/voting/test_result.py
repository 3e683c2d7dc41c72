"""The result: small logarithms, and a published result that is not the decryption."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.simulated_election import ASSEMBLY, SimulatedElection
from voting.combination import combine_factors
from voting.decryption import parse_share
from voting.errors import DecryptionError, ResultError
from voting.group import Q, multiply_generator
from voting.result import SmallLogarithm, check_result, combine_result, parse_result
from voting.strict_json import canonical

TOWN = SimulatedElection(questions=(ASSEMBLY,), voters=3, guardians=3, seed=51)
for voter, choice in enumerate(([1, 0], [1, 0], [0, 0])):
    TOWN.vote(voter, choice)
TALLY = TOWN.tally()
SHARES = {owner: parse_share(TOWN.share(owner - 1), TALLY) for owner in (1, 2, 3)}
FACTORS = combine_factors(TOWN.trustees, SHARES)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_small_logarithms_are_found_and_others_are_not(largest: int, value: int) -> None:
    found = SmallLogarithm(largest).find(multiply_generator(value))
    assert found == (value if value <= largest else None)


def test_a_negative_number_has_no_small_logarithm() -> None:
    assert SmallLogarithm(100).find(multiply_generator(-1)) is None
    assert SmallLogarithm(100).find(multiply_generator(Q // 2)) is None


def test_the_shares_together_give_the_result() -> None:
    raw = combine_result(TOWN.election, TALLY, FACTORS)
    assert raw == b'{"result":[[2,0]]}'
    result = parse_result(raw, TOWN.election, TALLY.num_tallied)
    assert result == ((2, 0),)
    check_result(result, TOWN.election, TALLY, FACTORS)


def test_all_shares_but_one_are_refused() -> None:
    with pytest.raises(DecryptionError, match="shares-missing") as refusal:
        combine_factors(TOWN.trustees, {owner: SHARES[owner] for owner in (1, 3)})
    assert refusal.value.facts["missing"] == [2]


def test_the_same_share_twice_gives_nothing() -> None:
    factors = combine_factors(TOWN.trustees, {1: SHARES[1], 2: SHARES[2], 3: SHARES[1]})
    with pytest.raises(ResultError, match="result-out-of-bounds"):
        combine_result(TOWN.election, TALLY, factors)


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (((2, 1),), "result-value"),
        (((0, 2),), "result-value"),
        (((4, 0),), "result-out-of-bounds"),
        (((2 + Q, 0),), "result-out-of-bounds"),
    ],
)
def test_another_result_is_refused(result: tuple[tuple[int, ...], ...], code: str) -> None:
    with pytest.raises(ResultError, match=f"^{code}$"):
        check_result(result, TOWN.election, TALLY, FACTORS)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"result":[[2, 0]]}', "result-malformed"),
        (b'{"result":[[2,0]]}\n', "result-malformed"),
        (b'{"result":[[2,0]],"result":[[2,0]]}', "result-malformed"),
        (b'{"result":[[2,0]],"more":1}', "result-malformed"),
        (b'{"result":[[2.0,0]]}', "result-malformed"),
        (b'{"result":[[-2,0]]}', "result-malformed"),
        (b'{"result":[["2",0]]}', "result-malformed"),
        (b'{"result":[[true,0]]}', "result-malformed"),
        (canonical({"result": [["²", 0]]}), "result-malformed"),
        (canonical({"result": [[str(2 + Q), 0]]}), "result-malformed"),
        (b'{"result":[2,0]}', "result-malformed"),
        (b"[]", "result-malformed"),
        (b'{"result":[[2]]}', "result-shape"),
        (b'{"result":[[2,0],[1]]}', "result-shape"),
        (b'{"result":[]}', "result-shape"),
    ],
)
def test_a_result_of_another_form_or_shape_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(ResultError, match=f"^{code}$"):
        parse_result(raw, TOWN.election, TALLY.num_tallied)


@given(st.lists(st.integers(0, 2**40), min_size=2, max_size=2))
def test_any_counts_are_read_back(counts: list[int]) -> None:
    written: list[Any] = [count if count < 2**30 else str(count) for count in counts]
    assert parse_result(canonical({"result": [written]}), TOWN.election, TALLY.num_tallied) == (tuple(counts),)
