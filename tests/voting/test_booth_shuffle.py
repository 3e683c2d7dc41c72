"""The shuffle of the guardian's desk: what the browser's code shuffles is checked here, and opens to the same votes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.node import run_node
from tests.voting.simulated_election import GRADES, PROJECTS, SimulatedElection
from voting.encoding import decode_values
from voting.errors import ShuffleError
from voting.group import multiply, subtract
from voting.shuffle import check_shuffle, parse_shuffle
from voting.strict_json import canonical
from voting.tally import EncryptedTally, shuffled_rows, with_rows


def _answers(*tasks: dict[str, Any]) -> list[Any]:
    ran = run_node("tests/answer_tasks.mjs", stdin=json.dumps(tasks))
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def _task(town: SimulatedElection, tally: EncryptedTally) -> dict[str, Any]:
    rows = canonical([[item.as_json() for item in row] for row in tally.ciphertexts])
    return {"task": "shuffle", "election": town.election.raw.decode(), "tally": rows.decode()}


def _town(ballots: int) -> SimulatedElection:
    town = SimulatedElection(questions=(GRADES, PROJECTS, GRADES), voters=max(ballots, 1), guardians=1, seed=ballots)
    for voter in range(ballots):
        town.vote(voter, [voter, 5, 0], [0, 1, 0, 0], [255, voter, voter])
    return town


def _votes(town: SimulatedElection, tally: EncryptedTally) -> list[list[tuple[int, ...]]]:
    secret = town.keys[0].secret
    return [
        sorted(decode_values(subtract(item.beta, multiply(item.alpha, secret)), 3) for item in row)
        for row in shuffled_rows(town.election, tally)
    ]


@pytest.mark.parametrize("ballots", [0, 1, 2, 9])
def test_a_shuffle_of_the_browser_is_accepted_and_gives_the_same_votes(ballots: int) -> None:
    town = _town(ballots)
    tally = town.tally()
    before = shuffled_rows(town.election, tally)
    (raw,) = _answers(_task(town, tally))
    shuffle = parse_shuffle(raw.encode(), before)
    check_shuffle(shuffle, town.election, before)
    after = with_rows(tally, town.election, shuffle.rows)
    assert _votes(town, after) == _votes(town, tally)
    assert not {item.alpha.raw for row in before for item in row} & {i.alpha.raw for row in shuffle.rows for i in row}


def test_two_shuffles_in_turn_and_the_share_of_the_browser_open_the_votes() -> None:
    town = _town(4)
    tally = town.tally()
    for _ in range(2):
        before = shuffled_rows(town.election, tally)
        (raw,) = _answers(_task(town, tally))
        shuffle = parse_shuffle(raw.encode(), before)
        check_shuffle(shuffle, town.election, before)
        tally = with_rows(tally, town.election, shuffle.rows)
    file = json.dumps(str(town.keys[0].secret))
    (share,) = _answers({**_task(town, tally), "task": "share", "file": file})
    assert len(json.loads(share)["decryption_factors"][0]) == 4


def test_a_shuffle_of_something_else_is_refused() -> None:
    town, other = _town(2), _town(3)
    (raw,) = _answers(_task(other, other.tally()))
    with pytest.raises(ShuffleError, match="shuffle-shape"):
        parse_shuffle(raw.encode(), shuffled_rows(town.election, town.tally()))
