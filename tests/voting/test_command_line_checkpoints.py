"""Checkpoints and receipts on the command line: keys, signing, cosigning, verifying, and a fork that is proved."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest

from tests.voting.simulated_election import SimulatedElection
from tests.voting.test_command_line import Capture, run
from voting.checkpoints.archive import event_records, tree_of
from voting.checkpoints.merkle import prove_inclusion
from voting.checkpoints.notes import parse_note
from voting.checkpoints.receipt import compose_receipt

BOARD = "ville.example/board/1"
WITNESS = "temoin.example"
TOWN = SimulatedElection(voters=3, guardians=1, seed=20)
for _voter in range(3):
    TOWN.vote(_voter, [0, 1, 0, 1])
OTHER = SimulatedElection(voters=3, guardians=1, seed=21)
for _voter in range(3):
    OTHER.vote(_voter, [0, 1, 0, 1])
TRACKERS = [checked.ballot.tracker for checked in TOWN.ballots]


@dataclass
class Desk:
    """A folder with a board, its keys, and whatever the commands make there."""

    folder: Path

    def path(self, name: str) -> Path:
        return self.folder / name

    def write(self, name: str, content: bytes) -> Path:
        self.path(name).write_bytes(content)
        return self.path(name)

    def public(self, name: str) -> str:
        return self.path(f"{name}.pub").read_text().strip()


@pytest.fixture
def desk(tmp_path: Path, capsys: Capture) -> Desk:
    made = Desk(tmp_path)
    made.write("urne.bel", TOWN.archive())
    made.write("urne-courte.bel", TOWN.archive("Ballot"))
    made.write("autre.bel", OTHER.archive())
    for name, more in (("cle", ["--name", BOARD]), ("temoin", ["--name", WITNESS, "--witness"])):
        assert run("checkpoint", "keygen", *more, "--out", made.path(name)) == 0
    for archive, out in (("urne.bel", "signe"), ("urne-courte.bel", "signe-court"), ("autre.bel", "autre")):
        assert run("checkpoint", "sign", made.path(archive), made.path("cle"), "--out", made.path(out)) == 0
    capsys.readouterr()
    return made


def refused(capsys: Capture, code: str) -> bool:
    return f"[{code}]" in capsys.readouterr().err


def test_a_key_is_made_for_its_owner_alone_and_shows_only_its_public_half(tmp_path: Path, capsys: Capture) -> None:
    key = tmp_path / "cle"
    assert run("checkpoint", "keygen", "--name", BOARD, "--out", key) == 0
    shown = capsys.readouterr().out
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text().startswith(f"PRIVATE+KEY+{BOARD}+")
    assert key.read_text().rpartition("+")[2].strip() not in shown
    assert (tmp_path / "cle.pub").read_text().strip() in shown
    assert run("checkpoint", "keygen", "--name", BOARD, "--out", key) == 2
    assert run("checkpoint", "keygen", "--name", "a b", "--out", tmp_path / "b") == 1
    assert refused(capsys, "note-key-malformed")


def test_an_archive_is_verified_against_a_signed_checkpoint(desk: Desk, capsys: Capture) -> None:
    for archive, checkpoint, size in (("urne.bel", "signe", 8), ("urne.bel", "signe-court", 4)):
        arguments = ("--checkpoint", desk.path(checkpoint), "--key", desk.public("cle"))
        assert run("verify", desk.path(archive), *arguments) == 0
        assert f"concorde : point de contrôle {size}\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("archive", "checkpoint", "code"),
    [("urne-courte.bel", "signe", "checkpoint-beyond"), ("urne.bel", "autre", "checkpoint-root")],
)
def test_an_archive_that_lost_or_changed_events_fails_check_12(
    desk: Desk, capsys: Capture, archive: str, checkpoint: str, code: str
) -> None:
    arguments = ("--checkpoint", desk.path(checkpoint), "--key", desk.path("cle.pub"))
    assert run("verify", desk.path(archive), *arguments, language="en") == 1
    out = capsys.readouterr().out
    assert "12. Nothing has changed since the earlier copy : FAILED" in out
    assert f"[{code}]" in out


def test_a_checkpoint_that_a_named_witness_did_not_cosign_fails_check_12(desk: Desk, capsys: Capture) -> None:
    arguments = ("--key", desk.public("cle"), "--witness", desk.public("temoin"))
    assert run("verify", desk.path("urne.bel"), "--checkpoint", desk.path("signe"), *arguments) == 1
    assert "[note-unsigned]" in capsys.readouterr().out
    cosigned = desk.path("contresigne")
    files = (desk.path("urne.bel"), desk.path("signe"), desk.path("temoin"))
    assert run("checkpoint", "cosign", *files, "--key", desk.public("cle"), "--out", cosigned) == 0
    assert run("verify", desk.path("urne.bel"), "--checkpoint", cosigned, *arguments) == 0


def test_a_checkpoint_needs_the_board_s_key_and_the_key_a_checkpoint(desk: Desk, capsys: Capture) -> None:
    for arguments in (("--checkpoint", desk.path("signe")), ("--key", "k"), ("--witness", "k")):
        with pytest.raises(SystemExit) as left:
            run("verify", desk.path("urne.bel"), *arguments)
        assert left.value.code == 2
    assert "--checkpoint, --key" in capsys.readouterr().err
    bad = ("--checkpoint", desk.path("signe"), "--key", "not-a-key")
    assert run("verify", desk.path("urne.bel"), *bad) == 1
    assert refused(capsys, "note-key-malformed")


def test_of_several_keys_in_a_file_the_board_s_is_taken(desk: Desk, capsys: Capture) -> None:
    assert run("checkpoint", "keygen", "--name", "ville.example/board/2", "--out", desk.path("deux")) == 0
    both = f"{desk.public('deux')}\n{desk.public('cle')}\n".encode()
    keys = desk.write("cles", both)
    assert run("verify", desk.path("urne.bel"), "--checkpoint", desk.path("signe"), "--key", keys) == 0
    arguments = ("--checkpoint", desk.path("signe"), "--key", desk.public("deux"))
    assert run("verify", desk.path("urne.bel"), *arguments) == 1
    assert "[checkpoint-origin]" in capsys.readouterr().out


def test_a_witness_cosigns_only_a_checkpoint_of_exactly_its_own_copy(desk: Desk, capsys: Capture) -> None:
    for archive, checkpoint, code in (
        ("urne.bel", "autre", "checkpoint-root"),
        ("urne-courte.bel", "signe", "checkpoint-beyond"),
        ("urne.bel", "signe-court", "checkpoint-behind"),
    ):
        files = (desk.path(archive), desk.path(checkpoint), desk.path("temoin"))
        out = desk.path("contresigne")
        assert run("checkpoint", "cosign", *files, "--key", desk.public("cle"), "--out", out) == 1
        assert refused(capsys, code)
        assert not out.exists()


def test_two_checkpoints_of_one_size_and_two_roots_prove_a_fork(desk: Desk, capsys: Capture) -> None:
    files = (desk.path("signe"), desk.path("autre"))
    assert run("checkpoint", "compare", *files, "--key", desk.public("cle"), language="en") == 1
    assert "PROVEN FORK" in capsys.readouterr().err
    assert run("checkpoint", "compare", files[0], files[0], "--key", desk.public("cle")) == 0


def test_checkpoints_of_two_sizes_are_compared_with_the_board(desk: Desk, capsys: Capture) -> None:
    files = (desk.path("signe"), desk.path("signe-court"), "--key", desk.public("cle"))
    assert run("checkpoint", "compare", *files) == 1
    assert refused(capsys, "checkpoint-sizes")
    assert run("checkpoint", "compare", *files, "--archive", desk.path("urne.bel")) == 0
    assert run("checkpoint", "compare", *files, "--archive", desk.path("autre.bel")) == 1
    assert refused(capsys, "checkpoint-root")


def test_a_checkpoint_of_a_stranger_is_not_compared(desk: Desk, capsys: Capture) -> None:
    assert run("checkpoint", "keygen", "--name", BOARD, "--out", desk.path("faux")) == 0
    assert run("checkpoint", "sign", desk.path("urne.bel"), desk.path("faux"), "--out", desk.path("signe-faux")) == 0
    files = (desk.path("signe"), desk.path("signe-faux"))
    assert run("checkpoint", "compare", *files, "--key", desk.public("cle")) == 1
    assert refused(capsys, "note-unsigned")


def made_receipt(desk: Desk, checkpoint: str = "signe") -> Path:
    out = desk.path("recu.tlog-proof")
    arguments = (desk.path("urne.bel"), desk.path(checkpoint), TRACKERS[1])
    assert run("receipt", "make", *arguments, "--out", out) == 0
    return out


def test_a_receipt_is_checked_without_the_board(desk: Desk, capsys: Capture) -> None:
    receipt = made_receipt(desk)
    assert run("receipt", "check", receipt, "--key", desk.public("cle"), "--tracker", f"{TRACKERS[1]}=") == 0
    out = capsys.readouterr().out
    assert f"Le bulletin {TRACKERS[1]} est bien dans l'urne {BOARD} : c'est l'événement 2." in out
    assert "signé par l'urne : 8 événements." in out


def test_a_receipt_says_which_witnesses_saw_it_and_is_refused_without_them(desk: Desk, capsys: Capture) -> None:
    arguments = ("--key", desk.public("cle"), "--witness", desk.path("temoin.pub"))
    receipt = made_receipt(desk)
    assert run("receipt", "check", receipt, *arguments) == 1
    assert refused(capsys, "note-unsigned")
    files = (desk.path("urne.bel"), desk.path("signe"), desk.path("temoin"))
    cosigned = desk.path("contresigne")
    assert run("checkpoint", "cosign", *files, "--key", desk.public("cle"), "--out", cosigned) == 0
    receipt.unlink()
    assert run("receipt", "check", made_receipt(desk, "contresigne"), *arguments) == 0
    assert f"Contresigné par {WITNESS} le 20" in capsys.readouterr().out


def test_a_receipt_of_another_ballot_another_board_or_no_ballot_is_refused(desk: Desk, capsys: Capture) -> None:
    receipt = made_receipt(desk)
    assert run("receipt", "check", receipt, "--key", desk.public("cle"), "--tracker", TRACKERS[0]) == 1
    assert refused(capsys, "receipt-tracker")
    raw = receipt.read_bytes()
    forged = desk.write("faux", raw.replace(b"index 2", b"index 1"))
    assert run("receipt", "check", forged, "--key", desk.public("cle")) == 1
    assert refused(capsys, "receipt-malformed")
    swapped = desk.write("echange", raw.partition(b"\n\n")[0] + b"\n\n" + desk.path("autre").read_bytes())
    assert run("receipt", "check", swapped, "--key", desk.public("cle")) == 1
    assert refused(capsys, "inclusion-proof")
    for tracker in (OTHER.ballots[0].ballot.tracker, "x"):
        files = (desk.path("urne.bel"), desk.path("signe"), tracker)
        assert run("receipt", "make", *files, "--out", desk.path("rien")) == 1
        assert refused(capsys, "receipt-tracker-unknown")


def test_a_receipt_of_an_event_that_is_no_ballot_says_so(desk: Desk, capsys: Capture) -> None:
    stream = BytesIO(desk.path("urne.bel").read_bytes())
    path = prove_inclusion(tree_of(stream).find_node, 0, 8)
    receipt = compose_receipt(0, next(event_records(stream)), path, parse_note(desk.path("signe").read_bytes()))
    file = desk.write("setup", receipt.as_bytes())
    assert run("receipt", "check", file, "--key", desk.public("cle")) == 1
    assert refused(capsys, "receipt-no-ballot")


@pytest.mark.parametrize("command", [("receipt",), ("checkpoint",), ("receipt", "check"), ("checkpoint", "compare")])
def test_help_and_errors_are_in_the_reader_s_language(command: tuple[str, ...], capsys: Capture) -> None:
    for language, usage in (("fr", "utilisation : "), ("en", "usage: ")):
        with pytest.raises(SystemExit):
            run(*command, "--help", language=language)
        assert capsys.readouterr().out.startswith(usage)
        with pytest.raises(SystemExit) as left:
            run(*command, language=language)
        assert left.value.code == 2
        capsys.readouterr()
