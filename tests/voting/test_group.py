"""The group: what is a point, what is a scalar, and the laws that hold."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_core_ed25519_add

from tests.voting.reference_vectors import read_primitives
from voting.errors import GroupError
from voting.group import (
    GENERATOR,
    IDENTITY,
    Point,
    Q,
    add,
    check_not_identity,
    multiply,
    multiply_generator,
    parse_point,
    parse_scalar,
    random_scalar,
    recall_point,
    subtract,
    total,
)

SCALARS = st.one_of(st.sampled_from([0, 1, 2, Q - 1, Q, Q + 1]), st.integers(0, 2 * Q))
POINTS = SCALARS.map(multiply_generator)
SMALL_ORDER = [entry["hex"] for entry in read_primitives()["points"] if entry["what"].startswith("small order")]
ORDER_TWO = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"


def _names(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["what"] for entry in entries]


def _refusal(text: object) -> str:
    with pytest.raises(GroupError) as refusal:
        parse_point(text)
    return refusal.value.code


def test_the_order_and_the_generator_are_the_reference_s() -> None:
    assert str(Q) == read_primitives()["q"]
    assert GENERATOR.text == read_primitives()["g"]


@pytest.mark.parametrize("entry", read_primitives()["points"], ids=_names(read_primitives()["points"]))
def test_a_doubtful_point_is_refused(entry: dict[str, Any]) -> None:
    if entry["what"] == "identity":
        assert parse_point(entry["hex"]) == IDENTITY
        return
    not_canonical = "non-canonical" in entry["what"] or "sign bit" in entry["what"]
    assert _refusal(entry["hex"]) == ("point-not-canonical" if not_canonical else "point-not-in-subgroup")


def test_the_field_s_order_is_no_y() -> None:
    assert _refusal(f"{2**255 - 19:064x}") == "point-not-canonical"


@pytest.mark.parametrize("y", ["0" * 63 + "1", "7" + "f" * 61 + "ec"])
def test_a_sign_for_a_zero_is_a_second_writing(y: str) -> None:
    assert _refusal(f"{int(y, 16) | 1 << 255:064x}") == "point-not-canonical"


@pytest.mark.parametrize("entry", read_primitives()["non_canonical_y_below_19"], ids=lambda entry: str(entry["y"]))
def test_a_second_writing_of_a_small_y_is_refused(entry: dict[str, Any]) -> None:
    assert _refusal(entry["non_canonical_hex"]) == "point-not-canonical"
    assert _refusal(entry["canonical_hex"]) == "point-not-in-subgroup"


@given(st.integers(1, Q - 1), st.sampled_from(SMALL_ORDER))
def test_a_point_beside_the_subgroup_is_refused(scalar: int, small: str) -> None:
    mixed = crypto_core_ed25519_add(multiply_generator(scalar).raw, bytes.fromhex(small)[::-1])
    assert _refusal(mixed[::-1].hex()) == "point-not-in-subgroup"


def test_the_library_sees_a_component_of_order_two() -> None:
    """Versions of libsodium before 2026 did not: such a point passed for one of the subgroup."""
    mixed = crypto_core_ed25519_add(GENERATOR.raw, bytes.fromhex(ORDER_TWO)[::-1])
    assert _refusal(mixed[::-1].hex()) == "point-not-in-subgroup"


@pytest.mark.parametrize(
    "text",
    [
        GENERATOR.text.replace("6", "A"),
        multiply_generator(3).text.upper(),
        " " + GENERATOR.text,
        GENERATOR.text + "\n",
        GENERATOR.text[2:],
        GENERATOR.text + "00",
        "",
        "٦" * 64,
        6,
        None,
    ],
)
def test_only_64_lower_case_digits_write_a_point(text: object) -> None:
    assert _refusal(text) == "point-not-canonical"
    with pytest.raises(GroupError, match="point-not-canonical"):
        recall_point(text)


@given(POINTS)
def test_a_point_is_read_as_it_was_written(point: Point) -> None:
    assert parse_point(point.text) == point == recall_point(point.text)


@given(st.text("0123456789abcdef", min_size=64, max_size=64))
def test_whatever_is_read_is_written_the_same(text: str) -> None:
    with suppress(GroupError):
        assert parse_point(text).text == text


@given(POINTS, POINTS, POINTS)
def test_addition_is_that_of_a_commutative_group(a: Point, b: Point, c: Point) -> None:
    assert add(a, b) == add(b, a)
    assert add(add(a, b), c) == add(a, add(b, c)) == total([a, b, c])
    assert add(a, IDENTITY) == a == add(IDENTITY, a)
    assert subtract(a, a) == IDENTITY
    assert add(subtract(a, b), b) == a


@given(SCALARS, SCALARS, POINTS)
def test_multiplication_distributes_over_addition(m: int, n: int, point: Point) -> None:
    assert multiply(point, m + n) == add(multiply(point, m), multiply(point, n))
    assert multiply(multiply(point, m), n) == multiply(point, m * n)
    assert multiply(GENERATOR, m) == multiply_generator(m)


@given(POINTS)
def test_zero_and_the_order_give_the_identity(point: Point) -> None:
    assert multiply(point, 0) == multiply(point, Q) == IDENTITY
    assert multiply(IDENTITY, 5) == IDENTITY == multiply_generator(0) == total([])


def test_the_identity_is_refused_where_it_must_be() -> None:
    check_not_identity(GENERATOR)
    with pytest.raises(GroupError, match="point-identity"):
        check_not_identity(IDENTITY)


@given(st.integers(0, Q - 1))
def test_a_scalar_is_read_as_it_was_written(scalar: int) -> None:
    assert parse_scalar(str(scalar)) == scalar


@pytest.mark.parametrize(
    "text",
    ["", "-1", "+1", "01", "00", " 1", "1 ", "1\n", "0x1", "1.0", "1e3", "1_0", "٣", "²", str(Q), "9" * 5000, 1, None],
)
def test_a_scalar_is_written_in_one_way_only(text: object) -> None:
    with pytest.raises(GroupError, match="scalar-not-canonical"):
        parse_scalar(text)


def test_a_random_scalar_takes_64_bytes_and_stays_below_the_order() -> None:
    asked: list[int] = []

    def ones(count: int) -> bytes:
        asked.append(count)
        return b"\xff" * count

    assert random_scalar(ones) == (2**512 - 1) % Q
    assert asked == [64]


@pytest.mark.parametrize("operation", [add, subtract])
def test_what_is_on_no_curve_is_neither_added_nor_subtracted(operation: Callable[[Point, Point], Point]) -> None:
    stranger = recall_point(f"{2:064x}")
    for pair in ((stranger, GENERATOR), (GENERATOR, stranger)):
        with pytest.raises(GroupError, match="point-not-in-subgroup"):
            operation(*pair)
