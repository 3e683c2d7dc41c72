"""The command line: preparing, the demonstration, organisers, and what it says when something cannot be done."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from budget_app.__main__ import main
from budget_app.commands.demo_secrets import read_secrets
from budget_app.commands.demo_town import make_demo_town, read_town
from budget_app.domain.errors import ConflictError
from budget_app.locale import catalogue
from budget_app.services.accounts import create_account, sign_in
from budget_app.services.actor import ORGANISER, SYSTEM
from budget_app.services.editions import list_editions
from budget_app.services.pabulib import create_edition_from_pabulib
from budget_app.settings import PROJECT
from tests.budget_app.pabulib_files import SMALL
from tests.budget_app.real_server import free_port

PASSWORD = "une phrase assez longue"


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")


@pytest.fixture
def demonstration(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISOLOIR_DEMO", "1")


def _refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command says of what it cannot do: one line, after an exit status of 2."""
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    return line


@pytest.mark.usefixtures("demonstration")
def test_run_makes_the_town_once_and_keeps_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--prepare-only"]) == 0
    first = capsys.readouterr().out
    known = read_secrets()
    assert known is not None
    assert main(["run", "--prepare-only"]) == 0
    second = capsys.readouterr().out
    assert read_secrets() == known
    assert first.endswith(second.partition("\n")[2])
    voter = known.voters[0]
    assert f"/vote/{known.uuid}#{voter.roll_number}.{voter.code}" in second
    assert f"n° {voter.roll_number}   {voter.birth_date:%d/%m/%Y}" in second
    assert all(f"/guardian/{known.uuid}#{guardian.token}" in second for guardian in known.guardians)
    assert known.organiser in second
    assert known.password in second


@pytest.mark.usefixtures("database")
def test_without_the_setting_no_town_is_invented(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ISOLOIR_DEMO", raising=False)
    assert main(["run", "--prepare-only"]) == 0
    assert list_editions(_now()) == ()
    assert capsys.readouterr().out == "Isoloir : http://localhost:8501\n"


@pytest.mark.usefixtures("demonstration")
def test_a_town_whose_making_was_interrupted_is_made_again() -> None:
    create_account(SYSTEM, read_town()["organiser"], PASSWORD, frozenset({ORGANISER}), _now())
    with pytest.raises(ConflictError):
        make_demo_town("review", _now())
    half_made = read_secrets()
    assert half_made is not None
    assert not half_made.complete
    assert main(["run", "--prepare-only"]) == 0
    known = read_secrets()
    assert known is not None
    assert known.complete
    assert [edition.uuid for edition in list_editions(_now())] == [known.uuid]
    assert sign_in(known.organiser, known.password, "192.0.2.1", _now())


@pytest.mark.usefixtures("demonstration")
def test_reset_demo_moves_the_town_to_another_phase(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reset-demo", "--phase", "proposals"]) == 0
    before = next(iter(list_editions(_now())), None)
    assert main(["reset-demo", "--phase", "review"]) == 0
    after = next(iter(list_editions(_now())), None)
    assert before is not None
    assert after is not None
    assert (before.phase_at(_now()), after.phase_at(_now())) == ("proposals", "review")
    assert len(list_editions(_now())) == 1
    assert "étape : review." in capsys.readouterr().out


@pytest.mark.usefixtures("demonstration")
def test_reset_demo_deletes_nothing_that_is_not_the_demonstration(capsys: pytest.CaptureFixture[str]) -> None:
    main(["reset-demo", "--phase", "review"])
    create_edition_from_pabulib(SYSTEM, SMALL.encode(), _now())
    before = list_editions(_now())
    capsys.readouterr()
    assert "rien n’a été effacé" in _refusal(capsys, "reset-demo", "--phase", "review")
    assert list_editions(_now()) == before
    assert main(["reset-demo", "--phase", "review", "--yes"]) == 0
    assert len(list_editions(_now())) == 1


@pytest.mark.usefixtures("database")
def test_the_secrets_of_another_database_do_not_make_its_editions_a_demonstration(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    main(["reset-demo", "--phase", "review"])
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert main(["migrate"]) == 0
    create_edition_from_pabulib(SYSTEM, SMALL.encode(), _now())
    capsys.readouterr()
    assert "rien n’a été effacé" in _refusal(capsys, "reset-demo")
    assert len(list_editions(_now())) == 1


def _ask(data: Path, *arguments: str, password: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "ISOLOIR_DATA": str(data), "LC_ALL": "en_GB.UTF-8"}
    settings.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "budget_app", *arguments]
    return subprocess.run(
        command, cwd=PROJECT, env=settings, input=f"{password}\n", capture_output=True, text=True, check=False
    )


def test_an_organiser_s_password_is_read_from_standard_input_and_shown_nowhere(database: None, tmp_path: Path) -> None:
    asked = _ask(tmp_path, "create-organiser", "--email", "mairie@essai.example", password=PASSWORD)
    assert (asked.returncode, asked.stdout, asked.stderr) == (0, "Account made.\n", "")
    assert sign_in("mairie@essai.example", PASSWORD, "192.0.2.1", _now())
    refused = _ask(tmp_path, "create-organiser", "--email", "mairie@essai.example", password=PASSWORD)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.count("\n") == 1
    assert PASSWORD not in refused.stderr


def test_a_short_password_is_refused_in_one_sentence(tmp_path: Path) -> None:
    asked = _ask(tmp_path, "create-organiser", "--email", "mairie@essai.example", password="court")
    assert (asked.returncode, asked.stdout) == (2, "")
    assert asked.stderr.startswith("This password is too short")
    assert asked.stderr.count("\n") == 1


@pytest.mark.usefixtures("database")
def test_migrate_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out == "La base de données est à jour.\n"


def test_a_command_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["destroy"])
    assert end.value.code == 2
    assert "destroy" in capsys.readouterr().err


def _wait_for(address: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            assert httpx.get(f"{address}/api/health", timeout=5).status_code == 200
            return
        except httpx.TransportError:
            continue
    pytest.fail("the server did not start")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_the_server_cleanly_and_silently(ending: signal.Signals, tmp_path: Path) -> None:
    address = f"http://localhost:{free_port()}"
    settings = {**os.environ, "ISOLOIR_DATA": str(tmp_path), "ISOLOIR_BASE_URL": address, "ISOLOIR_DEMO": ""}
    settings.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "budget_app", "run"]
    process = subprocess.Popen(
        command, cwd=PROJECT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        _wait_for(address)
        process.send_signal(ending)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out.strip(), err) == (0, f"Isoloir : {address}", "")


def _said() -> list[str]:
    """Every sentence that the commands say."""
    found = []
    for path in [*PROJECT.glob("budget_app/commands/*.py"), PROJECT / "budget_app" / "__main__.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tell", "in_words"):
                found += [node.args[0].value] if isinstance(node.args[0], ast.Constant) else []
    return found


def test_everything_that_the_commands_say_has_its_english() -> None:
    said = _said()
    assert len(said) > 25
    assert [sentence for sentence in said if sentence not in catalogue("en")] == []
