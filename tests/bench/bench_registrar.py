"""A whole town's codes: at the registrar's desk in Chromium, by the command line, and by the reference."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from budget_app.services.registrars import registrar_task
from budget_app.services.upkeep import prepare_database
from budget_app.settings import PROJECT
from tests.browser import launch
from tests.budget_app.real_server import run_server
from tests.budget_app.simulated_town import BEFORE
from tests.e2e.desk.registrar_at_desk import RegistrarAtDesk, town_without_codes
from tests.reference import find_reference

_PATIENCE = 600_000


@contextmanager
def _timed(what: str, voters: int) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds = time.perf_counter() - started
    print(f"{what:44} {seconds:6.1f} s   {1000 * seconds / voters:.2f} ms a voter")


def _at_the_desk(folder: Path, voters: int) -> None:
    os.environ["ISOLOIR_DATA"] = str(folder)
    prepare_database()
    with run_server(folder) as server, sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context(locale="fr-FR", accept_downloads=True)
        registrar = RegistrarAtDesk(context, server.address, town_without_codes(voters))
        with _timed("desk: page and roll loaded", voters):
            registrar.open()
        with _timed("desk: codes made in the worker", voters):
            registrar.make_codes(timeout=_PATIENCE)
        with _timed("desk: file saved and read back", voters):
            path = registrar.save(folder)
            registrar.prove(path)
            expect(registrar.page.get_by_text("C’est le bon fichier")).to_be_visible(timeout=_PATIENCE)
        with _timed("desk: public list handed in and compared", voters):
            registrar.send()
            expect(registrar.heading("La liste publique")).to_be_visible(timeout=_PATIENCE)
        with _timed("desk: three codes made again", voters):
            registrar.make_again("1 2 3")
            expect(registrar.page.get_by_text("Nouveaux codes créés")).to_be_visible(timeout=_PATIENCE)
        task = registrar_task(registrar.town.uuid, registrar.token, BEFORE)
        if task.credentials != voters:
            raise RuntimeError("the list did not arrive")
        browser.close()


def _by_command(folder: Path, voters: int) -> None:
    (folder / "roll.csv").write_text("roll_number\n" + "".join(f"{number}\n" for number in range(1, voters + 1)))
    options = ["--uuid", "8a1jLn2rBVZ35r", "--roll", str(folder / "roll.csv"), "--out", str(folder / "codes")]
    with _timed("python -m voting credentials", voters):
        command = [sys.executable, "-m", "voting", "credentials", *options]
        subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    tool = find_reference()
    if tool is not None:
        options = ["--uuid", "8a1jLn2rBVZ35r", "--group", "Ed25519", "--count", str(voters), "--dir", str(folder)]
        with _timed("belenios-tool setup generate-credentials", voters):
            subprocess.run([str(tool), "setup", "generate-credentials", *options], check=True, capture_output=True)


def main() -> int:
    """Prints a line for each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voters", type=int, default=20_000)
    voters = parser.parse_args().voters
    with tempfile.TemporaryDirectory() as folder:
        _at_the_desk(Path(folder), voters)
        _by_command(Path(folder), voters)
    return 0


if __name__ == "__main__":
    sys.exit(main())
