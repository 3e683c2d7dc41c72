"""The description of an election: what is sound, what is refused, and by which name."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.reference_vectors import TOTALS, read_election, read_meta
from tests.voting.simulated_election import ASSEMBLY, PROJECTS
from voting.election import check_uuid, compose_election, parse_election
from voting.errors import ElectionError, MalformedError
from voting.group import multiply_generator
from voting.hashing import base64_unpadded
from voting.question import HomomorphicQuestion

UUID = "AYp2aqHj2N6e1V"
KEY = multiply_generator(7)
RAW = compose_election(
    uuid=UUID,
    name="Budget participatif",
    description="d'essai",
    public_key=KEY,
    questions=[PROJECTS, ASSEMBLY],
    administrator="La mairie",
    credential_authority="Le greffe",
)


def _changed(alter: Callable[[dict[str, Any]], None]) -> bytes:
    members = json.loads(RAW)
    alter(members)
    return json.dumps(members).encode()


def _with(name: str, value: object) -> bytes:
    return _changed(lambda members: members.update({name: value}))


def _question(**changes: object) -> bytes:
    return _changed(lambda members: members["questions"][0].update(changes))


def test_an_election_is_read_as_it_was_composed() -> None:
    election = parse_election(RAW)
    assert (election.raw, election.uuid, election.public_key) == (RAW, UUID, KEY)
    assert (election.name, election.description) == ("Budget participatif", "d'essai")
    assert (election.administrator, election.credential_authority) == ("La mairie", "Le greffe")
    assert election.questions == (PROJECTS, ASSEMBLY)
    assert election.fingerprint == base64_unpadded(RAW)
    assert [question.ciphertexts for question in election.questions] == [4, 2]


@pytest.mark.parametrize("name", TOTALS)
def test_the_reference_s_elections_are_read_and_have_its_fingerprint(name: str) -> None:
    raw = read_election(name)["election"][0]
    election = parse_election(raw)
    assert election.fingerprint == read_meta(name)["election_fingerprint"]
    composed = compose_election(
        uuid=election.uuid,
        name=election.name,
        description=election.description,
        public_key=election.public_key,
        questions=election.questions,
        administrator=election.administrator,
        credential_authority=election.credential_authority,
    )
    assert composed == raw


def test_the_layout_is_free_and_only_the_bytes_are_hashed() -> None:
    spaced = json.dumps(json.loads(RAW), indent=1).encode()
    assert parse_election(spaced).questions == parse_election(RAW).questions
    assert parse_election(spaced).fingerprint == base64_unpadded(spaced) != parse_election(RAW).fingerprint


def test_a_language_may_be_named() -> None:
    assert parse_election(_with("language", "fr")).language == "fr"


def test_blank_written_as_false_is_kept_and_means_no() -> None:
    question = parse_election(_question(blank=False)).questions[0]
    assert not question.blank
    assert question.as_json()["blank"] is False
    assert question.ciphertexts == 3


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.integers(1, 5), st.data())
def test_any_sound_question_is_read_back(text: str, answers: int, data: st.DataObject) -> None:
    minimum = data.draw(st.integers(0, answers))
    question = HomomorphicQuestion(
        text,
        tuple(f"{n}. {text}" for n in range(answers)),
        minimum,
        data.draw(st.integers(minimum, answers)),
        data.draw(st.sampled_from([None, False, True])),
    )
    raw = compose_election(uuid=UUID, name=text, description=text, public_key=KEY, questions=[question])
    assert parse_election(raw).questions == (question,)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (_with("version", 2), "election-version"),
        (_with("version", True), "election-version"),
        (_with("version", "1"), "election-version"),
        (_with("group", "RFC-3526-2048"), "group-unsupported"),
        (_with("group", None), "group-unsupported"),
        (_with("uuid", UUID[:-1]), "election-uuid"),
        (_with("uuid", UUID[:-1] + "0"), "election-uuid"),
        (_with("uuid", UUID + "\n"), "election-uuid"),
        (_with("public_key", KEY.text.upper()), "election-public-key"),
        (_with("public_key", "0" * 63 + "1"), "election-public-key"),
        (_with("public_key", "0" * 64), "election-public-key"),
        (_with("questions", []), "election-questions"),
        (_question(answers=[]), "question-answers"),
        (_question(answers=["a"] * 1001), "question-answers"),
        (_question(min=-1), "question-bounds"),
        (_question(min=3), "question-bounds"),
        (_question(max=4), "question-bounds"),
        (_question(max="2"), "question-bounds"),
        (_question(min=True), "question-bounds"),
        (_question(blank=1), "question-blank"),
        (_with("questions", [{"type": "Lists", "value": {}, "extra": 1}]), "question-unsupported"),
    ],
)
def test_an_unsound_election_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(ElectionError, match=f"^{code}$"):
        parse_election(raw)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (RAW.replace(b'"uuid"', b'"version":1,"uuid"'), "json-duplicate-key"),
        (_with("more", 1), "json-members"),
        (_question(more=1), "json-members"),
        (_changed(lambda members: members.pop("name")), "json-members"),
        (_with("name", 1), "json-string"),
        (_with("language", None), "json-string"),
        (_with("questions", {}), "json-array"),
        (_question(answers=["a", 1]), "json-string"),
        (_with("questions", ["a"]), "json-members"),
        (RAW + b"x", "json-syntax"),
        (b"[]", "json-members"),
    ],
)
def test_an_election_of_another_form_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(MalformedError, match=f"^{code}$"):
        parse_election(raw)


@pytest.mark.parametrize(
    ("name", "code", "facts"),
    [
        ("unsupported_group", "group-unsupported", {"group": "BELENIOS-2048"}),
        ("unsupported_lists", "question-unsupported", {"type": "Lists"}),
    ],
)
def test_a_kind_that_is_not_supported_is_named(name: str, code: str, facts: dict[str, str]) -> None:
    with pytest.raises(ElectionError, match=code) as refusal:
        parse_election(read_election(name)["election"][0])
    assert refusal.value.facts == facts


def test_an_unsound_election_is_not_composed() -> None:
    unsound = HomomorphicQuestion("?", ("a", "b"), 2, 1)
    with pytest.raises(ElectionError, match="question-bounds"):
        compose_election(uuid=UUID, name="n", description="d", public_key=KEY, questions=[unsound])


def test_an_identifier_is_checked_alone() -> None:
    check_uuid(UUID)
    with pytest.raises(ElectionError, match="election-uuid"):
        check_uuid("../../etc/passwd")
