"""Ballots checked by thousands: the same pass, and the rest are refused with the same codes, as one by one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_core_ed25519_add

from tests.voting.simulated_election import GRADES, PROJECTS, SimulatedElection
from voting import whole_ballot
from voting.ballot import CheckedBallot, check_ballot, parse_ballot
from voting.errors import GroupError, ProtocolError
from voting.group import GENERATOR, IDENTITY, Point, Q, check_membership, multiply, recall_point
from voting.proofs import Proof
from voting.strict_json import canonical
from voting.whole_ballot import check_whole_ballot

TOWN = SimulatedElection(questions=(PROJECTS, GRADES), voters=2, seed=301)
RAW = TOWN.seal(0, [0, 1, 1, 0], [1, 2, 3]).raw
ORDER_TWO = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"
ORDER_EIGHT = "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7"
NO_POINT = "0" * 63 + "2"
NOT_CANONICAL = f"{2**255 - 19:064x}"
STRANGE = (ORDER_TWO, ORDER_EIGHT, NO_POINT, NOT_CANONICAL, IDENTITY.text)


def _one_by_one(raw: bytes) -> CheckedBallot:
    return check_ballot(parse_ballot(raw), TOWN.election, TOWN.credentials)


def _whole(raw: bytes) -> CheckedBallot:
    return check_whole_ballot(raw, TOWN.election, TOWN.credentials)


def _outcome(check: Callable[[bytes], CheckedBallot], raw: bytes) -> object:
    try:
        return check(raw)
    except ProtocolError as error:
        return type(error), error.code, error.facts


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where the points of a ballot are."""
    if isinstance(value, dict):
        return [place for key, inside in value.items() for place in _places(inside, (*path, key))]
    if isinstance(value, list):
        return [place for index, inside in enumerate(value) for place in _places(inside, (*path, index))]
    return [path] if path[-1] in ("alpha", "beta", "credential") else []


POINTS = _places(json.loads(RAW))


def _with(changes: dict[tuple[Any, ...], str]) -> bytes:
    ballot = json.loads(RAW)
    for path, text in changes.items():
        inside = ballot
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = text
    return canonical(ballot)


def test_a_good_ballot_passes_with_the_same_outcome() -> None:
    assert _whole(RAW) == _one_by_one(RAW)


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("place", POINTS, ids=str)
def test_a_doubtful_point_anywhere_is_refused_with_the_same_code(place: tuple[Any, ...], text: str) -> None:
    raw = _with({place: text})
    outcome = _outcome(_one_by_one, raw)
    assert isinstance(outcome, tuple)
    assert _outcome(_whole, raw) == outcome


@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_any_other_byte_is_refused_with_the_same_code(position: int, difference: int) -> None:
    changed = bytearray(RAW)
    changed[position] ^= difference
    outcome = _outcome(_one_by_one, bytes(changed))
    assert isinstance(outcome, tuple)
    assert _outcome(_whole, bytes(changed)) == outcome


def _mixed(point: Point) -> Point:
    """``point`` beside the subgroup, by a component of order 2 that a multiple of 2 does not show."""
    return Point(crypto_core_ed25519_add(point.raw, bytes.fromhex(ORDER_TWO)[::-1]))


@pytest.mark.parametrize("text", STRANGE[:4])
def test_a_product_makes_the_same_check_as_reading(text: str) -> None:
    with pytest.raises(GroupError) as read:
        check_membership(recall_point(text))
    assert read.value.code in ("point-not-in-subgroup", "point-not-canonical")
    for scalar in (1, 2, 8, Q - 1):
        with pytest.raises(GroupError, match="point-not-in-subgroup"):
            multiply(recall_point(text), scalar)
    assert multiply(recall_point(text), 0) == multiply(recall_point(text), Q) == IDENTITY


@pytest.mark.parametrize("scalar", [1, 2, 4, 8, 16, Q - 1])
def test_a_multiple_that_hides_the_component_is_refused_all_the_same(scalar: int) -> None:
    with pytest.raises(GroupError, match="point-not-in-subgroup"):
        multiply(_mixed(GENERATOR), scalar)


def _with_zero_challenges(checked: CheckedBallot) -> Any:
    """The ballot as if every challenge that multiplies its points were 0."""
    ballot = checked.ballot
    totals, opened = ballot.answers
    zero = Proof(0, 1)
    totals = type(totals)(totals.choices, ((zero, zero),) * 4, totals.overall_proof, totals.blank_proof)  # type: ignore[union-attr,call-arg]
    opened = type(opened)(opened.choices, zero)  # type: ignore[call-arg,arg-type]
    return type(ballot)(**{**vars(ballot), "answers": (totals, opened), "signature": zero})


def test_points_that_a_proof_multiplies_by_zero_are_checked_apart() -> None:
    checked = _one_by_one(RAW)
    ballot = _with_zero_challenges(checked)
    every = [ballot.credential, *(p for c in ballot.answers[0].choices for p in (c.alpha, c.beta))]
    every += [ballot.answers[1].choices.beta, ballot.answers[1].choices.alpha]
    assert list(whole_ballot._unmultiplied_points(ballot)) == every
    assert list(whole_ballot._unmultiplied_points(checked.ballot)) == [ballot.answers[1].choices.beta]


def test_the_points_of_a_ballot_are_where_the_test_looks_for_them() -> None:
    assert len(POINTS) == 1 + 2 * 4 + 2
