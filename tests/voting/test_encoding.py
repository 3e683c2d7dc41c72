"""Numbers as points: the reference's values, what fits, and points that merely decode to the same numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.reference_vectors import read_primitives
from voting import encoding
from voting.encoding import MOST_VALUES, decode_values, encode_values, is_canonical_encoding
from voting.errors import GroupError
from voting.group import IDENTITY, add, multiply_generator, parse_point

VALUES = st.lists(st.integers(0, 255), min_size=1, max_size=MOST_VALUES)


@pytest.mark.parametrize("entry", read_primitives()["of_ints"], ids=lambda entry: str(len(entry["values"])))
def test_numbers_are_encoded_as_by_the_reference(entry: dict[str, list[int] | str]) -> None:
    values = [int(value) for value in entry["values"]]
    point = encode_values(values)
    assert point.text == entry["point"]
    assert decode_values(point, len(values)) == tuple(values)
    assert is_canonical_encoding(point, values)


@settings(max_examples=30, deadline=None)
@given(VALUES)
def test_any_numbers_are_read_back_from_a_point_of_the_subgroup(values: list[int]) -> None:
    point = encode_values(values)
    assert parse_point(point.text) == point
    assert decode_values(point, len(values)) == tuple(values)
    assert is_canonical_encoding(point, values)


def test_zeros_alone_are_the_identity() -> None:
    assert encode_values([0, 0, 0]) == IDENTITY
    assert decode_values(IDENTITY, 3) == (0, 0, 0)


@pytest.mark.parametrize("values", [[256], [-1], [0] * (MOST_VALUES + 1)])
def test_numbers_that_do_not_fit_are_refused(values: list[int]) -> None:
    with pytest.raises(GroupError, match="values-not-encodable"):
        encode_values(values)


def test_numbers_hidden_before_those_asked_for_are_not_their_encoding() -> None:
    marked = encode_values([7, 1, 2])
    assert decode_values(marked, 2) == (1, 2)
    assert not is_canonical_encoding(marked, (1, 2))


def test_another_padding_is_not_the_encoding() -> None:
    honest = encode_values([1, 2])
    number = int(honest.text, 16)
    for other in range(number + 1, number + 400):
        try:
            point = parse_point(f"{other:064x}")
        except GroupError:
            continue
        assert decode_values(point, 2) == (1, 2)
        assert not is_canonical_encoding(point, (1, 2))
        return
    pytest.fail("no other point decodes to the same numbers: the test proves nothing")


def test_a_point_that_stands_for_nothing_decodes_but_is_not_an_encoding() -> None:
    point = add(encode_values([5]), multiply_generator(12345))
    assert not is_canonical_encoding(point, decode_values(point, 1))


def test_values_for_which_no_padding_gives_a_point_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With 14 bits of padding nobody knows such values: without any, two of them are at hand."""
    monkeypatch.setattr(encoding, "_PADDING", 0)
    assert encode_values([1]) == IDENTITY
    with pytest.raises(GroupError, match="values-not-encodable"):
        encode_values([2])
