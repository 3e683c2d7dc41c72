"""What the command line shows on a terminal, and where its output goes elsewhere."""

from __future__ import annotations

import re
import sys
from io import StringIO
from pathlib import Path

import pytest

from tests.voting.forged_board import ForgedBoard
from tests.voting.packed_archives import read_archive
from voting.__main__ import _spell_out_what_cannot_be_shown, main

Capture = pytest.CaptureFixture[str]
ARCHIVE = read_archive("valid/h_blank/final.bel")


class Terminal(StringIO):
    """Where a person reads."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "urne.bel"
    path.write_bytes(ARCHIVE)
    return path


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bar_fills_on_a_terminal_and_tells_the_time_left(
    jobs: str, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["verify", str(archive), "--jobs", jobs]) == 0
    bars = [re.fullmatch(r"\[(#*)(\.*)\] +(\d+) s ", bar) for bar in terminal.getvalue().split("\r") if bar]
    filled = [len(bar[1]) for bar in bars if bar]
    assert len(filled) == len(bars) > 5
    assert filled == sorted(filled)
    assert filled[-1] == 30
    assert bars[-1] is not None
    assert bars[-1][3] == "0"


def test_no_bar_is_written_where_errors_go_to_a_file(archive: Path, capsys: Capture) -> None:
    assert main(["verify", str(archive)]) == 0
    assert capsys.readouterr().err == ""


def test_of_an_archive_without_a_readable_election_nothing_but_the_checks_is_told(
    tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "urne.bel"
    path.write_bytes(ForgedBoard().data)
    assert main(["verify", str(path), "--lang", "en"]) == 1
    told = capsys.readouterr().out
    assert "Election :" not in told
    assert told.endswith("This archive is REFUSED: event-none.\n")


def test_voters_are_not_counted_before_every_ballot_was_checked(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "urne.bel"
    path.write_bytes(read_archive("invalid/B12_unknown_credential.bel"))
    assert main(["verify", str(path), "--lang", "en"]) == 1
    told = capsys.readouterr().out
    assert "Election : " in told
    assert "ballots on the board" not in told


def test_a_language_that_is_not_said_is_a_badly_written_command(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as left:
        main(["verify", "urne.bel", "--lang"])
    assert left.value.code == 2
    assert "--lang" in capsys.readouterr().err


def test_a_program_that_gathers_the_output_itself_gets_it_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    gathered = StringIO()
    monkeypatch.setattr(sys, "stdout", gathered)
    _spell_out_what_cannot_be_shown()
    print("é")
    assert gathered.getvalue() == "é\n"
