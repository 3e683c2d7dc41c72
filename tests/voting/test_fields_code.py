"""The code of opened ballots: what fits, what is read back, and what counts as invalid."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.simulated_election import SimulatedElection
from voting.errors import BallotError, ElectionError
from voting.fields_code import NAME, WIDTHS, DecodedVote, FieldsCode, compose_fields_code, find_fields_code
from voting.question import NonHomomorphicQuestion

MOST = {1: 190, 2: 95, 4: 47, 8: 23}
THREE = compose_fields_code(1, ("Un verger", "Un préau", "Une rampe"))
DOCUMENT = Path(__file__).parents[2] / "docs" / "ballot-code.md"


def _answers(count: int) -> tuple[str, ...]:
    return tuple(f"{number}. Projet" for number in range(1, count + 1))


@given(st.data())
def test_any_vote_is_read_back(data: st.DataObject) -> None:
    width = data.draw(st.sampled_from(WIDTHS))
    code = compose_fields_code(width, _answers(data.draw(st.integers(1, MOST[width]))))
    count = len(code.answers)
    fields = data.draw(st.lists(st.integers(0, code.largest), min_size=count, max_size=count))
    vote = DecodedVote(False, tuple(fields))
    values = code.encode(vote)
    assert len(values) == code.values <= 24
    assert code.decode(values) == vote
    blank = DecodedVote(True, (0,) * count)
    assert code.decode(code.encode(blank)) == blank


@given(st.data())
def test_whatever_is_read_is_written_back_and_all_else_is_invalid(data: st.DataObject) -> None:
    width = data.draw(st.sampled_from(WIDTHS))
    code = compose_fields_code(width, _answers(data.draw(st.integers(1, 9))))
    values = data.draw(st.lists(st.integers(0, 255), min_size=code.values, max_size=code.values))
    with suppress(BallotError):
        assert code.encode(code.decode(values)) == tuple(values)


@pytest.mark.parametrize(("values", "fields"), [([40], (1, 0, 1)), ([0], (0, 0, 0)), ([56], (1, 1, 1))])
def test_the_documented_layout_is_the_one_that_is_read(values: list[int], fields: tuple[int, ...]) -> None:
    assert THREE.decode(values) == DecodedVote(False, fields)
    assert THREE.encode(DecodedVote(False, fields)) == tuple(values)


def test_the_documented_examples_hold() -> None:
    text = DOCUMENT.read_text()
    assert THREE.encode(DecodedVote(True, (0, 0, 0))) == (128,)
    for example in ("[40]", "[128]", "[41]", "[168]"):
        assert example in text
    for width, most in MOST.items():
        assert text.count(f"| {most} |\n") == 2
        assert compose_fields_code(width, _answers(most)).values == 24


@pytest.mark.parametrize("values", [[41], [168], [64], [192], [1], [], [40, 0]])
def test_a_vote_of_another_form_is_invalid(values: list[int]) -> None:
    with pytest.raises(BallotError, match="vote-code-invalid"):
        THREE.decode(values)


@pytest.mark.parametrize(
    "vote",
    [
        DecodedVote(False, (1, 0)),
        DecodedVote(False, (2, 0, 0)),
        DecodedVote(False, (-1, 0, 0)),
        DecodedVote(True, (1, 0, 0)),
    ],
)
def test_what_the_code_cannot_say_is_not_encoded(vote: DecodedVote) -> None:
    with pytest.raises(BallotError, match="vote-not-encodable"):
        THREE.encode(vote)


@pytest.mark.parametrize("width", WIDTHS)
def test_one_answer_more_than_fits_is_refused(width: int) -> None:
    with pytest.raises(ElectionError, match="fields-code"):
        compose_fields_code(width, _answers(MOST[width] + 1))


@pytest.mark.parametrize(("width", "answers"), [(3, ("A",)), (0, ("A",)), (1, ())])
def test_a_code_that_says_nothing_is_refused(width: int, answers: tuple[str, ...]) -> None:
    with pytest.raises(ElectionError, match="fields-code"):
        compose_fields_code(width, answers)


def test_a_question_names_its_code_in_the_election() -> None:
    town = SimulatedElection(questions=(THREE.question("Quels projets ?"),), seed=121)
    (question,) = town.election.questions
    assert isinstance(question, NonHomomorphicQuestion)
    assert find_fields_code(question) == THREE
    town.vote(0, THREE.encode(DecodedVote(False, (1, 0, 1))))
    town.vote(1, THREE.encode(DecodedVote(True, (0, 0, 0))))
    votes = json.loads(town.result(town.shuffles()[1]))["result"][0]
    assert sorted(votes) == [[40], [128]]


@pytest.mark.parametrize("extra", [None, "MajorityJudgment", {"method": "Schulze"}, {"code": "another-1"}, 3])
def test_a_question_of_somebody_else_s_is_left_alone(extra: object) -> None:
    assert find_fields_code(NonHomomorphicQuestion("?", ("1",), extra)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"width": 3},
        {"width": True},
        {"width": "1"},
        {"answers": []},
        {"answers": "ABC"},
        {"answers": [1]},
        {"answers": list(_answers(30))},
        {"more": 1},
    ],
)
def test_a_code_that_is_badly_named_is_refused(changes: dict[str, Any]) -> None:
    question = THREE.question("Quels projets ?")
    assert isinstance(question.extra, dict)
    with pytest.raises(ElectionError, match="fields-code"):
        find_fields_code(replace(question, extra={**question.extra, **changes}))


def test_the_code_is_made_of_its_name_width_and_answers_alone() -> None:
    question = FieldsCode(2, ("A",)).question("?")
    assert question.extra == {"code": NAME, "width": 2, "answers": ["A"]}
    assert question.answers == ("1",)
