"""Voters with programs of their own: each cheat is refused, and by the check that is there for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.voting.cheats import change_and_sign, forge_ballot, sign
from tests.voting.simulated_election import ASSEMBLY, PROJECTS, SimulatedElection
from voting.ballot import parse_ballot
from voting.errors import BallotError, ProtocolError
from voting.group import Q, add, multiply, multiply_generator, parse_point
from voting.proofs import encrypt
from voting.question import HomomorphicQuestion

TOWN = SimulatedElection(questions=(PROJECTS, ASSEMBLY), seed=4)
HONEST = TOWN.seal(0, [0, 1, 0, 0], [1, 0]).raw


def untouched(members: dict[str, Any]) -> None:
    """No change: the ballot is only signed by another."""


def _refusal(raw: bytes, town: SimulatedElection = TOWN) -> str:
    with pytest.raises(ProtocolError) as refusal:
        town.check(raw)
    return refusal.value.code


@pytest.mark.parametrize("values", [([0, 1, 0, 1], [1, 0]), ([1, 0, 0, 0], [0, 0]), ([0, 0, 1, 0], [0, 1])])
def test_an_honest_ballot_made_by_another_program_is_accepted(values: tuple[list[int], list[int]]) -> None:
    """So that what follows is refused for its values, not for the program that made it."""
    TOWN.check(forge_ballot(TOWN.election, TOWN.codes[0], values, TOWN.random))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (([0, 1000, 0, 0], [0, 0]), "proof-individual-invalid"),
        (([0, -1, 1, 1], [0, 0]), "proof-individual-invalid"),
        (([0, 2, 0, 0], [0, 0]), "proof-individual-invalid"),
        (([0, Q - 5, 1, 1], [0, 0]), "proof-individual-invalid"),
        (([2, 0, 0, 0], [0, 0]), "proof-individual-invalid"),
        (([0, 1, 1, 1], [0, 0]), "proof-overall-invalid"),
        (([0, 0, 0, 0], [0, 0]), "proof-overall-invalid"),
        (([0, 1, 0, 0], [1, 1]), "proof-overall-invalid"),
        (([1, 1, 0, 0], [0, 0]), "proof-blank-invalid"),
        (([1, 1, 1, 1], [0, 0]), "proof-blank-invalid"),
        (([0, 1, 0, 0], [2, -1]), "proof-individual-invalid"),
    ],
)
def test_a_vote_against_the_rules_is_refused_by_the_proof_that_cannot_be_made(
    values: Sequence[Sequence[int]], code: str
) -> None:
    assert _refusal(forge_ballot(TOWN.election, TOWN.codes[0], values, TOWN.random)) == code


def test_two_choices_too_many_are_refused() -> None:
    town = SimulatedElection(questions=(HomomorphicQuestion("?", tuple("abcd"), 1, 2),), seed=5)
    assert _refusal(forge_ballot(town.election, town.codes[0], [[1, 1, 1, 1]], town.random), town) == (
        "proof-overall-invalid"
    )


def test_the_copy_of_somebody_s_ballot_signed_by_another_is_refused() -> None:
    """The proofs are bound to the credential: who copies a vote cannot learn it from the result."""
    copy = change_and_sign(HONEST, untouched, TOWN.uuid, TOWN.codes[1], TOWN.random)
    assert parse_ballot(copy).answers == parse_ballot(HONEST).answers
    assert _refusal(copy) == "proof-individual-invalid"


def test_a_copy_encrypted_again_is_refused() -> None:
    """The same vote under other randomness, which the cheat adds without knowing the vote."""
    more = 123456789

    def again(members: dict[str, Any]) -> None:
        for answer in members["answers"]:
            for choice in answer["choices"]:
                choice["alpha"] = add(parse_point(choice["alpha"]), multiply_generator(more)).text
                choice["beta"] = add(parse_point(choice["beta"]), multiply(TOWN.election.public_key, more)).text

    assert _refusal(change_and_sign(HONEST, again, TOWN.uuid, TOWN.codes[1], TOWN.random)) == "proof-individual-invalid"
    assert _refusal(change_and_sign(HONEST, again, TOWN.uuid, TOWN.codes[0], TOWN.random)) == "proof-individual-invalid"


def test_choices_and_proofs_exchanged_together_are_refused() -> None:
    """Each ciphertext keeps its own valid proof; what was proved of the whole answer no longer stands."""

    def exchange(members: dict[str, Any]) -> None:
        answer = members["answers"][0]
        answer["choices"][1:3] = reversed(answer["choices"][1:3])
        answer["individual_proofs"][1:3] = reversed(answer["individual_proofs"][1:3])

    assert _refusal(change_and_sign(HONEST, exchange, TOWN.uuid, TOWN.codes[0], TOWN.random)) == "proof-overall-invalid"


def test_a_ballot_for_another_election_is_refused() -> None:
    other = SimulatedElection(questions=(PROJECTS, ASSEMBLY), seed=6)
    other.codes = TOWN.codes
    assert _refusal(other.seal(0, [0, 1, 0, 0], [1, 0]).raw) == "ballot-other-election"


def test_a_ballot_for_another_wording_of_the_same_election_is_refused() -> None:
    other = SimulatedElection(questions=(ASSEMBLY, PROJECTS), seed=4)
    assert other.uuid == TOWN.uuid
    assert _refusal(other.seal(0, [1, 0], [0, 1, 0, 0]).raw) == "ballot-election-fingerprint"


def test_a_replay_relabelled_for_this_election_is_refused() -> None:
    other = SimulatedElection(questions=(PROJECTS, ASSEMBLY), seed=7)
    other.election = replace(other.election, uuid=TOWN.uuid)

    def relabel(members: dict[str, Any]) -> None:
        members["election_uuid"] = TOWN.uuid
        members["election_hash"] = TOWN.election.fingerprint

    raw = other.seal(0, [0, 1, 0, 0], [1, 0]).raw
    assert _refusal(change_and_sign(raw, relabel, TOWN.uuid, TOWN.codes[0], TOWN.random)) == "proof-individual-invalid"


def test_a_vote_that_anyone_can_read_is_refused() -> None:
    """With no randomness alpha is the identity, and beta says the vote: a receipt to sell."""
    readable = encrypt(TOWN.election.public_key, 1, 0)

    def show(members: dict[str, Any]) -> None:
        members["answers"][0]["choices"][1] = readable.as_json()

    with pytest.raises(BallotError, match="ballot-malformed") as refusal:
        TOWN.check(change_and_sign(HONEST, show, TOWN.uuid, TOWN.codes[0], TOWN.random))
    assert refusal.value.facts == {"check": "point-identity"}


def test_a_stuffed_ballot_with_a_code_of_the_server_s_own_is_refused() -> None:
    invented = SimulatedElection(seed=8).codes[0]
    assert _refusal(forge_ballot(TOWN.election, invented, [[0, 1, 0, 0], [1, 0]], TOWN.random)) == "credential-unknown"


def test_somebody_s_credential_without_their_code_is_refused() -> None:
    members = json.loads(HONEST)
    del members["signature"]
    stuffed = json.loads(sign(members, TOWN.uuid, TOWN.codes[1], TOWN.random))
    stuffed["credential"] = parse_ballot(HONEST).credential.text
    assert _refusal(json.dumps(stuffed, separators=(",", ":")).encode()) == "ballot-signature-hash"
    honest = json.loads(HONEST)
    honest["signature"]["proof"] = stuffed["signature"]["proof"]
    assert _refusal(json.dumps(honest, separators=(",", ":")).encode()) == "signature-invalid"
