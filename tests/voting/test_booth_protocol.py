"""What the browser makes, checked by the Python package and by the reference: ballots, keys, shares."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.node import answers
from tests.reference import MISSING, find_reference
from tests.voting.simulated_election import ASSEMBLY, GRADES, PROJECTS, SimulatedElection
from voting.board import append_ballot, open_board
from voting.combination import combine_factors
from voting.credentials import derive_public
from voting.decryption import check_share, parse_share
from voting.election import compose_election, parse_election
from voting.opened_ballot import check_opened_ballot, compose_opened_ballot, parse_opened_ballot
from voting.question import HomomorphicQuestion, NonHomomorphicQuestion, Question
from voting.result import combine_result, parse_result
from voting.strong_share import check_strong_share, parse_strong_share
from voting.trustee import (
    compose_trustees,
    joint_public_key,
    parse_key_file,
    parse_trustee_public_key,
    parse_trustees,
)

_MANY = HomomorphicQuestion("Lesquels ?", tuple(f"{n}. Projet « {n} »" for n in range(1, 31)), 1, 10, True)
_EXACT = HomomorphicQuestion("Deux, ni plus ni moins", ("Nord", "Sud", "Est"), 2, 2, False)
_ANY = HomomorphicQuestion("Autant que l'on veut \\ \"guillemets\" \t 🗳", ("a", "b", "c"), 0, 3, True)
_ONE = HomomorphicQuestion("Oui ?", ("Oui",), 0, 1)

_NUMBERS = NonHomomorphicQuestion("Combien ?", tuple(f"Projet {n}" for n in range(24)), {"code": "essai", "n": [1]})

SHAPES: list[tuple[str, Sequence[Question], list[list[int]]]] = [
    ("one project", [PROJECTS], [[0, 1, 0, 0]]),
    ("as many projects as allowed", [PROJECTS], [[0, 1, 0, 1]]),
    ("a blank vote", [PROJECTS], [[1, 0, 0, 0]]),
    ("nothing where nothing is allowed", [ASSEMBLY], [[0, 0]]),
    ("one of two", [ASSEMBLY], [[0, 1]]),
    ("an exact number", [_EXACT], [[1, 0, 1]]),
    ("nothing chosen, which is not a blank vote", [_ANY], [[0, 0, 0, 0]]),
    ("everything", [_ANY], [[0, 1, 1, 1]]),
    ("blank where everything is allowed", [_ANY], [[1, 0, 0, 0]]),
    ("a single answer", [_ONE], [[1]]),
    ("several questions", [PROJECTS, ASSEMBLY, _EXACT], [[1, 0, 0, 0], [1, 0], [0, 1, 1]]),
    ("numbers of a ballot to be opened", [GRADES], [[0, 255, 7]]),
    ("zeros of a ballot to be opened", [GRADES], [[0, 0, 0]]),
    ("as many numbers as are safe", [_NUMBERS], [list(range(24))]),
    ("both kinds", [PROJECTS, GRADES], [[0, 1, 0, 0], [1, 2, 3]]),
    ("thirty projects", [_MANY], [[0, *(int(n % 4 == 0) for n in range(1, 31))]]),
]


@pytest.fixture(scope="module")
def sealed() -> list[tuple[SimulatedElection, list[list[int]], dict[str, Any]]]:
    """An election of each shape with a ballot that the browser's code sealed for its first voter."""
    elections = [SimulatedElection(questions=questions, voters=1) for _, questions, _ in SHAPES]
    tasks = [
        {"task": "seal", "election": election.election.raw.decode(), "code": election.codes[0], "choices": choices}
        for election, (_, _, choices) in zip(elections, SHAPES, strict=True)
    ]
    return list(zip(elections, (choices for _, _, choices in SHAPES), answers(*tasks), strict=True))


@pytest.mark.parametrize("position", range(len(SHAPES)), ids=[name for name, _, _ in SHAPES])
def test_a_ballot_sealed_in_the_browser_passes_every_check(
    sealed: list[tuple[SimulatedElection, list[list[int]], dict[str, Any]]], position: int
) -> None:
    election, _, ballot = sealed[position]
    checked = election.check(ballot["raw"].encode())
    assert checked.ballot.tracker == ballot["tracker"]


@pytest.mark.parametrize("position", range(len(SHAPES)), ids=[name for name, _, _ in SHAPES])
def test_what_the_browser_gives_to_open_a_ballot_opens_it_to_the_choices(
    sealed: list[tuple[SimulatedElection, list[list[int]], dict[str, Any]]], position: int
) -> None:
    election, choices, ballot = sealed[position]
    randomness = tuple(tuple(int(scalar) for scalar in row) for row in ballot["randomness"])
    raw = compose_opened_ballot(election.election, ballot["raw"].encode(), choices, randomness)
    opened = check_opened_ballot(parse_opened_ballot(raw))
    for question, row, names in zip(election.election.questions, choices, opened, strict=True):
        if isinstance(question, NonHomomorphicQuestion):
            assert names == [f"{answer}: {value}" for answer, value in zip(question.answers, row, strict=True)]
            continue
        marked = row[1:] if question.blank else row
        assert names == [answer for answer, value in zip(question.answers, marked, strict=True) if value]


