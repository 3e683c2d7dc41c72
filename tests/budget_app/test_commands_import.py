"""import-pb: an edition from a file, its ballots cast over HTTP, and the count compared with the file."""

from __future__ import annotations

import re
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from budget_app.__main__ import main
from budget_app.domain.edition import ElectionState
from budget_app.domain.pabulib import parse_pabulib
from budget_app.services.board import board_summary, read_board
from budget_app.services.editions import list_editions
from budget_app.services.results import find_result
from budget_app.settings import read_settings
from tests.budget_app.pabulib_files import SMALL, line_of, real_or_invented
from tests.budget_app.real_server import free_port, run_server

CODE = re.compile(r"[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-")
BIRTH = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/(?:19|20)[0-9]{2}")


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.pb"
    path.write_text(SMALL)
    return path


def _check_counted_as_in_the_file(raw: bytes) -> None:
    """The newest edition is counted, and every number is the file's own."""
    edition = next(iter(list_editions(_now())), None)
    assert edition is not None
    assert edition.state is ElectionState.COUNTED
    instance = parse_pabulib(raw)
    result = find_result(edition.slug)
    assert result is not None
    assert result.ballots == result.attended == len(instance.ballots)
    votes = {line.number: line.votes for line in result.lines}
    assert [votes[number] for number in range(1, len(votes) + 1)] == [project.votes for project in instance.projects]
    summary = board_summary(edition.slug, _now())
    assert summary is not None
    assert summary.ballots == len(instance.ballots)
    assert len(b"".join(read_board(edition.uuid))) == summary.size


def _import_and_count(raw: bytes, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = folder / "town.pb"
    path.write_bytes(raw)
    assert main(["import-pb", str(path), "--cast-ballots", "--count"]) == 0
    said = capsys.readouterr()
    assert not CODE.search(said.out + said.err)
    assert not BIRTH.search(said.out + said.err)
    return said.out


@pytest.mark.usefixtures("database")
def test_a_file_makes_an_edition_with_its_projects(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-pb", str(small)]) == 0
    edition = next(iter(list_editions(_now())), None)
    assert edition is not None
    assert edition.name == "Essai-sur-Test – Rive droite – 2026"
    assert edition.state is ElectionState.PREPARATION
    assert capsys.readouterr().out == f"Édition créée : {edition.name} ({edition.slug}), projets : 4.\n"


@pytest.mark.usefixtures("database")
def test_a_small_file_is_cast_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = _import_and_count(SMALL.encode(), tmp_path, capsys)
    _check_counted_as_in_the_file(SMALL.encode())
    assert "     4 =      4  Un jardin" in said
    assert said.endswith("Le dépouillement donne exactement les nombres du fichier.\n")


@pytest.mark.usefixtures("database")
def test_a_district_of_93_ballots_is_cast_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = real_or_invented("France_Toulouse_2022_district_17.pb", 93)
    _import_and_count(raw, tmp_path, capsys)
    _check_counted_as_in_the_file(raw)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.usefixtures("database")
def test_a_district_of_972_ballots_is_cast_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = real_or_invented("France_Toulouse_2022_district_1.pb", 972)
    _import_and_count(raw, tmp_path, capsys)
    _check_counted_as_in_the_file(raw)


@pytest.mark.usefixtures("database")
def test_ballots_can_be_cast_at_the_running_application(small: Path, tmp_path: Path) -> None:
    with run_server(tmp_path) as server:
        assert main(["import-pb", str(small), "--cast-ballots", "--count", "--server", server.address]) == 0
        log = server.log.read_text()
    _check_counted_as_in_the_file(SMALL.encode())
    assert not CODE.search(log)
    assert not BIRTH.search(log)


@pytest.mark.usefixtures("database")
def test_a_count_that_differs_from_the_file_is_said_and_ends_with_1(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write_text(SMALL.replace("p4;360.00;1;", "p4;360.00;2;"))
    assert main(["import-pb", str(small), "--cast-ballots", "--count"]) == 1
    said = capsys.readouterr().out
    assert "     1 ≠      2  Une boîte à livres" in said
    assert "ne donne PAS" in said


@pytest.mark.usefixtures("database")
def test_the_guardians_keys_are_kept_for_their_owner_only(small: Path) -> None:
    assert main(["import-pb", str(small), "--cast-ballots"]) == 0
    edition = next(iter(list_editions(_now())), None)
    assert edition is not None
    assert edition.state is ElectionState.OPEN
    folder = read_settings().data / "imports" / edition.uuid
    assert len(list(folder.glob("guardian-?.json"))) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("options", [(), ("--cast-ballots", "--count")])
def test_a_malformed_file_gets_one_sentence_with_its_line_and_changes_nothing(
    options: tuple[str, ...], small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write_text(SMALL.replace("e;p4", "e;p9"))
    assert main(["import-pb", str(small), *options]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    line = line_of(SMALL, "e;")
    assert said.err == f"Ligne {line} : Ce bulletin choisit le projet « p9 », qui n’est pas dans la liste.\n"
    assert list_editions(_now()) == ()
    assert not (read_settings().data / "imports").exists()


@pytest.mark.usefixtures("database")
def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-pb", str(tmp_path / "none.pb")]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'none.pb'} : ")


@pytest.mark.usefixtures("database")
def test_a_server_that_does_not_answer_is_named(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    assert main(["import-pb", str(small), "--cast-ballots", "--server", address]) == 2
    assert capsys.readouterr().err.startswith(f"Le serveur {address} ne répond pas")


@pytest.mark.parametrize(
    "options",
    [("--count",), ("--server", "http://localhost:8501"), ("--cast-ballots", "--server", "localhost:8501")],
)
@pytest.mark.usefixtures("database")
def test_options_that_do_not_go_together_are_refused_before_anything_is_made(
    options: tuple[str, ...], small: Path
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["import-pb", str(small), *options])
    assert end.value.code == 2
    assert list_editions(_now()) == ()
