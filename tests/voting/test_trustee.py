"""Trustees: their keys, the proof that they have them, the joint key, and the file that a guardian keeps."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.reference_vectors import TOTALS, VECTORS, read_election, read_meta
from tests.voting.simulated_election import seeded
from voting.election import parse_election
from voting.errors import ProofError, TrusteeError
from voting.group import GENERATOR, Q, add, multiply_generator, subtract, total
from voting.hashing import base64_unpadded
from voting.strict_json import canonical
from voting.trustee import (
    TrusteeKey,
    TrusteePublicKey,
    check_trustee_public_key,
    compose_key_file,
    compose_trustees,
    generate_trustee_key,
    joint_public_key,
    parse_key_file,
    parse_trustee_public_key,
    parse_trustees,
    trustee_public_key_bytes,
)

RANDOM = seeded(21)
KEYS = [generate_trustee_key(RANDOM) for _ in range(3)]
SENT = [trustee_public_key_bytes(key, RANDOM) for key in KEYS]
UUID = "AYp2aqHj2N6e1V"


def _key(secret: int) -> TrusteeKey:
    return TrusteeKey(secret % Q, multiply_generator(secret))


def _refusal(raw: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(TrusteeError) as refusal:
        parse_trustees(raw)
    return refusal.value.code, refusal.value.facts


def _list(*sent: bytes) -> bytes:
    return canonical([["Single", json.loads(raw)] for raw in sent])


def test_the_joint_key_is_the_sum_of_the_keys() -> None:
    trustees = parse_trustees(compose_trustees(SENT))
    assert joint_public_key(trustees) == multiply_generator(sum(key.secret for key in KEYS))
    assert [trustees.find_key(owner) for owner in (1, 2, 3)] == [key.public for key in KEYS]
    assert trustees.find_key(0) is None
    assert trustees.fingerprint == base64_unpadded(trustees.raw)
    assert trustees.find_key(4) is None


@pytest.mark.parametrize("name", TOTALS)
def test_the_reference_s_trustees_make_its_election_key(name: str) -> None:
    payloads = read_election(name)
    raw = payloads["trustees"][0]
    trustees = parse_trustees(raw)
    assert joint_public_key(trustees) == parse_election(payloads["election"][0]).public_key
    sent = [canonical(key.as_json()) for key in trustees.keys]
    assert compose_trustees(sent) == raw


def test_the_reference_s_key_files_are_read() -> None:
    trustees = parse_trustees(read_election("h_blank")["trustees"][0])
    for owner, entry in read_meta("h_blank")["trustee_owners"].items():
        folder = VECTORS / "valid" / "h_blank"
        key = parse_key_file((folder / entry["file"]).read_bytes())
        assert key.public == trustees.find_key(int(owner))
        sent = (folder / entry["file"]).with_suffix(".pubkey").read_bytes().strip()
        assert parse_trustee_public_key(sent).public == key.public


@given(st.integers(1, Q - 1))
def test_a_key_is_sent_with_the_proof_that_it_is_possessed(secret: int) -> None:
    key = _key(secret)
    assert parse_trustee_public_key(trustee_public_key_bytes(key, os.urandom)).public == key.public


def test_a_key_without_its_proof_is_refused() -> None:
    mine, theirs = (parse_trustee_public_key(raw) for raw in SENT[:2])
    borrowed = TrusteePublicKey(theirs.public, mine.possession)
    with pytest.raises(ProofError, match="trustee-possession"):
        check_trustee_public_key(borrowed)
    with pytest.raises(ProofError, match="trustee-possession"):
        parse_trustee_public_key(canonical(borrowed.as_json()))
    assert _refusal(_list(SENT[0], canonical(borrowed.as_json()))) == ("trustee-possession", {"owner": 2})


def test_the_last_to_come_cannot_choose_the_joint_key() -> None:
    """A rogue key, mine minus all others', would make the joint key mine alone; its secret is known to nobody."""
    mine = generate_trustee_key(RANDOM)
    rogue = subtract(mine.public, KEYS[0].public)
    assert add(rogue, KEYS[0].public) == mine.public
    proof = parse_trustee_public_key(trustee_public_key_bytes(mine, RANDOM)).possession
    raw = _list(SENT[0], canonical(TrusteePublicKey(rogue, proof).as_json()))
    assert _refusal(raw) == ("trustee-possession", {"owner": 2})