@pytest.mark.reference
@pytest.mark.parametrize("position", range(len(SHAPES)), ids=[name for name, _, _ in SHAPES])
def test_the_reference_takes_a_ballot_sealed_in_the_browser(
    sealed: list[tuple[SimulatedElection, list[list[int]], dict[str, Any]]], position: int, tmp_path: Path
) -> None:
    tool = find_reference()
    if tool is None:
        pytest.skip(MISSING)
    election, _, ballot = sealed[position]
    started = open_board(1_900_000_000, election.election.raw, election.trustees.raw, election.credentials.raw)
    (tmp_path / f"{election.uuid}.bel").write_bytes(started.data)
    path = tmp_path / "ballot.json"
    path.write_text(ballot["raw"])
    command = [str(tool), "election", "verify-ballot", "--dir", str(tmp_path), "--ballot", str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "ballot is valid" in ran.stderr + ran.stdout


def test_both_sides_read_the_same_fingerprint_and_derive_the_same_credential() -> None:
    election = SimulatedElection(questions=[_ANY, PROJECTS])
    fingerprint, credential = answers(
        {"task": "fingerprint", "election": election.election.raw.decode()},
        {"task": "credential", "uuid": election.uuid, "code": election.codes[0]},
    )
    assert fingerprint == election.election.fingerprint
    assert credential == derive_public(election.uuid, election.codes[0]).text


def test_keys_and_shares_made_in_the_browser_open_the_total() -> None:
    made = answers(*({"task": "key", "uuid": "x" * 14, "name": f"Gardienne « {n} »"} for n in (1, 2)))
    files = [key["file"] for key in made]
    trustees = parse_trustees(compose_trustees([key["public"].encode() for key in made]))
    for key in made:
        assert parse_key_file(key["file"].encode()).public == parse_trustee_public_key(key["public"].encode()).public
    town = SimulatedElection(voters=3)
    raw = compose_election(
        uuid=town.uuid, name="n", description="", public_key=joint_public_key(trustees), questions=[PROJECTS, _ONE]
    )
    town.election, town.trustees = parse_election(raw), trustees
    for voter, choices in enumerate([([0, 1, 1, 0], [1]), ([1, 0, 0, 0], [0]), ([0, 0, 1, 0], [0])]):
        town.vote(voter, *choices)
    tally = town.tally()
    facts = {"task": "share", "election": raw.decode(), "tally": tally.raw.decode()}
    shares = [parse_share(share.encode(), tally) for share in answers(*({**facts, "file": f} for f in files))]
    for share, key in zip(shares, trustees.keys, strict=True):
        check_share(share, town.election, tally, key.public)
    factors = combine_factors(trustees, dict(enumerate(shares, start=1)))
    result = parse_result(combine_result(town.election, tally, factors), town.election, tally.num_tallied)
    assert result == ((1, 1, 2, 0), (1,))


def test_a_share_of_an_empty_box_is_sound() -> None:
    town = SimulatedElection(guardians=1)
    tally = town.tally()
    file = json.dumps(str(town.keys[0].secret))
    (share,) = answers(
        {"task": "share", "election": town.election.raw.decode(), "tally": tally.raw.decode(), "file": file}
    )
    check_share(parse_share(share.encode(), tally), town.election, tally, town.keys[0].public)


def test_a_strong_share_made_in_the_browser_binds_every_factor() -> None:
    town = SimulatedElection(questions=[PROJECTS, GRADES], voters=2, guardians=2)
    town.vote(0, [0, 1, 0, 0], [1, 2, 3])
    town.vote(1, [1, 0, 0, 0], [0, 0, 0])
    tally = town.tally()
    facts = {"election": town.election.raw.decode(), "tally": tally.raw.decode(), "owner": 2}
    facts["file"] = json.dumps(str(town.keys[1].secret))
    (share_raw,) = answers({"task": "share", **facts})
    (raw,) = answers({"task": "strong", "share": share_raw, **facts})
    strong, share = parse_strong_share(raw.encode()), parse_share(share_raw.encode(), tally)
    check_strong_share(strong, town.election, tally, town.keys[1].public, share)
    assert (strong.owner, [len(row) for row in strong.proofs]) == (2, [4, 2])


def test_ballots_of_both_kinds_stand_on_one_board() -> None:
    town = SimulatedElection(voters=2)
    facts = {"task": "seal", "election": town.election.raw.decode(), "code": town.codes[1], "choices": [[0, 0, 0, 1]]}
    town.vote(0, [0, 1, 0, 0])
    (sealed,) = answers(facts)
    town.cast(sealed["raw"].encode())
    head = open_board(1_900_000_000, town.election.raw, town.trustees.raw, town.credentials.raw).head
    for checked in town.ballots:
        head = append_ballot(head, ballot_raw=checked.ballot.raw).head
    assert parse_result(town.result(), town.election, len(town.ballots)) == ((0, 1, 0, 1),)
