"""The encrypted tally: whose ballots it is made of, and what does not pass for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.simulated_election import ASSEMBLY, PROJECTS, SimulatedElection
from voting.errors import MalformedError, TallyError
from voting.group import IDENTITY, multiply_generator
from voting.hashing import sha256_hex
from voting.strict_json import canonical
from voting.tally import (
    EncryptedTally,
    TallySum,
    check_encrypted_tally,
    effective_ballots,
    encrypted_tally,
    json_count,
    parse_count,
    parse_encrypted_tally,
    parse_sized_tally,
    read_tally,
)

TOWN = SimulatedElection(questions=(ASSEMBLY,), voters=3, seed=31)
BALLOTS = [
    TOWN.vote(voter, choice) for voter, choice in [(0, [1, 0]), (1, [0, 1]), (0, [0, 1]), (2, [0, 0]), (1, [1, 0])]
]
TALLY = TOWN.tally()


def test_a_second_ballot_replaces_the_first_and_stands_where_it_came() -> None:
    assert effective_ballots(BALLOTS) == [BALLOTS[2], BALLOTS[3], BALLOTS[4]]
    assert TALLY.num_tallied == TALLY.total_weight == 3
    assert TOWN.result() == b'{"result":[[1,1]]}'


@settings(max_examples=20)
@given(st.permutations(range(3)), st.lists(st.integers(0, 2), max_size=3))
def test_the_order_of_effective_ballots_does_not_change_the_tally(order: list[int], replaced: list[int]) -> None:
    last = [BALLOTS[2], BALLOTS[3], BALLOTS[4]]
    ballots = [last[n] for n in replaced] + [last[n] for n in order]
    assert encrypted_tally(TOWN.election, ballots).raw == TALLY.raw


def test_a_running_sum_gives_the_same_tally() -> None:
    running = TallySum(TOWN.election)
    for checked in effective_ballots(BALLOTS):
        running.add(checked)
    assert running.finish() == TALLY


def test_no_ballot_gives_identities() -> None:
    empty = SimulatedElection(seed=32)
    tally = empty.tally()
    assert all(item.alpha == item.beta == IDENTITY for item in tally.ciphertexts[0])
    assert (tally.num_tallied, tally.total_weight) == (0, 0)
    assert empty.result() == b'{"result":[[0,0,0,0]]}'


def test_a_ballot_counts_as_often_as_its_weight() -> None:
    town = SimulatedElection(questions=(ASSEMBLY,), voters=3, weights=(5, 0, 7), seed=33)
    by_weight = {town.check(town.seal(voter, [1, 0]).raw).weight: voter for voter in range(3)}
    town.vote(by_weight[5], [1, 0])
    town.vote(by_weight[0], [1, 0])
    town.vote(by_weight[7], [0, 1])
    assert town.result() == b'{"result":[[5,7]]}'
    assert (town.tally().num_tallied, town.tally().total_weight) == (3, 12)


def test_a_tally_is_read_as_it_was_written() -> None:
    assert read_tally(TALLY.raw, TALLY.sized_raw, TOWN.election) == TALLY
    assert parse_encrypted_tally(TALLY.raw, TOWN.election, TALLY.num_tallied) == TALLY.ciphertexts
    assert parse_sized_tally(TALLY.sized_raw) == (3, 3, sha256_hex(TALLY.raw))
    check_encrypted_tally(TALLY, TALLY, TOWN.election)


@pytest.mark.parametrize("count", [0, 1, 1073741823, 1073741824, 10**12])
def test_counts_are_written_as_the_reference_writes_them(count: int) -> None:
    written = json_count(count)
    assert isinstance(written, str) == (count > 1073741823)
    assert parse_count(written) == count


@pytest.mark.parametrize(
    "value", [-1, True, 1.0, "1", "01", "1073741823", 1073741824, "²", "٣", "9" * 30, "", None, []]
)
def test_a_count_is_written_in_one_way_only(value: Any) -> None:
    with pytest.raises(MalformedError, match="json-number"):
        parse_count(value)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (TALLY.raw + b"\n", "tally-malformed"),
        (TALLY.raw.replace(b",", b", ", 1), "tally-malformed"),
        (b"{}", "tally-malformed"),
        (canonical([[{"alpha": "0" * 64, "beta": IDENTITY.text}] * 2]), "tally-malformed"),
        (b"[]", "tally-shape"),
        (b"[[]]", "tally-shape"),
        (TALLY.raw[:-1] + b"," + TALLY.raw[1:], "tally-shape"),
    ],
)
def test_a_tally_of_another_form_or_shape_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(TallyError, match=f"^{code}$"):
        parse_encrypted_tally(raw, TOWN.election, TALLY.num_tallied)


def _sized(**changes: object) -> bytes:
    members = {"num_tallied": 3, "total_weight": 3, "encrypted_tally": sha256_hex(TALLY.raw)}
    return canonical({**members, **changes})


@pytest.mark.parametrize(
    "raw",
    [
        _sized(more=1),
        _sized(num_tallied=-3),
        _sized(num_tallied=True),
        _sized(num_tallied="3"),
        _sized(num_tallied=[[]]),
        _sized(total_weight="3"),
        _sized(total_weight="²"),
        _sized(total_weight=2**30),
        _sized(encrypted_tally=None),
        _sized()[:-1],
        _sized() + b" ",
        b'{"num_tallied":"\\ud800","total_weight":3,"encrypted_tally":""}',
        b'{"num_tallied":' + b"[" * 900 + b"]" * 900 + b',"total_weight":3,"encrypted_tally":""}',
    ],
)
def test_sizes_of_another_form_are_refused(raw: bytes) -> None:
    with pytest.raises(TallyError, match="tally-size-malformed"):
        parse_sized_tally(raw)


def test_sizes_that_name_another_tally_are_refused() -> None:
    with pytest.raises(TallyError, match="tally-hash"):
        read_tally(TALLY.raw, _sized(encrypted_tally=sha256_hex(b"")), TOWN.election)


def _tally_of(ballots: list[int]) -> EncryptedTally:
    running = TallySum(TOWN.election)
    for position in ballots:
        running.add(BALLOTS[position])
    return running.finish()


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (_tally_of([2, 3]), "tally-count"),
        (_tally_of([0, 1, 3]), "tally-sum"),
        (replace(_tally_of([0, 2, 4]), num_tallied=3), "tally-sum"),
        (replace(TALLY, num_tallied=4), "tally-count"),
        (replace(TALLY, total_weight=4), "tally-weight"),
        (replace(TALLY, raw=TALLY.raw.replace(b"a", b"b", 1)), "tally-sum"),
    ],
)
def test_a_tally_of_other_ballots_is_refused(found: EncryptedTally, code: str) -> None:
    with pytest.raises(TallyError, match=f"^{code}$"):
        check_encrypted_tally(found, TALLY, TOWN.election)


def test_votes_added_to_the_sum_are_seen() -> None:
    first = TALLY.ciphertexts[0][0]
    more = replace(first, beta=multiply_generator(3))
    stuffed = replace(TALLY, raw=canonical([[more.as_json(), TALLY.ciphertexts[0][1].as_json()]]))
    with pytest.raises(TallyError, match="tally-sum"):
        check_encrypted_tally(stuffed, TALLY, TOWN.election)


def test_questions_are_summed_apart() -> None:
    town = SimulatedElection(questions=(PROJECTS, ASSEMBLY), seed=34)
    town.vote(0, [1, 0, 0, 0], [0, 1])
    town.vote(1, [0, 1, 1, 0], [0, 1])
    assert town.result() == b'{"result":[[1,1,1,0],[0,2]]}'
