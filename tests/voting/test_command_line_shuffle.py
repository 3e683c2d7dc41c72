"""Guardians without a browser, where ballots are opened: they shuffle and decrypt from the archive alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.voting.simulated_election import ASSEMBLY, GRADES, SimulatedElection
from voting.__main__ import main
from voting.board import Head, append_end_shuffles, append_partial_decryption, append_result, append_shuffle
from voting.combination import combine_factors
from voting.decryption import parse_share
from voting.result import combine_result
from voting.shuffle import parse_shuffle
from voting.tally import shuffled_rows, with_rows
from voting.verification.events import read_events

Capture = pytest.CaptureFixture[str]


def run(*arguments: object) -> int:
    return main([*map(str, arguments), "--lang", "en"])


@pytest.fixture
def town() -> SimulatedElection:
    made = SimulatedElection(questions=(GRADES,), voters=3, guardians=2, seed=151)
    for voter in range(3):
        made.vote(voter, [voter, 2, 3])
    return made


def _head(path: Path) -> Head:
    """The last event of an archive, to append after it."""
    with path.open("rb") as stream:
        *_, last = read_events(stream)
    return Head(last.height, last.event_hash, 1_900_000_000)


def test_two_guardians_shuffle_and_open_the_votes_from_the_archive(
    town: SimulatedElection, tmp_path: Path, capsys: Capture
) -> None:
    board = tmp_path / "urne.bel"
    board.write_bytes(town.archive("EncryptedTally"))
    tally = town.tally()
    keys = [tmp_path / f"{number}.json" for number in (1, 2)]
    for key, path in zip(town.keys, keys, strict=True):
        path.write_text(json.dumps(str(key.secret)))
    for owner in (1, 2):
        out = tmp_path / f"{owner}.shuffle"
        assert run("decrypt", board, keys[0], "--out", tmp_path / "early.share") == 1
        assert "not all shuffled yet" in capsys.readouterr().err
        assert run("shuffle", board, "--out", out) == 0
        assert town.election.fingerprint in capsys.readouterr().out
        shuffle = parse_shuffle(out.read_bytes(), shuffled_rows(town.election, tally))
        tally = with_rows(tally, town.election, shuffle.rows)
        board.write_bytes(board.read_bytes() + append_shuffle(_head(board), owner, out.read_bytes()).data)
    board.write_bytes(board.read_bytes() + append_end_shuffles(_head(board)).data)
    assert run("shuffle", board, "--out", tmp_path / "late.shuffle") == 1
    assert "nothing to shuffle" in capsys.readouterr().err
    shares = {}
    for owner, key in enumerate(keys, start=1):
        out = tmp_path / f"{owner}.share"
        assert run("decrypt", board, key, "--out", out) == 0
        shares[owner] = parse_share(out.read_bytes(), tally)
        board.write_bytes(board.read_bytes() + append_partial_decryption(_head(board), owner, out.read_bytes()).data)
    result = combine_result(town.election, tally, combine_factors(town.trustees, shares))
    board.write_bytes(board.read_bytes() + append_result(_head(board), result).data)
    capsys.readouterr()
    assert run("verify", board) == 0
    assert "3 votes opened" in capsys.readouterr().out


def test_nothing_is_shuffled_before_the_close_or_where_totals_are_asked(tmp_path: Path, capsys: Capture) -> None:
    board = tmp_path / "urne.bel"
    totals = SimulatedElection(questions=(ASSEMBLY,), seed=152)
    totals.vote(0, [1, 0])
    board.write_bytes(totals.archive("Ballot"))
    assert run("shuffle", board, "--out", tmp_path / "x") == 1
    assert "the vote is not closed" in capsys.readouterr().err
    board.write_bytes(totals.archive("EncryptedTally"))
    assert run("shuffle", board, "--out", tmp_path / "x") == 1
    assert "nothing to shuffle" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_a_board_that_is_not_valid_is_not_shuffled(town: SimulatedElection, tmp_path: Path, capsys: Capture) -> None:
    board = tmp_path / "urne.bel"
    board.write_bytes(town.archive("EncryptedTally")[:-600])
    assert run("shuffle", board, "--out", tmp_path / "x") == 1
    assert "[archive-" in capsys.readouterr().err
