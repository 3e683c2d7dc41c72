"""The reference's elections: its ballots are accepted here, its tallies and results are reproduced byte for byte."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.voting.expected_refusals import MARKED
from tests.voting.reference_vectors import (
    PUBLISHED,
    TOTALS,
    VECTORS,
    read_election,
    read_index,
    read_meta,
    read_primitives,
)
from tests.voting.simulated_election import seeded
from voting.ballot import CheckedBallot, check_ballot, parse_ballot, seal_ballot, tracker
from voting.combination import combine_factors
from voting.credentials import parse_public_credentials
from voting.decryption import check_share, parse_share
from voting.election import Election, parse_election
from voting.errors import ProtocolError
from voting.group import multiply_generator
from voting.result import check_result, combine_result, parse_result
from voting.tally import encrypted_tally, read_tally
from voting.trustee import parse_trustees

COUNTED = [name for name in TOTALS if name != "voting_phase"]
BALLOTS = [entry for entry in read_index()["invalid"] if entry["id"].startswith("B")]
REFUSALS = {
    "B01_bad_individual_proof": ("proof-individual-invalid", None),
    "B02b_bad_overall_proof_noblank": ("proof-overall-invalid", None),
    "B04_vote_1000": ("proof-individual-invalid", None),
    "B06_too_many_choices": ("proof-overall-invalid", None),
    "B08_blank_and_choice": ("proof-blank-invalid", None),
    "B10_signature_other_hash": ("ballot-signature-hash", None),
    "B12_unknown_credential": ("credential-unknown", None),
    "B16_wrong_election_hash": ("ballot-election-fingerprint", None),
    "B18_copied_ciphertexts": ("proof-individual-invalid", None),
    "B20_challenge_ge_q": ("ballot-malformed", "scalar-not-canonical"),
    "B22_signature_response_ge_q": ("ballot-malformed", "scalar-not-canonical"),
    "B24_scalar_plus": ("ballot-malformed", "scalar-not-canonical"),
    "B26_scalar_negative": ("ballot-malformed", "scalar-not-canonical"),
    "B26c_scalar_space": ("ballot-malformed", "scalar-not-canonical"),
    "B27_point_uppercase": ("ballot-malformed", "point-not-canonical"),
    "B28_torsion_order4": ("ballot-malformed", "point-not-in-subgroup"),
    "B29_nh_torsion_alpha": ("ballot-malformed", "point-not-in-subgroup"),
    "B31_alpha_identity": ("ballot-malformed", "point-identity"),
    "B33_alpha_identity_sign_bit": ("ballot-malformed", "point-not-canonical"),
    "B35_duplicate_key": ("ballot-malformed", "json-duplicate-key"),
    "B37_key_order": ("ballot-malformed", "json-not-canonical"),
    "B39_extra_nested_key": ("ballot-malformed", "json-members"),
    "B41_trailing_newline": ("ballot-malformed", "json-not-canonical"),
    "B43_missing_answer": ("ballot-answer-count", None),
    "B45_extra_choice": ("ballot-choice-count", None),
    "B47_blank_proof_missing": ("proof-blank-missing", None),
    "B49_bad_nh_proof": ("proof-raw-invalid", None),
    "B55_bom": ("ballot-malformed", "json-syntax"),
    "B57_nested_point_uppercase": ("ballot-malformed", "point-not-canonical"),
    "B59_nested_scalar_hex": ("ballot-malformed", "scalar-not-canonical"),
    "B61_nested_scalar_plus": ("ballot-malformed", "scalar-not-canonical"),
    "B63_nested_duplicate_key": ("ballot-malformed", "json-duplicate-key"),
}


def _election(name: str) -> Election:
    return parse_election(read_election(name)["election"][0])


def _check(name: str, raw: bytes) -> CheckedBallot:
    credentials = parse_public_credentials(read_election(name)["credentials"][0])
    return check_ballot(parse_ballot(raw), _election(name), credentials)


@pytest.mark.parametrize("name", TOTALS)
def test_the_reference_s_ballots_are_accepted_with_its_trackers(name: str) -> None:
    ballots = read_election(name).get("Ballot", [])
    assert [_check(name, raw).ballot.tracker for raw in ballots] == [
        vote["tracker"] for vote in read_meta(name)["votes"]
    ]


@pytest.mark.parametrize("name", COUNTED)
def test_the_reference_s_tally_is_reproduced_byte_for_byte(name: str) -> None:
    payloads = read_election(name)
    tally = encrypted_tally(_election(name), [_check(name, raw) for raw in payloads.get("Ballot", [])])
    assert [tally.raw, tally.sized_raw] == payloads["EncryptedTally"]
    assert json.loads(tally.sized_raw) == read_meta(name)["expected"]["sized_encrypted_tally"]


@pytest.mark.parametrize("name", COUNTED)
def test_the_reference_s_shares_are_accepted_and_give_its_result(name: str) -> None:
    payloads, election = read_election(name), _election(name)
    trustees = parse_trustees(payloads["trustees"][0])
    tally = read_tally(*payloads["EncryptedTally"], election)
    shares = {}
    for raw, owned in zip(payloads["PartialDecryption"][::2], payloads["PartialDecryption"][1::2], strict=True):
        owner = json.loads(owned)["owner"]
        public = trustees.find_key(owner)
        assert public is not None
        shares[owner] = parse_share(raw, tally)
        check_share(shares[owner], election, tally, public)
    factors = combine_factors(trustees, shares)
    check_result(parse_result(payloads["Result"][0], election, tally.num_tallied), election, tally, factors)
    assert combine_result(election, tally, factors) == payloads["Result"][0]
    assert json.loads(payloads["Result"][0])["result"] == read_meta(name)["expected"]["result"]


@pytest.mark.parametrize("entry", BALLOTS, ids=lambda entry: entry["id"])
def test_an_invalid_ballot_is_refused_by_the_right_check(entry: dict[str, Any]) -> None:
    raw = (VECTORS / "invalid" / f"{entry['id']}.ballot").read_bytes()
    if entry["id"] == "B14_exact_duplicate":
        assert _check(entry["base"], raw)
        assert raw in read_election(entry["base"])["Ballot"]
        return
    if entry["id"] in MARKED:
        assert _check(entry["base"], raw)
        return
    with pytest.raises(ProtocolError) as refusal:
        _check(entry["base"], raw)
    assert (refusal.value.code, refusal.value.facts.get("check")) == REFUSALS[entry["id"]]


def test_the_first_ballot_s_hashes_are_those_worked_out_by_the_reference() -> None:
    expected = read_primitives()["fingerprints"]
    raw = read_election(expected["vector"])["Ballot"][0]
    assert tracker(raw) == expected["first_ballot_tracker"]
    assert parse_ballot(raw).body_hash == expected["first_ballot_signature_hash"]


def test_a_reference_s_voter_can_vote_here() -> None:
    codes = json.loads((VECTORS / "valid" / "h_blank" / "private_creds.json").read_bytes())
    for code in codes.values():
        sealed = seal_ballot(_election("h_blank"), code, [[0, 0, 0, 1, 1]], seeded(61))
        assert _check("h_blank", sealed.raw).weight == 1


def test_the_copies_are_the_published_vectors() -> None:
    """Where the shared folder is not beside the project there is nothing to compare."""
    ours = [path for folder in ("valid", "invalid") for path in (VECTORS / folder).rglob("*.*") if path.is_file()]
    assert len(ours) > 50
    for path in (*ours, VECTORS / "primitives.json", VECTORS / "index.json"):
        published = PUBLISHED / path.relative_to(VECTORS)
        assert not PUBLISHED.exists() or published.read_bytes() == path.read_bytes(), path.name


def test_the_generator_is_written_most_significant_digit_first() -> None:
    assert multiply_generator(1).text == "6" * 62 + "58"
