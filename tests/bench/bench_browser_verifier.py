"""Ballots checked per second by the browser's verifier, in Node and in Chromium, beside the Python one, in one run.

`--archive FILE` has Chromium verify a file that is there, and tells the time and the memory that it takes: the most
that the process of the page, its workers included, has held by the account of the operating system.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser import find_chromium
from tests.node import BOOTH, run_node
from tests.voting.simulated_election import SimulatedElection
from voting.board import append_ballot, open_board
from voting.question import HomomorphicQuestion
from voting.verification.procedure import verify_archive

JOBS = 2
_LONGEST = 3_600_000
"""Milliseconds."""


def make_archive(ballots: int, projects: int) -> bytes:
    """An election of one question, 1 to 5 choices or blank, that is still open."""
    question = HomomorphicQuestion("Lesquels ?", tuple(f"Projet {n}" for n in range(projects)), 1, 5, True)
    made = SimulatedElection(questions=[question], voters=ballots)
    board = open_board(1_900_000_000, made.election.raw, made.trustees.raw, made.credentials.raw)
    data, head = board.data, board.head
    for voter in range(ballots):
        appended = append_ballot(head, made.seal(voter, [0, 1, *[0] * (projects - 1)]).raw)
        data, head = data + appended.data, appended.head
    return data


def python_seconds(archive: bytes, jobs: int) -> float:
    """What the whole procedure takes: of one process its CPU time, of several the time on the clock."""
    clock = time.process_time if jobs == 1 else time.perf_counter
    started = clock()
    if not verify_archive(BytesIO(archive), jobs=jobs).valid:
        raise RuntimeError("the archive is refused")
    return clock() - started


def node_seconds(path: Path) -> float:
    """The CPU time of the same in one Node process, its start not counted."""
    script = f"""import {{ readFileSync }} from "node:fs";
import {{ verify }} from "{BOOTH}/src/verifier/procedure.js";
const blob = new Blob([readFileSync("{path}")]);
const start = process.cpuUsage();
const {{ valid }} = await verify(blob);
const {{ user, system }} = process.cpuUsage(start);
console.log(valid ? (user + system) / 1e6 : NaN);"""
    ran = run_node("--input-type=module", "-e", script)
    return float(ran.stdout)


@dataclass(frozen=True)
class InChromium:
    """The time on the clock from the click to the report, what the page's process used, and the verdict."""

    wall: float
    cpu: float
    mebibytes: int
    verdict: str


def _pages_process(browser: Browser) -> dict[str, Any]:
    """Of the processes that show pages, the one that worked most."""
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return max((process for process in found if process["type"] == "renderer"), key=lambda process: process["cpuTime"])


def _most_memory(process: int) -> int:
    """MiB that a process has held at most."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def in_chromium(path: Path) -> InChromium:
    """The verification on the page saved as one file, with a worker a processor."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=["--no-sandbox"])
        page = browser.new_page(locale="en-GB")
        page.goto((BOOTH / "dist" / "verifier-saved.html").as_uri())
        page.locator("#file").set_input_files(path)
        started = time.perf_counter()
        page.get_by_role("button", name="Verify", exact=True).click()
        page.locator("main .done").wait_for(timeout=_LONGEST)
        wall, process = time.perf_counter() - started, _pages_process(browser)
        verdict = page.locator("main .done").inner_text()
        used = InChromium(wall, process["cpuTime"], _most_memory(process["id"]), verdict)
        browser.close()
        return used


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=200)
    parser.add_argument("--projects", type=int, nargs="+", default=[10, 30])
    parser.add_argument("--archive", type=Path)
    arguments = parser.parse_args()
    if arguments.archive:
        used = in_chromium(arguments.archive)
        print(f"{used.verdict}\n{used.wall:.1f} s, {used.cpu:.1f} s of CPU time, {used.mebibytes} MiB of memory")
        return 0
    print("ballots a second: of CPU time for one Python or Node process, else on the clock with both processors")
    print("projects  Python CPU  Python 2  Node CPU  Chromium")
    for projects in arguments.projects:
        archive = make_archive(arguments.ballots, projects)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "urne.bel"
            path.write_bytes(archive)
            here = (python_seconds(archive, 1), python_seconds(archive, JOBS))
            seconds = (*here, node_seconds(path), in_chromium(path).wall)
        rates = (arguments.ballots / each for each in seconds)
        print(f"{projects:8}  " + "  ".join(f"{rate:8.1f}" for rate in rates))
    return 0


if __name__ == "__main__":
    sys.exit(main())
