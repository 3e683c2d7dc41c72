"""The command line of guardians, registrars and careful voters: nothing secret is shown, nothing is written over."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.voting.forged_board import forge, steps_of
from tests.voting.packed_archives import read_archive
from tests.voting.simulated_election import PROJECTS, TIMESTAMP, SimulatedElection, seeded
from voting.__main__ import main
from voting.ballot import check_ballot, parse_ballot, seal_ballot
from voting.board import (
    append_ballot,
    append_encrypted_tally,
    append_end_ballots,
    append_partial_decryption,
    append_result,
    open_board,
)
from voting.combination import combine_factors
from voting.credentials import compose_public_credentials, parse_public_credentials
from voting.decryption import parse_share
from voting.election import compose_election, parse_election
from voting.group import parse_point
from voting.opened_ballot import compose_opened_ballot
from voting.result import combine_result
from voting.tally import encrypted_tally
from voting.trustee import compose_key_file, compose_trustees, joint_public_key, parse_trustees

UUID = "8a1jLn2rBVZ35r"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "urne.bel"
    path.write_bytes(read_archive("valid/h_blank/final.bel"))
    return path


def run(*arguments: object) -> int:
    return main([*map(str, arguments), "--lang", "fr"])


def _make_codes(folder: Path) -> dict[str, str]:
    """The voting codes of a roll of three, made by the command line."""
    roll = folder / "roll.csv"
    roll.write_text("roll_number;name;birth_date;district\n7;Ada;1954-03-12;1\n12;Élise;1960-01-01;2\n3;Zoé;1999-12-31;1\n")
    assert run("credentials", "--uuid", UUID, "--roll", roll, "--out", folder / "codes") == 0
    with (folder / "codes" / "codes.csv").open() as stream:
        return {row["roll_number"]: row["code"] for row in csv.DictReader(stream, delimiter=";")}


def _make_keys(folder: Path) -> list[bytes]:
    """The public keys of two guardians, made by the command line; the second's file has the name it is given."""
    assert run("trustee-key", "--uuid", UUID, "--name", "Ada", "--out", folder / "ada.json") == 0
    second = ("--out", folder / "zoe.json", "--public", folder / "zoe.pub")
    assert run("trustee-key", "--uuid", UUID, "--name", "Zoé", *second) == 0
    return [(folder / "ada.json.public.json").read_bytes(), (folder / "zoe.pub").read_bytes()]


def test_an_election_can_be_held_on_the_command_line(tmp_path: Path, capsys: Capture) -> None:
    codes, public_keys = _make_codes(tmp_path), _make_keys(tmp_path)
    trustees = parse_trustees(compose_trustees(public_keys))
    raw = compose_election(
        uuid=UUID, name="Essai", description="", public_key=joint_public_key(trustees), questions=[PROJECTS]
    )
    election = parse_election(raw)
    with (tmp_path / "codes" / "credentials.csv").open() as stream:
        points = [parse_point(row["credential"]) for row in csv.DictReader(stream, delimiter=";")]
    credentials = parse_public_credentials(compose_public_credentials(points))
    head = open_board(TIMESTAMP, raw, trustees.raw, credentials.raw)
    board = tmp_path / "urne.bel"
    board.write_bytes(head.data)
    random, ballots = seeded(52), []
    for code in codes.values():
        sealed = seal_ballot(election, code, [[0, 1, 0, 0]], random)
        ballots.append(check_ballot(parse_ballot(sealed.raw), election, credentials))
        head = append_ballot(head.head, sealed.raw)
        board.write_bytes(board.read_bytes() + head.data)
    share = tmp_path / "ada.share"
    assert run("decrypt", board, tmp_path / "ada.json", "--out", share) == 1
    assert "le vote n'est pas clos" in capsys.readouterr().err
    tally = encrypted_tally(election, ballots)
    for append in (append_end_ballots, lambda last: append_encrypted_tally(last, tally)):
        head = append(head.head)
        board.write_bytes(board.read_bytes() + head.data)
    shares = {}
    for owner, name in enumerate(("ada", "zoe"), start=1):
        share = tmp_path / f"{name}.share"
        assert run("decrypt", board, tmp_path / f"{name}.json", "--out", share) == 0
        assert election.fingerprint in capsys.readouterr().out
        shares[owner] = parse_share(share.read_bytes(), tally)
        head = append_partial_decryption(head.head, owner, share.read_bytes())
        board.write_bytes(board.read_bytes() + head.data)
    result = combine_result(election, tally, combine_factors(trustees, shares))
    board.write_bytes(board.read_bytes() + append_result(head.head, result).data)
    assert run("verify", board) == 0
    assert "         3  Un verger" in capsys.readouterr().out


