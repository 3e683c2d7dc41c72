"""Cast or audit: an opened ballot says what the browser sealed, and cannot say anything else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.voting.cheats import change_and_sign, forge_ballot
from tests.voting.simulated_election import ASSEMBLY, PROJECTS, SimulatedElection
from voting.errors import BallotError, ElectionError, ProofError, ProtocolError
from voting.opened_ballot import check_opened_ballot, compose_opened_ballot, parse_opened_ballot

TOWN = SimulatedElection(questions=(PROJECTS, ASSEMBLY), seed=11)
CHOICES = [[0, 1, 0, 1], [0, 1]]
SEALED = TOWN.seal(0, *CHOICES)
FILE = compose_opened_ballot(TOWN.election, SEALED.raw, CHOICES, SEALED.randomness)


def _changed(**members: Any) -> bytes:
    return json.dumps({**json.loads(FILE), **members}).encode()


def _refusal(raw: bytes) -> ProtocolError:
    with pytest.raises(ProtocolError) as refusal:
        check_opened_ballot(parse_opened_ballot(raw))
    return refusal.value


def test_an_opened_ballot_says_what_was_sealed() -> None:
    assert check_opened_ballot(parse_opened_ballot(FILE)) == [["Un verger", "Une rampe"], ["Sud"]]


def test_an_opened_blank_vote_chooses_nothing() -> None:
    choices = [[1, 0, 0, 0], [0, 0]]
    sealed = TOWN.seal(1, *choices)
    opened = compose_opened_ballot(TOWN.election, sealed.raw, choices, sealed.randomness)
    assert check_opened_ballot(parse_opened_ballot(opened + b"\n")) == [[], []]


@pytest.mark.parametrize(
    "choices", [[[0, 1, 1, 0], [0, 1]], [[1, 0, 0, 0], [0, 1]], [[0, 1, 0, 1], [1, 0]], [[0, 0, 0, 0], [0, 0]]]
)
def test_a_browser_that_sealed_something_else_is_caught(choices: list[list[int]]) -> None:
    assert _refusal(_changed(choices=choices)).code == "opened-mismatch"


def test_randomness_that_does_not_open_the_ballot_is_refused() -> None:
    randomness = [[str(scalar) for scalar in row] for row in SEALED.randomness]
    randomness[1][0] = "7"
    assert _refusal(_changed(randomness=randomness)).code == "opened-mismatch"


@pytest.mark.parametrize(
    "members",
    [
        {"choices": CHOICES[:1]},
        {"choices": [[0, 1, 0, 1, 0], [0, 1]]},
        {"choices": []},
        {"randomness": []},
        {"randomness": [["1"], ["1"]]},
    ],
)
def test_a_file_of_another_shape_is_refused(members: dict[str, Any]) -> None:
    assert _refusal(_changed(**members)).code == "opened-mismatch"


@pytest.mark.parametrize(
    ("members", "check"),
    [
        ({"format": "isoloir-opened-ballot-2"}, "opened-format"),
        ({"more": 1}, "json-members"),
        ({"choices": [[0, 256, 0, 1], [0, 1]]}, "json-number"),
        ({"choices": [[0, True, 0, 1], [0, 1]]}, "json-number"),
        ({"choices": [[0, "1", 0, 1], [0, 1]]}, "json-number"),
        ({"choices": {}}, "json-array"),
        ({"randomness": [[1]]}, "scalar-not-canonical"),
        ({"election": {}}, "json-string"),
        ({"ballot": None}, "json-string"),
    ],
)
def test_a_file_of_another_form_is_refused(members: dict[str, Any], check: str) -> None:
    refusal = _refusal(_changed(**members))
    assert (refusal.code, refusal.facts) == ("opened-malformed", {"check": check})


def test_bytes_that_are_no_file_are_refused() -> None:
    assert _refusal(b"\x00").code == "opened-malformed"


def test_the_parts_of_the_file_are_checked_as_themselves() -> None:
    assert isinstance(_refusal(_changed(ballot=SEALED.raw.decode() + " ")), BallotError)
    assert isinstance(
        _refusal(_changed(election=TOWN.election.raw.decode().replace("Ed25519", "Ed448"))), ElectionError
    )
    other = TOWN.election.raw.decode().replace("Pour les tests", "Pour rire")
    assert _refusal(_changed(election=other)).code == "ballot-election-fingerprint"


def test_a_ballot_that_would_have_been_refused_is_not_good_news() -> None:
    """A booth that seals what cannot be counted is caught too, though it sealed the choices."""

    def spoil(members: dict[str, Any]) -> None:
        members["answers"][0]["overall_proof"][0]["response"] = "5"

    spoilt = change_and_sign(SEALED.raw, spoil, TOWN.uuid, TOWN.codes[0], TOWN.random)
    refusal = _refusal(_changed(ballot=spoilt.decode()))
    assert (type(refusal), refusal.code) == (ProofError, "proof-overall-invalid")
    unsigned = SEALED.raw.replace(b'"hash":"', b'"hash":"x')
    assert _refusal(_changed(ballot=unsigned.decode())).code == "ballot-signature-hash"


def test_a_ballot_for_another_number_of_questions_is_refused() -> None:
    less = replace(TOWN.election, questions=TOWN.election.questions[:1])
    raw = forge_ballot(less, TOWN.codes[0], CHOICES[:1], TOWN.random)
    assert _refusal(_changed(ballot=raw.decode())).code == "ballot-answer-count"


def test_what_the_file_holds_is_not_shown() -> None:
    shown = repr(parse_opened_ballot(FILE))
    assert str(SEALED.randomness[0][0]) not in shown
    assert "choices" not in shown
