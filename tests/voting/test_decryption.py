"""Shares: each trustee decrypts with their own key, proves it, and cannot decrypt otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.voting.reference_vectors import VECTORS, read_election, read_meta
from tests.voting.simulated_election import ASSEMBLY, SimulatedElection
from voting.decryption import check_share, decrypt_share, parse_share
from voting.election import parse_election
from voting.errors import DecryptionError
from voting.group import IDENTITY, add, multiply_generator, parse_point
from voting.strict_json import canonical
from voting.tally import read_tally
from voting.trustee import TrusteeKey, parse_key_file, parse_trustees

TOWN = SimulatedElection(questions=(ASSEMBLY,), voters=2, seed=41)
TOWN.vote(0, [1, 0])
TOWN.vote(1, [1, 0])
TALLY = TOWN.tally()
SHARE = TOWN.share(0)


def _check(raw: bytes, trustee: int = 0) -> None:
    check_share(parse_share(raw, TALLY), TOWN.election, TALLY, TOWN.keys[trustee].public)


def _refusal(raw: bytes, trustee: int = 0) -> tuple[str, dict[str, object]]:
    with pytest.raises(DecryptionError) as refusal:
        _check(raw, trustee)
    return refusal.value.code, refusal.value.facts


def _changed(alter: Callable[[dict[str, Any]], object]) -> bytes:
    members = json.loads(SHARE)
    alter(members)
    return canonical(members)


def test_a_share_is_accepted_from_its_owner_alone() -> None:
    _check(SHARE)
    assert _refusal(SHARE, trustee=1)[0] == "share-proof"


def test_a_share_made_with_another_key_is_refused() -> None:
    assert _refusal(TOWN.share(1))[0] == "share-proof"
    disguised = TrusteeKey(TOWN.keys[1].secret, TOWN.keys[0].public)
    assert _refusal(decrypt_share(TOWN.election, TALLY, disguised, TOWN.random))[0] == "share-proof"


def test_a_share_of_another_tally_is_refused() -> None:
    less = SimulatedElection(questions=(ASSEMBLY,), voters=2, seed=41)
    less.vote(0, [1, 0])
    assert less.election.raw == TOWN.election.raw
    assert _refusal(less.share(0))[0] == "share-proof"


def test_a_share_for_another_election_is_refused() -> None:
    """The proof hashes the election's fingerprint, so that it cannot be carried over."""
    other = SimulatedElection(questions=(ASSEMBLY,), voters=2, seed=42)
    assert _refusal(decrypt_share(other.election, TALLY, TOWN.keys[0], TOWN.random))[0] == "share-proof"


def test_a_factor_moved_by_a_vote_is_refused() -> None:
    def move(members: dict[str, Any]) -> None:
        row = members["decryption_factors"][0]
        row[0] = add(parse_point(row[0]), multiply_generator(1)).text

    assert _refusal(_changed(move))[0] == "share-proof"


def test_exchanged_factors_are_refused() -> None:
    assert _refusal(_changed(lambda members: members["decryption_factors"][0].reverse()))[0] == "share-proof"


@pytest.mark.parametrize("name", ["challenge", "response"])
def test_a_changed_proof_is_refused(name: str) -> None:
    changed = _changed(lambda members: members["decryption_proofs"][0][1].update({name: "5"}))
    assert _refusal(changed)[0] == "share-proof"


@pytest.mark.parametrize(
    ("raw", "check"),
    [
        (SHARE + b"\n", "json-not-canonical"),
        (SHARE.replace(b":", b": ", 1), "json-not-canonical"),
        (_changed(lambda members: members.update(more=1)), "json-members"),
        (_changed(lambda members: members["decryption_proofs"][0][0].update(more=1)), "json-members"),
        (_changed(lambda members: members["decryption_proofs"][0][0].update(challenge="01")), "scalar-not-canonical"),
        (_changed(lambda members: members.update(decryption_factors=[["0" * 64] * 2])), "point-not-in-subgroup"),
        (_changed(lambda members: members.update(decryption_factors={})), "json-array"),
        (b"", "json-syntax"),
    ],
)
def test_a_share_of_another_form_is_refused(raw: bytes, check: str) -> None:
    assert _refusal(raw) == ("share-malformed", {"check": check})


@pytest.mark.parametrize("part", ["decryption_factors", "decryption_proofs"])
@pytest.mark.parametrize("alter", [list.clear, lambda rows: rows[0].pop(), lambda rows: rows.append(rows[0])])
def test_a_share_of_another_shape_is_refused(part: str, alter: Callable[[list[Any]], object]) -> None:
    assert _refusal(_changed(lambda members: alter(members[part])))[0] == "share-shape"


def test_a_share_of_no_ballots_is_the_identity_and_is_proved() -> None:
    empty = SimulatedElection(questions=(ASSEMBLY,), seed=43)
    share = parse_share(empty.share(0), empty.tally())
    assert share.factors == ((IDENTITY, IDENTITY),)
    check_share(share, empty.election, empty.tally(), empty.keys[0].public)


def test_the_reference_s_keys_give_the_reference_s_factors() -> None:
    payloads = read_election("h_blank")
    election = parse_election(payloads["election"][0])
    trustees = parse_trustees(payloads["trustees"][0])
    tally = read_tally(*payloads["EncryptedTally"], election)
    for raw, owned in zip(payloads["PartialDecryption"][::2], payloads["PartialDecryption"][1::2], strict=True):
        owner = json.loads(owned)["owner"]
        file = read_meta("h_blank")["trustee_owners"][str(owner)]["file"]
        key = parse_key_file((VECTORS / "valid" / "h_blank" / file).read_bytes())
        ours = parse_share(decrypt_share(election, tally, key, TOWN.random), tally)
        assert ours.factors == parse_share(raw, tally).factors
        public = trustees.find_key(owner)
        assert public is not None
        check_share(ours, election, tally, public)