def test_secret_files_are_readable_by_their_owner_only_and_never_shown(tmp_path: Path, capsys: Capture) -> None:
    codes = _make_codes(tmp_path)
    _make_keys(tmp_path)
    said = "".join(capsys.readouterr())
    secret = json.loads((tmp_path / "ada.json").read_text())["private_key"]
    for hidden in (secret, *codes.values()):
        assert hidden not in said
    for path in (tmp_path / "ada.json", tmp_path / "zoe.json", tmp_path / "codes" / "codes.csv"):
        assert path.stat().st_mode & 0o777 == 0o600
    assert list(codes) == ["7", "12", "3"]
    assert "Ada" not in (tmp_path / "codes" / "codes.csv").read_text()


def test_nothing_is_written_over_a_file_that_exists(tmp_path: Path, archive: Path, capsys: Capture) -> None:
    _make_codes(tmp_path)
    _make_keys(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    key, codes = tmp_path / "ada.json", tmp_path / "codes"
    assert run("trustee-key", "--uuid", UUID, "--out", key) == 2
    assert run("trustee-key", "--uuid", UUID, "--out", tmp_path / "new.json", "--public", key) == 2
    assert run("decrypt", archive, key, "--out", key) == 2
    assert run("credentials", "--uuid", UUID, "--roll", tmp_path / "roll.csv", "--out", codes) == 2
    (codes / "codes.csv").unlink()
    assert run("credentials", "--uuid", UUID, "--roll", tmp_path / "roll.csv", "--out", codes) == 2
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == {path: raw for path, raw in before.items() if path != codes / "codes.csv"}
    assert "rien n'a été écrit" in capsys.readouterr().err


@pytest.mark.parametrize(
    "roll",
    [
        b"",
        b"roll_number\n",
        b"numero;nom\n1;a\n",
        b"roll_number;name\n1;a\n1;b\n",
        b"roll_number;name\n0;a\n",
        b"roll_number;name\n01;a\n",
        b"roll_number;name\nx;a\n",
        b'roll_number;name\n1;"a\n',
        b"roll_number,name\n1,a\n",
        b"roll_number;name\n12345678;a\n",
    ],
)
def test_a_roll_without_good_numbers_is_refused(roll: bytes, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "roll.csv"
    path.write_bytes(roll)
    assert run("credentials", "--uuid", UUID, "--roll", path, "--out", tmp_path / "codes") == 1
    assert "roll_number" in capsys.readouterr().err
    assert not (tmp_path / "codes").exists()


def test_a_roll_that_is_not_utf8_cannot_be_read(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "roll.csv"
    path.write_bytes("roll_number;name\n1;Zoé\n".encode("latin-1"))
    assert run("credentials", "--uuid", UUID, "--roll", path, "--out", tmp_path / "codes") == 2
    assert "UTF-8" in capsys.readouterr().err


def test_an_identifier_that_is_malformed_is_refused(tmp_path: Path, capsys: Capture) -> None:
    assert run("trustee-key", "--uuid", "a b", "--out", tmp_path / "key.json") == 1
    assert "[election-uuid]" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def closed(tmp_path: Path) -> tuple[SimulatedElection, Path, Path]:
    """An election whose vote is closed, its archive, and its first guardian's key."""
    town = SimulatedElection(seed=53)
    town.vote(0, [0, 0, 1, 0])
    board, key = tmp_path / "urne.bel", tmp_path / "key.json"
    board.write_bytes(town.archive("EncryptedTally"))
    key.write_text(compose_key_file(town.keys[0], uuid=town.uuid, name="Ada"))
    return town, board, key


def test_a_guardian_does_not_decrypt_an_archive_that_is_refused(
    closed: tuple[SimulatedElection, Path, Path], tmp_path: Path, capsys: Capture
) -> None:
    town, board, key = closed
    steps = steps_of(board.read_bytes())
    other = SimulatedElection(seed=53)
    other.vote(0, [0, 1, 0, 0])
    board.write_bytes(forge([*steps[:-1], steps_of(other.archive("EncryptedTally"))[-1]]))
    assert run("decrypt", board, key, "--out", tmp_path / "share") == 1
    captured = capsys.readouterr()
    assert "[tally-sum]" in captured.err
    assert town.election.fingerprint not in captured.out
    assert not (tmp_path / "share").exists()


def test_a_key_of_another_election_is_refused(
    closed: tuple[SimulatedElection, Path, Path], tmp_path: Path, capsys: Capture
) -> None:
    _, board, key = closed
    stranger = SimulatedElection(seed=54)
    key.write_text(compose_key_file(stranger.keys[0], uuid=stranger.uuid, name="?"))
    assert run("decrypt", board, key, "--out", tmp_path / "share") == 1
    captured = "".join(capsys.readouterr())
    assert "[key-of-nobody]" in captured
    assert str(stranger.keys[0].secret) not in captured
    assert not (tmp_path / "share").exists()


@pytest.mark.parametrize("content", ["", "{}", "[1]", '"0x12"', "12", '{"format":"isoloir-guardian-key-1"}'])
def test_a_file_that_is_not_a_key_is_refused(
    closed: tuple[SimulatedElection, Path, Path], content: str, tmp_path: Path, capsys: Capture
) -> None:
    _, board, key = closed
    key.write_text(content)
    assert run("decrypt", board, key, "--out", tmp_path / "share") == 1
    assert "[key-file-malformed]" in capsys.readouterr().err


def test_the_reference_s_own_key_file_serves_too(
    closed: tuple[SimulatedElection, Path, Path], tmp_path: Path, capsys: Capture
) -> None:
    town, board, key = closed
    key.write_text(json.dumps(str(town.keys[1].secret)))
    assert run("decrypt", board, key, "--out", tmp_path / "share") == 0
    assert str(town.keys[1].secret) not in "".join(capsys.readouterr())


def test_an_opened_ballot_says_what_it_holds(tmp_path: Path, capsys: Capture) -> None:
    town = SimulatedElection(seed=55)
    path = tmp_path / "opened.json"
    for choices, held in (([0, 1, 0, 1], ["    - Un verger", "    - Une rampe"]), ([1, 0, 0, 0], ["(vote blanc)"])):
        sealed = town.seal(0, choices)
        path.write_bytes(compose_opened_ballot(town.election, sealed.raw, [choices], sealed.randomness))
        assert run("open-ballot", path) == 0
        out = capsys.readouterr().out
        assert all(line in out for line in held)
        assert f"Numéro de suivi : {sealed.tracker}" in out


def test_an_opened_ballot_that_holds_something_else_is_refused_loudly(tmp_path: Path, capsys: Capture) -> None:
    town = SimulatedElection(seed=56)
    sealed, path = town.seal(0, [0, 1, 0, 0]), tmp_path / "opened.json"
    path.write_bytes(compose_opened_ballot(town.election, sealed.raw, [[0, 0, 1, 0]], sealed.randomness))
    assert run("open-ballot", path) == 1
    captured = capsys.readouterr()
    assert "AUTRE CHOSE" in captured.err
    assert "préau" not in captured.out
