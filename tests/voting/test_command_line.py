"""The command line of auditors: reports, languages, exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.voting.expected_refusals import EXPECTED
from tests.voting.forged_board import forge, setup_step
from tests.voting.packed_archives import read_archive
from tests.voting.simulated_election import SimulatedElection
from voting.__main__ import main
from voting.strict_json import canonical

PROJECT = Path(__file__).parents[2]
ARCHIVE = read_archive("valid/h_blank/final.bel")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "urne.bel"
    path.write_bytes(ARCHIVE)
    return path


def run(*arguments: object, language: str = "fr") -> int:
    return main([*map(str, arguments), "--lang", language])


def test_a_valid_archive_is_told_line_by_line_in_french(archive: Path, capsys: Capture) -> None:
    assert run("verify", archive) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:3] for line in lines if line[:2].strip().isdigit() and line[2] == "."] == [
        f"{number:2}." for number in range(1, 13)
    ]
    assert " 5. Chaque bulletin est valable : juste" in lines
    assert "Empreinte du scrutin : nVKcd7WufKGOlMC9UkwGqJ6RmDPW7oKmIPpENcGFRqs" in lines
    assert "         2  Project A" in lines
    assert lines[-1] == "Cette archive est valable : le résultat est bien celui de ses bulletins."


def test_an_archive_whose_vote_is_open_is_valid_so_far(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "urne.bel"
    path.write_bytes(read_archive("valid/h_blank/stage1_voting.bel"))
    assert run("verify", path, language="en") == 0
    assert capsys.readouterr().out.endswith("This archive is valid so far: the count is not finished.\n")


def test_a_refused_archive_names_the_check_what_was_expected_and_what_was_found(
    tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "urne.bel"
    path.write_bytes(read_archive("invalid/T09_one_ballot_omitted.bel"))
    assert run("verify", path, language="en") == 1
    out = capsys.readouterr().out
    assert " 7. The encrypted tally is the ballots' sum : FAILED" in out
    assert "[tally-count] The number of ballots counted is not that of the ballots that count." in out
    assert "expected : 5\n      found : 4" in out
    assert out.endswith("This archive is REFUSED: tally-count.\n")


@pytest.mark.parametrize("identifier", ["A27_gzip", "E07_ballot_after_endballots", "B12_unknown_credential"])
def test_the_json_report_names_the_check(identifier: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "urne.bel"
    path.write_bytes(read_archive(f"invalid/{identifier}.bel"))
    assert run("verify", path, "--json") == 1
    report = json.loads(capsys.readouterr().out)
    number, code = EXPECTED[identifier]
    assert report["valid"] is False
    assert report["failure"] == code
    assert report["checks"][number - 1]["status"] == "failed"
    assert set(report["checks"][0]) == {"number", "name", "code", "status", "expected", "found"}


def test_the_json_report_of_a_valid_archive_has_its_result(archive: Path, capsys: Capture) -> None:
    assert run("verify", archive, "--json", "--jobs", 2) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["valid"] is True
    assert report["facts"]["result"] == [[1, 2, 2, 1, 2]]
    assert report["facts"]["questions"][0]["answers"] == ["Project A", "Project B", "Project C", "Project D"]


def test_an_earlier_copy_is_compared(archive: Path, tmp_path: Path, capsys: Capture) -> None:
    earlier = tmp_path / "hier.bel"
    earlier.write_bytes(read_archive("valid/h_blank/stage1_voting.bel"))
    assert run("verify", archive, "--earlier", earlier) == 0
    assert "concorde : 34816 octets" in capsys.readouterr().out
    earlier.write_bytes(read_archive("valid/revote/stage1_voting.bel"))
    assert run("verify", archive, "--earlier", earlier) == 1
    assert "[earlier-copy-rewritten]" in capsys.readouterr().out


def test_an_election_s_name_cannot_forge_the_report(tmp_path: Path, capsys: Capture) -> None:
    town = SimulatedElection(seed=51)
    election = canonical({**json.loads(town.election.raw), "name": "\n12. \x1b[31mok\u202e"})
    path = tmp_path / "urne.bel"
    path.write_bytes(forge([setup_step(election, town.trustees.raw, town.credentials.raw)]))
    assert run("verify", path) == 0
    out = capsys.readouterr().out
    assert "Scrutin : \\u000a12. \\u001b[31mok\\u202e (" in out
    assert "\x1b" not in out


def test_files_that_cannot_be_read_give_status_two(archive: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run("verify", tmp_path / "absent.bel") == 2
    assert run("verify", tmp_path) == 2
    assert run("verify", archive, "--earlier", tmp_path / "absent.bel") == 2
    assert run("open-ballot", tmp_path / "absent.json") == 2
    assert run("decrypt", archive, tmp_path / "absent.key", "--out", tmp_path / "share") == 2
    assert capsys.readouterr().err.count("Fichier illisible") == 5


def test_the_program_runs_alone_and_takes_the_system_s_language(archive: Path) -> None:
    for locale, verdict in (("fr_FR.UTF-8", "Cette archive est valable"), ("en_GB.UTF-8", "This archive is valid")):
        done = subprocess.run(
            [sys.executable, "-m", "voting", "verify", str(archive)],
            cwd=PROJECT,
            env={**os.environ, "LC_ALL": locale},
            capture_output=True,
            check=True,
            timeout=120,
            encoding="utf-8",
        )
        assert verdict in done.stdout
        assert done.stderr == ""


def test_a_terminal_of_another_encoding_is_no_obstacle(archive: Path) -> None:
    command = [sys.executable, "-m", "voting", "verify", str(archive), "--lang", "fr"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0
    assert rb"chiffr\xe9" in done.stdout


@pytest.mark.parametrize("command", ["verify", "open-ballot", "trustee-key", "decrypt", "credentials"])
def test_help_is_in_the_reader_s_language(command: str, capsys: Capture) -> None:
    helps = {}
    for language in ("fr", "en"):
        with pytest.raises(SystemExit) as left:
            run(command, "--help", language=language)
        assert left.value.code == 0
        helps[language] = capsys.readouterr().out
    assert helps["fr"].startswith("utilisation : python -m voting ")
    assert helps["en"].startswith("usage: python -m voting ")
    assert "affiche cette aide" in helps["fr"]
    assert "shows this help" in helps["en"]


@pytest.mark.parametrize(
    "arguments", [[], ["verify"], ["vote"], ["verify", "a", "--jobs", "0"], ["verify", "a", "--x"]]
)
def test_a_badly_written_command_gives_status_two_and_says_how(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as left:
        run(*arguments)
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert error.startswith("utilisation : ")
    assert "Commande mal écrite : " in error
