"""Voting codes, what is derived from them, and the public list."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.reference_vectors import read_election, read_primitives
from voting.credentials import (
    BASE58,
    check_code,
    compose_public_credentials,
    derive_public,
    derive_secret,
    generate_code,
    generate_uuid,
    parse_public_credentials,
)
from voting.errors import CredentialError, MalformedError
from voting.group import IDENTITY, multiply_generator, parse_point
from voting.hashing import base64_unpadded, hash_to_scalar
from voting.strict_json import canonical

A, B = multiply_generator(11).text, multiply_generator(12).text
CODE = "xyWPa-d3nvh2-AEsVP-YFAoGh"


@pytest.mark.parametrize("entry", read_primitives()["credentials"], ids=lambda entry: entry["uuid"])
def test_a_code_gives_the_reference_s_secret_and_public_credential(entry: dict[str, Any]) -> None:
    assert str(derive_secret(entry["uuid"], entry["credential"])) == entry["secret_exponent"]
    assert derive_public(entry["uuid"], entry["credential"]) == parse_point(entry["public"])


def test_a_text_is_hashed_to_the_reference_s_scalar() -> None:
    for entry in read_primitives()["hash_to_scalar"]:
        assert str(hash_to_scalar(entry["input"])) == entry["scalar"]


def test_fingerprints_are_the_reference_s() -> None:
    expected = read_primitives()["fingerprints"]
    payloads = read_election(expected["vector"])
    assert (
        base64_unpadded(payloads["election"][0]) == expected["election_fingerprint_base64_nopad_sha256_of_raw_election"]
    )
    credentials = parse_public_credentials(payloads["credentials"][0])
    assert credentials.fingerprint == expected["public_credentials_fingerprint"]


def test_codes_have_the_form_that_is_asked_for_and_differ() -> None:
    codes = [generate_code(os.urandom) for _ in range(50)]
    assert len(set(codes)) == 50
    for code in codes:
        check_code(code)
        assert [len(block) for block in code.split("-")] == [5, 6, 5, 6]


def test_every_character_is_as_likely() -> None:
    """Bytes from 232 on would favour the first characters: they are thrown away."""
    pool = iter(bytes(range(256)) * 20)
    drawn = "".join(generate_uuid(lambda count: bytes(next(pool) for _ in range(count))) for _ in range(200))
    assert set(drawn) <= set(BASE58)
    every_byte_once = iter(bytes(range(232)))
    text = "".join(generate_uuid(lambda count: bytes(next(every_byte_once) for _ in range(count))) for _ in range(16))
    assert all(3 <= text.count(character) <= 4 for character in BASE58)


def test_an_election_identifier_is_14_characters() -> None:
    assert re.fullmatch(f"[{BASE58}]{{14}}", generate_uuid(os.urandom))


@pytest.mark.parametrize(
    "code",
    [
        "",
        CODE.lower().replace("a", "0"),
        CODE + "x",
        CODE[:-1],
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        " " + CODE,
        CODE + "\n",
        CODE.replace("x", "l"),
        CODE.replace("x", "O"),
        CODE.replace("x", "é"),
    ],
)
def test_a_mistyped_code_is_refused_without_being_repeated(code: str) -> None:
    with pytest.raises(CredentialError, match="^code-malformed$") as refusal:
        derive_secret("AYp2aqHj2N6e1V", code)
    assert refusal.value.facts == {}


def test_a_code_gives_another_credential_in_another_election() -> None:
    assert derive_public("AYp2aqHj2N6e1V", CODE) != derive_public("AYp2aqHj2N6e1W", CODE)


@given(st.lists(st.integers(1, 10**9), unique=True, max_size=5))
def test_the_public_list_is_sorted_and_read_back(exponents: list[int]) -> None:
    points = [multiply_generator(exponent) for exponent in exponents]
    raw = compose_public_credentials(points)
    listed = parse_public_credentials(raw)
    assert list(listed.weights) == sorted(point.text for point in points)
    assert len(listed) == len(points)
    assert all(listed.find_weight(point) == 1 for point in points)
    assert raw == compose_public_credentials(reversed(points))


def test_weights_are_read_zero_and_large_ones_too() -> None:
    listed = parse_public_credentials(canonical([f"{A},0", f"{B},4611686018427387904"]))
    assert listed.find_weight(multiply_generator(11)) == 0
    assert listed.find_weight(multiply_generator(12)) == 2**62
    assert listed.find_weight(multiply_generator(13)) is None


@pytest.mark.parametrize(
    "weight", ["", "1.5", "0x10", "-1", "+1", "01", " 1", "1 ", "٣", "4611686018427387905", "9" * 99, "1,a"]
)
def test_a_doubtful_weight_is_refused(weight: str) -> None:
    with pytest.raises(CredentialError, match="credential-weight"):
        parse_public_credentials(canonical([f"{A},{weight}"]))


@pytest.mark.parametrize(
    ("entry", "check"),
    [
        (IDENTITY.text, "point-identity"),
        ("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", "point-not-in-subgroup"),
        (A.upper(), "point-not-canonical"),
        ("", "point-not-canonical"),
    ],
)
def test_a_credential_that_anyone_could_sign_with_is_refused(entry: str, check: str) -> None:
    with pytest.raises(CredentialError, match="credential-malformed") as refusal:
        parse_public_credentials(canonical([A, entry]))
    assert refusal.value.facts == {"check": check}


@pytest.mark.parametrize("entries", [[A, A], [A, B, A], [A, f"{A},1"], [f"{A},1", f"{A},2"]])
def test_the_same_credential_twice_is_refused(entries: list[str]) -> None:
    with pytest.raises(CredentialError, match="credential-duplicate"):
        parse_public_credentials(canonical(entries))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (f'["{A}", "{B}"]'.encode(), "json-not-canonical"),
        (f'["{A}"]\n'.encode(), "json-not-canonical"),
        (b'{"a":1}', "json-array"),
        (b"[1]", "json-string"),
        (b"[", "json-syntax"),
    ],
)
def test_a_list_written_otherwise_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(MalformedError, match=code):
        parse_public_credentials(raw)
