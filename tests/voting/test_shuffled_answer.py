"""Ballots that are opened after a shuffle: sealed, read, checked, and what a cheat can send."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.cheats import change_and_sign
from tests.voting.simulated_election import ASSEMBLY, GRADES, PROJECTS, SimulatedElection
from voting.ballot import longest_ballot
from voting.errors import BallotError, ElectionError, ProtocolError, TallyError
from voting.group import IDENTITY, add, multiply_generator, parse_point
from voting.opened_ballot import check_opened_ballot, compose_opened_ballot, parse_opened_ballot
from voting.question import MOST_VALUES_MADE, NonHomomorphicQuestion
from voting.tally import TallySum

TOWN = SimulatedElection(questions=(GRADES, PROJECTS), voters=3, seed=81)
CHOICES = ([3, 255, 0], [0, 1, 0, 0])
SEALED = TOWN.seal(0, *CHOICES)


def _refusal(alter: Callable[[dict[str, Any]], object], voter: int = 0) -> str:
    """The refusal of a changed ballot that is well signed."""
    raw = change_and_sign(SEALED.raw, lambda ballot: alter(ballot) and None, TOWN.uuid, TOWN.codes[voter], TOWN.random)
    with pytest.raises(ProtocolError) as refusal:
        TOWN.check(raw)
    return refusal.value.code


def _answer(ballot: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = ballot["answers"][0]
    return answer


def test_a_sealed_ballot_of_mixed_kinds_is_accepted() -> None:
    assert TOWN.check(SEALED.raw).weight == 1
    assert set(json.loads(SEALED.raw)["answers"][0]) == {"choices", "proof"}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 255), min_size=3, max_size=3))
def test_any_numbers_can_be_sealed(values: list[int]) -> None:
    assert TOWN.check(TOWN.seal(1, values, [1, 0, 0, 0]).raw).weight == 1


@pytest.mark.parametrize("values", [[3, 255], [3, 256, 0], [3, -1, 0], [0] * 4])
def test_numbers_that_the_question_does_not_take_are_not_sealed(values: list[int]) -> None:
    with pytest.raises(BallotError, match="choices-invalid"):
        TOWN.seal(0, values, [1, 0, 0, 0])


def test_a_ballot_is_never_longer_than_the_longest() -> None:
    assert len(SEALED.raw) <= longest_ballot(TOWN.election)


@pytest.mark.parametrize("name", ["challenge", "response"])
def test_a_changed_proof_is_refused(name: str) -> None:
    assert _refusal(lambda ballot: _answer(ballot)["proof"].update({name: "5"})) == "proof-raw-invalid"


def test_another_voter_s_answer_cannot_be_copied() -> None:
    """The proof hashes the credential: the copy is well signed by the cheat, and refused."""
    assert _refusal(dict.copy, voter=1) == "proof-raw-invalid"


def test_another_voter_s_answer_cannot_be_encrypted_again_and_sent() -> None:
    def encrypt_once_more(ballot: dict[str, Any]) -> None:
        choices = _answer(ballot)["choices"]
        choices["alpha"] = add(parse_point(choices["alpha"]), multiply_generator(9)).text

    assert _refusal(encrypt_once_more, voter=1) == "proof-raw-invalid"


def test_an_identity_alpha_is_refused() -> None:
    assert _refusal(lambda ballot: _answer(ballot)["choices"].update(alpha=IDENTITY.text)) == "ballot-malformed"


def test_an_answer_of_the_other_kind_is_refused() -> None:
    assert _refusal(lambda ballot: ballot["answers"].reverse()) == "ballot-answer-kind"


@pytest.mark.parametrize("part", ["choices", "proof"])
def test_an_answer_with_unknown_members_is_refused(part: str) -> None:
    assert _refusal(lambda ballot: _answer(ballot)[part].update(more=1)) == "ballot-malformed"
    assert _refusal(lambda ballot: _answer(ballot).update(more=1)) == "ballot-malformed"


def test_a_weight_other_than_one_is_refused_where_ballots_are_opened() -> None:
    town = SimulatedElection(questions=(GRADES,), weights=(1, 2, 1), seed=82)
    assert town.vote(0, [1, 2, 3]).weight == 1
    with pytest.raises(BallotError, match="ballot-weight"):
        town.vote(1, [1, 2, 3])


def test_a_weight_other_than_one_is_not_tallied_either() -> None:
    weighted = SimulatedElection(questions=(PROJECTS,), weights=(2, 1, 1), seed=84)
    checked = weighted.vote(0, [1, 0, 0, 0])
    other = SimulatedElection(questions=(GRADES,), seed=85)
    with pytest.raises(TallyError, match="tally-weight"):
        TallySum(other.election).add(checked)


def test_a_question_of_more_numbers_than_are_safe_is_not_made() -> None:
    answers = tuple(f"Projet {number}" for number in range(MOST_VALUES_MADE + 1))
    with pytest.raises(ElectionError, match="question-too-long"):
        SimulatedElection(questions=(NonHomomorphicQuestion("Combien ?", answers),))
    assert SimulatedElection(questions=(NonHomomorphicQuestion("Combien ?", answers[:-1]),)).election


def test_a_hint_of_how_to_count_is_kept_as_it_came() -> None:
    question = NonHomomorphicQuestion("Quelles notes ?", ("A", "B"), extra={"method": "MajorityJudgment", "n": [1]})
    town = SimulatedElection(questions=(question, ASSEMBLY))
    assert town.election.questions == (question, ASSEMBLY)


def _opened(**changes: object) -> bytes:
    raw = compose_opened_ballot(TOWN.election, SEALED.raw, [list(row) for row in CHOICES], SEALED.randomness)
    return json.dumps({**json.loads(raw), **changes}).encode()


def test_an_opened_ballot_shows_its_numbers() -> None:
    shown = check_opened_ballot(parse_opened_ballot(_opened()))
    assert shown == [["Un verger: 3", "Un préau: 255", "Une rampe: 0"], ["Un verger"]]


@pytest.mark.parametrize("numbers", [[3, 254, 0], [3, 255], [3, 255, 0, 0]])
def test_an_opened_ballot_that_says_other_numbers_is_refused(numbers: list[int]) -> None:
    with pytest.raises(BallotError, match="opened-mismatch"):
        check_opened_ballot(parse_opened_ballot(_opened(choices=[numbers, [0, 1, 0, 0]])))


def test_an_opened_ballot_without_its_randomness_is_refused() -> None:
    with pytest.raises(BallotError, match="opened-mismatch"):
        check_opened_ballot(parse_opened_ballot(_opened(randomness=[[], []])))
