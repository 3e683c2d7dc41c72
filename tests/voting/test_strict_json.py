"""JSON is read in one form only."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.errors import MalformedError
from voting.strict_json import canonical, check_canonical, parse_json, parse_list, parse_members, parse_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**18), 10**18), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)


def _refusal(raw: bytes, max_bytes: int = 10_000) -> str:
    with pytest.raises(MalformedError) as refusal:
        parse_json(raw, max_bytes=max_bytes)
    return refusal.value.code


@given(VALUES)
def test_what_is_written_is_read_the_same(value: object) -> None:
    raw = canonical(value)
    assert parse_json(raw) == value
    check_canonical(raw, value)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_by_name(raw: bytes) -> None:
    with suppress(MalformedError):
        parse_json(raw)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"a":1,"a":1}', "json-duplicate-key"),
        (b'{"a":1,"\\u0061":1}', "json-duplicate-key"),
        (b'{"b":{"a":1,"a":2}}', "json-duplicate-key"),
        (b"1.0", "json-number"),
        (b"1e2", "json-number"),
        (b"-0", "json-number"),
        (b"NaN", "json-number"),
        (b"Infinity", "json-number"),
        (b"-Infinity", "json-number"),
        (b"1" * 21, "json-number"),
        (b"01", "json-syntax"),
        (b"\xef\xbb\xbf1", "json-syntax"),
        (b"", "json-syntax"),
        (b"{}{}", "json-syntax"),
        (b"{'a':1}", "json-syntax"),
        (b'"\t"', "json-syntax"),
        (b'"\xff"', "json-encoding"),
        (b'"\xed\xa0\x80"', "json-encoding"),
        (b"\xff\xfe1\x00", "json-encoding"),
        (b"[" * 9_999, "json-too-deep"),
        (b" " * 10_001, "json-too-large"),
    ],
)
def test_doubtful_json_is_refused(raw: bytes, code: str) -> None:
    assert _refusal(raw) == code


@pytest.mark.parametrize("raw", [b'{"a": 1}', b'{"a":1}\n', b'{"\\u0061":1}', b' {"a":1}'])
def test_another_writing_of_the_same_value_is_not_canonical(raw: bytes) -> None:
    with pytest.raises(MalformedError, match="json-not-canonical"):
        check_canonical(raw, parse_json(raw))


def test_members_in_another_order_are_not_canonical() -> None:
    with pytest.raises(MalformedError, match="json-not-canonical"):
        check_canonical(b'{"b":1,"a":1}', {"a": 1, "b": 1})


def test_letters_beyond_ascii_are_written_as_they_are() -> None:
    assert canonical({"nom": "Élection « €/\u2028 »\t"}) == '{"nom":"Élection « €/\u2028 »\\t"}'.encode()


def test_half_a_character_is_refused_in_both_directions() -> None:
    half = parse_json(b'"\\ud800"')
    with pytest.raises(MalformedError, match="json-string"):
        parse_text(half)
    with pytest.raises(MalformedError, match="json-string"):
        canonical(half)


def test_what_is_too_deep_is_not_written() -> None:
    value: object = 1
    for _ in range(5_000):
        value = [value]
    with pytest.raises(MalformedError, match="json-too-deep"):
        canonical(value)


def test_an_object_has_exactly_the_members_named() -> None:
    assert parse_members({"a": 1, "b": 2}, ("a",), ("b",)) == {"a": 1, "b": 2}
    with pytest.raises(MalformedError, match="json-members") as refusal:
        parse_members({"c": 1}, ("a",), ("b",))
    assert refusal.value.facts == {"missing": ["a"], "unknown": 1}
    for value in ([], "a", None):
        with pytest.raises(MalformedError, match="json-members"):
            parse_members(value, ())


def test_arrays_and_strings_are_nothing_else() -> None:
    assert parse_list([1]) == [1]
    assert parse_text("é") == "é"
    for value in ({}, "[]", None):
        with pytest.raises(MalformedError, match="json-array"):
            parse_list(value)
    for other in (1, None, ["a"]):
        with pytest.raises(MalformedError, match="json-string"):
            parse_text(other)


def test_the_form_is_the_most_compact() -> None:
    value = {"a": [1, {"b": "c"}], "d": None, "e": True}
    assert canonical(value) == json.dumps(value).replace(" ", "").encode()
