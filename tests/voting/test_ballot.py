"""Ballots: what is sealed is accepted, and each refusal has its name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.cheats import Change, change, change_and_sign
from tests.voting.simulated_election import ASSEMBLY, PROJECTS, SimulatedElection
from voting.ballot import longest_ballot, parse_ballot, recall_ballot, tracker
from voting.credentials import parse_public_credentials
from voting.errors import BallotError, CredentialError, ProofError, ProtocolError
from voting.group import IDENTITY
from voting.hashing import base64_unpadded
from voting.question import HomomorphicQuestion
from voting.strict_json import canonical

TOWN = SimulatedElection(questions=(PROJECTS, ASSEMBLY), seed=1)
CHOICES = ([0, 1, 0, 1], [0, 1])
SEALED = TOWN.seal(0, *CHOICES)
LOW_ORDER = "8000000000000000000000000000000000000000000000000000000000000000"


@st.composite
def questions_with_choices(draw: st.DrawFn) -> tuple[HomomorphicQuestion, list[int]]:
    """A sound question and a sound answer to it."""
    answers = draw(st.integers(1, 4))
    minimum = draw(st.integers(0, answers))
    maximum = draw(st.integers(minimum, answers))
    blank = draw(st.sampled_from([None, False, True]))
    question = HomomorphicQuestion("?", tuple("abcd"[:answers]), minimum, maximum, blank)
    if blank and draw(st.booleans()):
        return question, [1] + [0] * answers
    chosen = draw(st.sets(st.integers(0, answers - 1), min_size=minimum, max_size=maximum))
    return question, [0] * bool(blank) + [int(position in chosen) for position in range(answers)]


@settings(max_examples=25)
@given(st.lists(questions_with_choices(), min_size=1, max_size=2), st.integers(0, 2**32))
def test_what_is_sealed_is_accepted(answers: list[tuple[HomomorphicQuestion, list[int]]], seed: int) -> None:
    town = SimulatedElection(questions=[question for question, _ in answers], voters=1, guardians=1, seed=seed)
    sealed = town.seal(0, *[choices for _, choices in answers])
    checked = town.check(sealed.raw)
    assert checked.weight == 1
    assert checked.ballot.tracker == sealed.tracker == tracker(sealed.raw) == base64_unpadded(sealed.raw)
    assert len(sealed.raw) <= longest_ballot(town.election)
    assert recall_ballot(sealed.raw, town.credentials) == checked


def test_the_longest_ballot_is_hardly_longer_than_any() -> None:
    assert longest_ballot(TOWN.election) - 60 < len(SEALED.raw) <= longest_ballot(TOWN.election)


def test_two_ballots_with_the_same_choices_look_unlike() -> None:
    assert TOWN.seal(0, *CHOICES).raw != TOWN.seal(0, *CHOICES).raw


def test_the_choices_and_the_code_are_not_shown() -> None:
    shown = repr(SEALED) + repr(parse_ballot(SEALED.raw)) + repr(TOWN.check(SEALED.raw))
    assert TOWN.codes[0] not in shown
    assert all(str(scalar) not in shown for row in SEALED.randomness for scalar in row)


@pytest.mark.parametrize(
    "choices",
    [
        [[0, 1, 1, 1], [0, 0]],
        [[0, 0, 0, 0], [0, 0]],
        [[1, 1, 0, 0], [0, 0]],
        [[0, 2, 0, 0], [0, 0]],
        [[0, -1, 1, 1], [0, 0]],
        [[0, 1, 0, 0], [1, 1]],
        [[0, 1, 0], [0, 0]],
        [[0, 1, 0, 0, 0], [0, 0]],
        [[0, 1, 0, 0]],
        [[0, 1, 0, 0], [0, 0], [0, 0]],
        [[], []],
    ],
)
def test_choices_against_the_rules_are_not_sealed(choices: list[list[int]]) -> None:
    with pytest.raises(BallotError, match="choices-invalid") as refusal:
        TOWN.seal(0, *choices)
    assert refusal.value.facts == {}


def test_a_mistyped_code_seals_nothing() -> None:
    town = SimulatedElection(seed=2)
    town.codes[0] = town.codes[0][:-1]
    with pytest.raises(CredentialError, match="code-malformed"):
        town.seal(0, [0, 1, 0, 0])


def _at(*path: str | int, **changes: object) -> Change:
    """A change of the members found along ``path``."""

    def alter(members: dict[str, Any]) -> None:
        place: Any = members
        for step in path:
            place = place[step]
        place.update(changes)

    return alter


def _drop(name: str, *path: str | int) -> Change:
    def alter(members: dict[str, Any]) -> None:
        place: Any = members
        for step in path:
            place = place[step]
        del place[name]

    return alter


def _refusal(raw: bytes) -> ProtocolError:
    with pytest.raises(ProtocolError) as refusal:
        TOWN.check(raw)
    return refusal.value


CIPHERTEXT = ("answers", 0, "choices", 0)
PROOF = ("answers", 0, "overall_proof", 0)


@pytest.mark.parametrize(
    ("alter", "check"),
    [
        (_at(more=1), "json-members"),
        (_at("answers", 0, more=1), "json-members"),
        (_at(*CIPHERTEXT, more=1), "json-members"),
        (_at(*PROOF, more=1), "json-members"),
        (_at("signature", more=1), "json-members"),
        (_at("signature", "proof", more=1), "json-members"),
        (_drop("signature"), "json-members"),
        (_drop("overall_proof", "answers", 0), "json-members"),
        (_at(answers={}), "json-array"),
        (_at("answers", 0, individual_proofs=[{}]), "json-array"),
        (_at(election_uuid=1), "json-string"),
        (_at("signature", hash=None), "json-string"),
        (_at(credential=IDENTITY.text), "point-identity"),
        (_at(credential=LOW_ORDER), "point-not-in-subgroup"),
        (_at(*CIPHERTEXT, alpha=IDENTITY.text), "point-identity"),
        (_at(*CIPHERTEXT, alpha=LOW_ORDER), "point-not-in-subgroup"),
        (_at(*CIPHERTEXT, beta=LOW_ORDER), "point-not-in-subgroup"),
        (_at(*CIPHERTEXT, beta="A" * 64), "point-not-canonical"),
        (_at(*PROOF, challenge="00"), "scalar-not-canonical"),
        (_at(*PROOF, response=1), "scalar-not-canonical"),
        (_at("signature", "proof", challenge="-1"), "scalar-not-canonical"),
    ],
)
def test_a_ballot_of_another_form_is_refused(alter: Change, check: str) -> None:
    refusal = _refusal(change(SEALED.raw, alter))
    assert (type(refusal), refusal.code, refusal.facts) == (BallotError, "ballot-malformed", {"check": check})


@pytest.mark.parametrize(
    "raw",
    [
        SEALED.raw + b"\n",
        b" " + SEALED.raw,
        SEALED.raw.replace(b":", b": ", 1),
        SEALED.raw.replace(b'"alpha"', b'"\\u0061lpha"', 1),
        canonical(dict(reversed(list(json.loads(SEALED.raw).items())))),
    ],
)
def test_another_writing_of_the_same_ballot_is_refused(raw: bytes) -> None:
    refusal = _refusal(raw)
    assert (refusal.code, refusal.facts) == ("ballot-malformed", {"check": "json-not-canonical"})
    with pytest.raises(BallotError, match="ballot-malformed"):
        recall_ballot(raw, TOWN.credentials)


@given(st.binary(max_size=80) | st.text().map(str.encode))
def test_any_bytes_are_refused_as_malformed(raw: bytes) -> None:
    with pytest.raises(BallotError, match="ballot-malformed"):
        parse_ballot(raw)


@settings(max_examples=40)
@given(st.integers(0, len(SEALED.raw) - 1), st.integers(1, 255))
def test_no_byte_of_a_ballot_can_be_changed(position: int, difference: int) -> None:
    changed = bytearray(SEALED.raw)
    changed[position] ^= difference
    with pytest.raises(ProtocolError):
        TOWN.check(bytes(changed))


@pytest.mark.parametrize(
    ("alter", "kind", "code"),
    [
        (_at(election_uuid="AYp2aqHj2N6e1V"), BallotError, "ballot-other-election"),
        (_at(election_hash="A" * 43), BallotError, "ballot-election-fingerprint"),
        (lambda members: members["answers"].pop(), BallotError, "ballot-answer-count"),
        (lambda members: members["answers"].append(members["answers"][0]), BallotError, "ballot-answer-count"),
        (lambda members: members["answers"][0]["choices"].pop(), BallotError, "ballot-choice-count"),
        (lambda members: members["answers"].reverse(), BallotError, "ballot-choice-count"),
        (lambda members: members["answers"][0]["individual_proofs"].pop(), BallotError, "proof-individual-count"),
        (lambda members: members["answers"][0]["individual_proofs"][1].pop(), BallotError, "proof-individual-count"),
        (lambda members: members["answers"][0]["overall_proof"].pop(), BallotError, "proof-overall-count"),
        (lambda members: members["answers"][0]["blank_proof"].pop(), BallotError, "proof-blank-count"),
        (_drop("blank_proof", "answers", 0), BallotError, "proof-blank-missing"),
        (_at("answers", 1, blank_proof=[]), BallotError, "proof-blank-unexpected"),
        (_at("answers", 0, "individual_proofs", 3, 1, response="5"), ProofError, "proof-individual-invalid"),
        (_at("answers", 0, "overall_proof", 2, challenge="5"), ProofError, "proof-overall-invalid"),
        (_at("answers", 1, "overall_proof", 0, response="5"), ProofError, "proof-overall-invalid"),
        (_at("answers", 0, "blank_proof", 1, response="5"), ProofError, "proof-blank-invalid"),
    ],
)
def test_a_well_signed_ballot_is_refused_by_the_check_that_fails(alter: Change, kind: type, code: str) -> None:
    raw = change_and_sign(SEALED.raw, alter, TOWN.uuid, TOWN.codes[0], TOWN.random)
    refusal = _refusal(raw)
    assert (type(refusal), refusal.code) == (kind, code)


def test_a_ballot_changed_after_signing_is_refused_by_its_hash() -> None:
    other = json.loads(TOWN.seal(0, *CHOICES).raw)["answers"]
    assert _refusal(change(SEALED.raw, _at(answers=other))).code == "ballot-signature-hash"
    assert _refusal(change(SEALED.raw, _at("signature", hash="A" * 43))).code == "ballot-signature-hash"


def test_a_signature_of_somebody_else_is_refused() -> None:
    refusal = _refusal(change(SEALED.raw, _at("signature", "proof", response="12345")))
    assert (type(refusal), refusal.code) == (ProofError, "signature-invalid")


def test_a_credential_that_is_not_in_the_list_is_refused() -> None:
    nobody = parse_public_credentials(b"[]")
    with pytest.raises(BallotError, match="credential-unknown"):
        recall_ballot(SEALED.raw, nobody)
    stranger = SimulatedElection(seed=3)
    raw = change_and_sign(SEALED.raw, _at(), TOWN.uuid, stranger.codes[0], TOWN.random)
    assert _refusal(raw).code == "credential-unknown"


def test_a_ballot_that_is_too_large_is_not_read() -> None:
    with pytest.raises(BallotError, match="ballot-malformed") as refusal:
        parse_ballot(b" " * (4 * 1024 * 1024 + 1))
    assert refusal.value.facts == {"check": "json-too-large"}
