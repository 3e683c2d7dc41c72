"""The verifiable shuffle: what it gives, and what a dishonest guardian cannot prove."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.reference_vectors import read_primitives
from tests.voting.simulated_election import GRADES, PROJECTS, SimulatedElection
from voting.encoding import decode_values
from voting.errors import ShuffleError, TallyError
from voting.group import IDENTITY, multiply, multiply_generator, subtract
from voting.proofs import Ciphertext, add_ciphertexts
from voting.shuffle import Row, challenges, check_shuffle, parse_shuffle, shuffle_rows
from voting.strict_json import canonical
from voting.tally import shuffled_rows, with_rows

TOWN = SimulatedElection(questions=(GRADES, PROJECTS, GRADES), voters=4, guardians=1, seed=91)
for _voter in range(4):
    TOWN.vote(_voter, [_voter, 7, 255], [0, 1, 0, 0], [9, 9, _voter])
TALLY = TOWN.tally()
BEFORE = shuffled_rows(TOWN.election, TALLY)
RAW = shuffle_rows(TOWN.election, BEFORE, TOWN.random)


def _opened(row: Row) -> list[tuple[int, ...]]:
    secret = TOWN.keys[0].secret
    return sorted(decode_values(subtract(item.beta, multiply(item.alpha, secret)), 3) for item in row)


def _check(raw: bytes, before: tuple[Row, ...] = BEFORE) -> None:
    check_shuffle(parse_shuffle(raw, before), TOWN.election, before)


def _refusal(raw: bytes, before: tuple[Row, ...] = BEFORE) -> str:
    with pytest.raises(ShuffleError) as refusal:
        _check(raw, before)
    return refusal.value.code


def _changed(alter: Callable[[dict[str, Any]], object]) -> bytes:
    members = json.loads(RAW)
    alter(members)
    return canonical(members)


def test_a_shuffle_gives_the_same_votes_in_other_ciphertexts() -> None:
    shuffle = parse_shuffle(RAW, BEFORE)
    check_shuffle(shuffle, TOWN.election, BEFORE)
    for before, after in zip(BEFORE, shuffle.rows, strict=True):
        assert _opened(before) == _opened(after)
        assert not {item.alpha.raw for item in before} & {item.alpha.raw for item in after}


def test_what_is_decrypted_has_the_totals_and_the_shuffled_rows() -> None:
    shuffle = parse_shuffle(RAW, BEFORE)
    decrypted = with_rows(TALLY, TOWN.election, shuffle.rows)
    assert decrypted.ciphertexts == (shuffle.rows[0], TALLY.ciphertexts[1], shuffle.rows[1])
    with pytest.raises(TallyError, match="shuffle-shape"):
        with_rows(TALLY, TOWN.election, shuffle.rows[:1])


def test_the_challenges_are_those_of_the_reference() -> None:
    expected = read_primitives()["nizkp_challenges"]
    assert [str(u) for u in challenges(expected["n"], expected["string"])] == expected["u"]


@settings(max_examples=8, deadline=None)
@given(ballots=st.integers(0, 6), seed=st.integers(0, 2**32))
def test_any_number_of_ballots_is_shuffled_and_checked(ballots: int, seed: int) -> None:
    town = SimulatedElection(questions=(GRADES,), voters=max(ballots, 1), guardians=1, seed=seed)
    for voter in range(ballots):
        town.vote(voter, [voter, 0, 1])
    before = shuffled_rows(town.election, town.tally())
    raw = shuffle_rows(town.election, before, town.random)
    check_shuffle(parse_shuffle(raw, before), town.election, before)


def test_every_order_comes_up() -> None:
    """Of three ballots, all six orders within reasonable luck: the chance of missing one is below 2^-30."""
    town = SimulatedElection(questions=(GRADES,), voters=3, guardians=1, seed=92)
    for voter in range(3):
        town.vote(voter, [voter, 0, 0])
    before = shuffled_rows(town.election, town.tally())
    secret, orders = town.keys[0].secret, set()
    for _ in range(130):
        (row,) = parse_shuffle(shuffle_rows(town.election, before, town.random), before).rows
        points = [subtract(item.beta, multiply(item.alpha, secret)) for item in row]
        orders.add(tuple(decode_values(point, 3)[0] for point in points))
    assert len(orders) == 6


def _duplicate_vote(members: dict[str, Any]) -> None:
    members["ciphertexts"][0][0] = members["ciphertexts"][0][1]


def _other_order(members: dict[str, Any]) -> None:
    members["ciphertexts"][0].reverse()


def _exchange_questions(members: dict[str, Any]) -> None:
    members["ciphertexts"].reverse()


def _other_point(part: int, place: int) -> Callable[[dict[str, Any]], None]:
    def alter(members: dict[str, Any]) -> None:
        members["proofs"][0][part][place] = multiply_generator(5).text

    return alter


def _other_scalar(place: int) -> Callable[[dict[str, Any]], None]:
    def alter(members: dict[str, Any]) -> None:
        members["proofs"][0][1][place] = "5"

    return alter


@pytest.mark.parametrize(
    "alter",
    [
        _duplicate_vote,
        _other_order,
        _exchange_questions,
        *[_other_point(0, place) for place in range(3)],
        *[_other_point(part, place) for part in (2, 3) for place in (0, 3)],
        *[_other_scalar(place) for place in range(4)],
        lambda members: members["proofs"].reverse(),
        lambda members: members["proofs"][0][0][3].reverse(),
        lambda members: members["proofs"][0][0][4].reverse(),
        lambda members: members["proofs"][0][1][4].reverse(),
        lambda members: members["proofs"][0][1][5].reverse(),
        lambda members: members["proofs"][0][3].reverse(),
    ],
)
def test_a_shuffle_changed_anywhere_is_refused(alter: Callable[[dict[str, Any]], object]) -> None:
    assert _refusal(_changed(alter)) == "shuffle-proof"


def test_a_vote_replaced_by_the_guardian_s_own_cannot_be_proved() -> None:
    """The guardian shuffles honestly, but from other ballots than those of the tally."""
    mine = Ciphertext(multiply_generator(3), multiply_generator(4))
    swapped = ((mine, *BEFORE[0][1:]), BEFORE[1])
    assert _refusal(shuffle_rows(TOWN.election, swapped, TOWN.random)) == "shuffle-proof"


def test_a_vote_moved_by_something_known_cannot_be_proved() -> None:
    moved = add_ciphertexts(BEFORE[0][0], Ciphertext(IDENTITY, multiply_generator(1)))
    swapped = ((moved, *BEFORE[0][1:]), BEFORE[1])
    assert _refusal(shuffle_rows(TOWN.election, swapped, TOWN.random)) == "shuffle-proof"


def test_a_shuffle_of_another_election_is_refused() -> None:
    other = replace(TOWN.election, raw=TOWN.election.raw + b" ")
    assert _refusal(shuffle_rows(other, BEFORE, TOWN.random)) == "shuffle-proof"


@pytest.mark.parametrize(
    ("raw", "check"),
    [
        (RAW + b"\n", "json-not-canonical"),
        (RAW.replace(b",", b", ", 1), "json-not-canonical"),
        (b"[]", "json-members"),
        (_changed(lambda members: members.update(more=1)), "json-members"),
        (_changed(lambda members: members["proofs"][0].pop()), "json-array"),
        (_changed(lambda members: members["proofs"][0][0].pop()), "json-array"),
        (_changed(lambda members: members["proofs"][0][1].append([])), "json-array"),
        (_changed(lambda members: members["proofs"][0][0][3].pop()), "json-array"),
        (_changed(lambda members: members["proofs"][0][1].__setitem__(0, "01")), "scalar-not-canonical"),
        (_changed(lambda members: members["proofs"][0][2].__setitem__(0, "0" * 64)), "point-not-in-subgroup"),
        (_changed(lambda members: members["ciphertexts"][0][0].update(alpha="0" * 64)), "point-not-in-subgroup"),
    ],
)
def test_a_shuffle_of_another_form_is_refused(raw: bytes, check: str) -> None:
    with pytest.raises(ShuffleError, match="shuffle-malformed") as refusal:
        _check(raw)
    assert refusal.value.facts == {"check": check}


@pytest.mark.parametrize(
    "alter",
    [
        lambda members: members["ciphertexts"].pop(),
        lambda members: members["ciphertexts"][0].pop(),
        lambda members: members["proofs"].pop(),
        lambda members: members["proofs"][0][0][4].pop(),
        lambda members: members["proofs"][0][1][4].pop(),
        lambda members: members["proofs"][0][1][5].pop(),
        lambda members: members["proofs"][0][2].pop(),
        lambda members: members["proofs"][0][3].append(multiply_generator(1).text),
    ],
)
def test_a_shuffle_of_another_shape_is_refused(alter: Callable[[dict[str, Any]], object]) -> None:
    assert _refusal(_changed(alter)) == "shuffle-shape"
