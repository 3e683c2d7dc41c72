"""A whole count on the command line: every share with its strong proof, judged by the reference too."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.reference import MISSING, find_reference
from tests.voting.simulated_election import ASSEMBLY, GRADES, TIMESTAMP, SimulatedElection
from voting.__main__ import main
from voting.board import Appended, Head, append_end_shuffles, append_partial_decryption, append_result, append_shuffle
from voting.combination import combine_factors
from voting.commands.board_state import BoardState, read_state
from voting.decryption import parse_share
from voting.result import combine_result
from voting.strong_share import compose_strong_shares, find_wrong_shares, parse_strong_share, parse_strong_shares
from voting.verification.events import read_events
from voting.verification.procedure import check_archive

Capture = pytest.CaptureFixture[str]


class Count:
    """A board that is closed, the guardians' key files, and what they do on their machines."""

    def __init__(self, folder: Path, town: SimulatedElection) -> None:
        self.folder, self.town = folder, town
        self.board = folder / f"{town.uuid}.bel"
        self.board.write_bytes(town.archive("EncryptedTally"))
        for owner, key in enumerate(town.keys, start=1):
            (folder / f"{owner}.key").write_text(json.dumps(str(key.secret)))

    def append(self, step: Callable[[Head], Appended]) -> None:
        """Lets the board grow."""
        events = list(read_events(BytesIO(self.board.read_bytes())))
        head = Head(events[-1].height, events[-1].event_hash, TIMESTAMP)
        self.board.write_bytes(self.board.read_bytes() + step(head).data)

    def run(self, command: str, *arguments: object) -> int:
        """One command about the board."""
        return main([command, str(self.board), *map(str, arguments), "--lang", "en"])

    def shuffle(self, owner: int) -> None:
        """The shuffle of a guardian, made and put on the board."""
        out = self.folder / f"{owner}.shuffle"
        assert self.run("shuffle", "--out", out) == 0
        self.append(lambda head: append_shuffle(head, owner, out.read_bytes()))

    def decrypt(self, owner: int) -> None:
        """The share of a guardian with its strong proof, made and put on the board."""
        out, strong = self.folder / f"{owner}.share", self.folder / f"{owner}.strong"
        assert self.run("decrypt", self.folder / f"{owner}.key", "--out", out, "--strong", strong) == 0
        self.append(lambda head: append_partial_decryption(head, owner, out.read_bytes()))

    def read(self) -> BoardState:
        """How far the board is."""
        with self.board.open("rb") as stream:
            return read_state(stream, check_archive(stream))


@pytest.fixture
def count(tmp_path: Path) -> Count:
    """A count of totals and of opened ballots."""
    town = SimulatedElection(questions=(ASSEMBLY, GRADES), voters=3, guardians=2, seed=161)
    for voter in range(3):
        town.vote(voter, [0, 1], [voter, 7, 9])
    return Count(tmp_path, town)


@pytest.fixture
def totals(tmp_path: Path) -> Count:
    """A count of totals alone."""
    town = SimulatedElection(questions=(ASSEMBLY,), voters=1, guardians=1, seed=162)
    town.vote(0, [1, 0])
    return Count(tmp_path, town)


def _hold(count: Count) -> None:
    """The whole count by two guardians."""
    for owner in (1, 2):
        count.shuffle(owner)
    count.append(append_end_shuffles)
    for owner in (1, 2):
        count.decrypt(owner)
    tally = count.read().tally
    assert tally is not None
    shares = {owner: parse_share((count.folder / f"{owner}.share").read_bytes(), tally) for owner in (1, 2)}
    strong = [parse_strong_share((count.folder / f"{owner}.strong").read_bytes()) for owner in (1, 2)]
    town = count.town
    file = compose_strong_shares(town.election, strong)
    assert find_wrong_shares(parse_strong_shares(file), town.election, town.trustees, tally, shares) == {}
    result = combine_result(town.election, tally, combine_factors(town.trustees, shares))
    count.append(lambda head: append_result(head, result))


def test_a_count_with_two_shuffling_guardians_is_held_on_the_command_line(count: Count, capsys: Capture) -> None:
    _hold(count)
    capsys.readouterr()
    assert count.run("verify", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    totals, votes = report["facts"]["result"]
    assert (totals, sorted(votes)) == ([0, 3], [[0, 7, 9], [1, 7, 9], [2, 7, 9]])


@pytest.mark.reference
@pytest.mark.xdist_group("reference")
def test_the_reference_accepts_a_count_held_on_the_command_line(count: Count) -> None:
    tool = find_reference()
    if tool is None:
        pytest.skip(MISSING)
    _hold(count)
    command = [str(tool), "election", "verify", "--dir", str(count.folder)]
    answer = subprocess.run(command, check=False, capture_output=True, text=True, timeout=240)
    assert answer.returncode == 0, answer.stderr
    assert "all checks passed" in answer.stderr


def test_share_and_strong_proof_are_two_new_files(totals: Count, capsys: Capture) -> None:
    key, out, strong = totals.folder / "1.key", totals.folder / "share", totals.folder / "strong"
    assert totals.run("decrypt", key, "--out", out, "--strong", out) == 2
    assert not out.exists()
    strong.write_bytes(b"mine")
    assert totals.run("decrypt", key, "--out", out, "--strong", strong) == 2
    assert (out.exists(), strong.read_bytes()) == (False, b"mine")
    assert str(totals.town.keys[0].secret) not in "".join(capsys.readouterr())
