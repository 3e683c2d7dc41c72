"""The registrar's files: written and read back in both forms, malformed ones refused without repeating a secret."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.simulated_election import seeded
from voting.credential_files import (
    compose_private,
    compose_public,
    compose_reference_private,
    compose_reference_public,
    parse_private,
    parse_public,
)
from voting.credentials import compose_entries, generate_code
from voting.errors import CredentialError
from voting.group import IDENTITY, multiply_generator
from voting.strict_json import parse_json

A, B = sorted(multiply_generator(exponent).text for exponent in (11, 12))
CODES = {number: generate_code(seeded(int(number))) for number in ("7", "12", "3")}
CODE = CODES["7"]
PLAIN, WEIGHTED = {"7": B, "12": A}, {"7": f"{B},3", "12": A}


def test_the_secret_file_is_read_back_in_both_forms() -> None:
    assert compose_private(CODES).startswith(f"roll_number;code\n7;{CODE}\n12;")
    assert parse_private(compose_private(CODES).encode()) == CODES
    assert parse_private(b"\xef\xbb\xbf" + compose_private(CODES).replace("\n", "\r\n").encode()) == CODES
    assert parse_private(compose_reference_private(CODES)) == CODES


@pytest.mark.parametrize("entries", [PLAIN, WEIGHTED], ids=["plain", "weighted"])
def test_the_public_file_is_read_back_in_both_forms(entries: dict[str, str]) -> None:
    assert parse_public(compose_public(entries).encode()) == entries
    assert parse_public(compose_reference_public(entries)) == entries


def test_the_public_file_has_a_column_of_weights_only_where_there_are_some() -> None:
    assert compose_public(PLAIN) == f"roll_number;credential\n7;{B}\n12;{A}\n"
    assert compose_public(WEIGHTED) == f"roll_number;credential;weight\n7;{B};3\n12;{A};\n"


def test_the_reference_s_form_without_identities_is_the_list_as_published() -> None:
    for entries in (PLAIN, WEIGHTED):
        listed = parse_json(compose_reference_public(entries))
        assert isinstance(listed, list)
        cut = [entry.rpartition(",")[0].removesuffix(",") for entry in listed]
        assert compose_entries(cut) == compose_entries(entries.values())
        assert cut == sorted(cut)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"roll_number;code\n",
        b"number;code\n7;x\n",
        b"roll_number;credential\n7;x\n",
        f"roll_number;code\n07;{CODE}\n".encode(),
        f"roll_number;code\n7;{CODE};1\n".encode(),
        f"roll_number;code\n7;{CODE}\n7;{CODE}\n".encode(),
        f'roll_number;code\n7;"{CODE}\n'.encode(),
        b"roll_number\n7\n",
        b"roll_number;code\n\xff\n",
        b"{}",
        b'{"7":1}',
        f'{{"ada@example.org":"{CODE}"}}'.encode(),
        b"{",
    ],
)
def test_a_malformed_secret_file_is_refused_without_repeating_it(raw: bytes) -> None:
    with pytest.raises(CredentialError, match="^private-file-malformed$") as refusal:
        parse_private(raw)
    assert CODE not in str(refusal.value.facts)


def test_a_code_that_is_none_is_refused() -> None:
    with pytest.raises(CredentialError, match="^code-malformed$"):
        parse_private(b"roll_number;code\n7;secret\n")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "public-file-malformed"),
        (b"[]", "public-file-malformed"),
        (f"roll_number;weight\n7;{A}\n".encode(), "public-file-malformed"),
        (f"roll_number;credential\n0;{A}\n".encode(), "public-file-malformed"),
        (f"roll_number;credential\n7;{A};2\n".encode(), "public-file-malformed"),
        (f'["{A}"]'.encode(), "public-file-malformed"),
        (f'["{A},,ada"]'.encode(), "public-file-malformed"),
        (b"roll_number;credential\n7;x\n", "credential-malformed"),
        (f"roll_number;credential\n7;{IDENTITY.text}\n".encode(), "credential-malformed"),
        (f"roll_number;credential;weight\n7;{A};01\n".encode(), "credential-weight"),
        (f'["{A},-1,7"]'.encode(), "credential-weight"),
        (f"roll_number;credential\n7;{A}\n8;{A}\n".encode(), "credential-duplicate"),
        (f"roll_number;credential\n7;{A}\n7;{B}\n".encode(), "credential-duplicate"),
    ],
)
def test_a_malformed_public_file_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(CredentialError, match=f"^{code}$"):
        parse_public(raw)


_PIECES = st.sampled_from([b"roll_number", b";", b"code", b"credential", b"weight", b"\n", b"7", b'"', b"[", b"]", b"{",
                           b"}", b",", b":", b"\xff", b"\x00", A.encode(), CODE.encode()])  # fmt: skip


@given(st.one_of(st.binary(max_size=80), st.lists(_PIECES, max_size=24).map(b"".join)))
def test_whatever_a_file_holds_it_is_read_or_refused(raw: bytes) -> None:
    for parse in (parse_private, parse_public):
        try:
            read = parse(raw)
        except CredentialError:
            continue
        assert read