def test_the_same_key_twice_is_refused() -> None:
    assert _refusal(_list(SENT[0], trustee_public_key_bytes(KEYS[0], RANDOM)))[0] == "trustee-key-repeated"


def test_keys_that_cancel_are_refused() -> None:
    """Two opposite keys add nothing; three whose sum is zero would leave every ballot readable."""
    opposite = trustee_public_key_bytes(_key(-KEYS[0].secret), RANDOM)
    assert _refusal(_list(SENT[0], opposite))[0] == "trustee-keys-cancel"
    assert _refusal(_list(SENT[1], SENT[0], opposite))[0] == "trustee-keys-cancel"
    closing = _key(-KEYS[0].secret - KEYS[1].secret)
    assert total([KEYS[0].public, KEYS[1].public, closing.public]).is_identity
    raw = _list(SENT[0], SENT[1], trustee_public_key_bytes(closing, RANDOM))
    assert _refusal(raw)[0] == "trustee-keys-cancel"


def test_no_trustee_at_all_is_refused() -> None:
    assert _refusal(b"[]")[0] == "trustee-none"


def test_trustees_of_another_kind_are_named() -> None:
    assert _refusal(canonical([["Other", {}]])) == ("trustee-kind-unsupported", {"kind": "Other"})


@pytest.mark.parametrize(
    ("value", "check"),
    [
        ({}, "json-array"),
        ([["Single"]], "json-array"),
        (["Single"], "json-array"),
        ([[1, {}]], "json-string"),
        ([["Single", {"public_key": GENERATOR.text}]], "json-members"),
        ([["Single", {**json.loads(SENT[0]), "signature": None}]], "json-members"),
        ([["Single", {**json.loads(SENT[0]), "public_key": "0" * 63 + "1"}]], "point-identity"),
        ([["Single", {**json.loads(SENT[0]), "public_key": "0" * 64}]], "point-not-in-subgroup"),
        ([["Single", dict(reversed(json.loads(SENT[0]).items()))]], "json-not-canonical"),
    ],
)
def test_trustees_of_another_form_are_refused(value: Any, check: str) -> None:
    assert _refusal(canonical(value)) == ("trustee-malformed", {"check": check})


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" " * 5000,
        SENT[0] + b"\n",
        SENT[0].replace(b":", b": "),
        SENT[0].replace(b'"challenge":"', b'"challenge":"0'),
    ],
)
def test_a_key_sent_in_another_form_is_refused(raw: bytes) -> None:
    with pytest.raises(TrusteeError, match="trustee-malformed"):
        parse_trustee_public_key(raw)


def test_a_key_file_is_read_back() -> None:
    text = compose_key_file(KEYS[0], uuid=UUID, name="Gardienne « Zoé »")
    assert parse_key_file(text.encode()) == KEYS[0]
    assert json.loads(text) == {
        "format": "isoloir-guardian-key-1",
        "uuid": UUID,
        "name": "Gardienne « Zoé »",
        "public_key": KEYS[0].public.text,
        "private_key": str(KEYS[0].secret),
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": "isoloir-guardian-key-2"}, "key-file-mismatch"),
        ({"public_key": KEYS[1].public.text}, "key-file-mismatch"),
        ({"private_key": str(KEYS[1].secret)}, "key-file-mismatch"),
        ({"private_key": str(Q + 1)}, "key-file-malformed"),
        ({"private_key": "0"}, "key-file-malformed"),
        ({"private_key": KEYS[0].secret % 1000}, "key-file-malformed"),
        ({"more": ""}, "key-file-malformed"),
    ],
)
def test_a_key_file_that_was_altered_is_refused_without_showing_the_key(changes: dict[str, Any], code: str) -> None:
    members = json.loads(compose_key_file(KEYS[0], uuid=UUID, name="n"))
    with pytest.raises(TrusteeError, match=f"^{code}$") as refusal:
        parse_key_file(json.dumps({**members, **changes}).encode())
    shown = repr(refusal.value) + str(refusal.value.facts)
    assert members["private_key"] not in shown
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize("raw", [b"", b'"0"', b'"abc"', b"5", b'"05"', b"{}", b"[" * 3000])
def test_what_is_no_key_file_is_refused(raw: bytes) -> None:
    with pytest.raises(TrusteeError, match="key-file-malformed"):
        parse_key_file(raw)


def test_a_private_key_is_not_shown() -> None:
    assert str(KEYS[0].secret) not in repr(KEYS[0])
