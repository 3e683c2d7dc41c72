"""How each step of a count grows with the number of ballots, beside the reference in the same run.

`python -m tests.bench.bench_growth --ballots 100 1000 10000`: ballots of 20 numbers, three guardians who shuffle and
decrypt, then the whole verification by two processes; with `--totals`, ballots of as many choices that are summed.
CPU seconds, except where a line says wall time. Of shuffles and shares, ours are the seconds of all guardians and the
reference's those of one, its reading of the archive included; its check of a shuffle is what its verification takes
longer for each shuffle on the board. The memory of a step is the most that this process has held so far.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.reference import find_reference
from tests.voting.simulated_election import SimulatedElection
from voting.board import (
    Appended,
    append_ballot,
    append_encrypted_tally,
    append_end_ballots,
    append_end_shuffles,
    append_partial_decryption,
    append_result,
    append_shuffle,
    open_board,
)
from voting.combination import combine_factors
from voting.decryption import check_share, decrypt_share, parse_share
from voting.question import HomomorphicQuestion, NonHomomorphicQuestion, Question
from voting.result import combine_result
from voting.shuffle import check_shuffle, parse_shuffle, shuffle_rows
from voting.tally import TallySum, shuffled_rows, with_rows
from voting.whole_ballot import check_whole_ballot

PROJECT = Path(__file__).parents[2]
JOBS = "2"
OF_EACH_GUARDIAN = ("shuffle", "check shuffle", "decrypt", "check share")


@dataclass
class Timed:
    """CPU seconds by step, ours and the reference's, and the largest resident memory of ours, in MiB."""

    ours: dict[str, float] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)
    reference: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.process_time()
        yield
        self.ours[name] = self.ours.get(name, 0) + time.process_time() - started
        self.memory[name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run_child(
    command: Sequence[str], cwd: Path = PROJECT, out: IO[bytes] | None = None, status: int = 0
) -> tuple[float, float, int]:
    """CPU seconds, wall seconds and the largest resident memory in MiB of a command and those it starts."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=out or subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, found, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(found) != status:
        raise RuntimeError(f"{command} ended with {os.waitstatus_to_exitcode(found)}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss // 1024


@dataclass(frozen=True)
class Size:
    """How large an election is, and of what kind."""

    ballots: int
    choices: int
    guardians: int
    totals: bool

    @property
    def question(self) -> Question:
        """Its only question."""
        answers = tuple(f"Project {n}" for n in range(self.choices))
        return HomomorphicQuestion("?", answers, 0, 1) if self.totals else NonHomomorphicQuestion("?", answers)

    def choice(self, voter: int) -> list[int]:
        """What a voter votes: one project, or a number for each."""
        if self.totals:
            return [int(n == voter % self.choices) for n in range(self.choices)]
        return [(voter + n) % 256 for n in range(self.choices)]


class Count:
    """One election, its archive as it grows, and how long each step took."""

    def __init__(self, size: Size, folder: Path, beside: bool) -> None:
        self.size = size
        self.town = SimulatedElection((size.question,), size.ballots, size.guardians, seed=size.ballots)
        self.timed, self.tool = Timed(), find_reference() if beside else None
        self.path = folder / f"{self.town.uuid}.bel"
        setup = (self.town.election.raw, self.town.trustees.raw, self.town.credentials.raw)
        self.appended = open_board(1_900_000_000, *setup)
        self.path.write_bytes(self.appended.data)

    def append(self, step: Callable[..., Appended], *payload: object) -> None:
        """The next event, and the file with it."""
        self.appended = step(self.appended.head, *payload)
        with self.path.open("ab") as stream:
            stream.write(self.appended.data)

    def reference(self, name: str, *arguments: str) -> None:
        """The same step by the reference, on the archive as it is; what it writes is not used."""
        if self.tool is not None:
            seconds, _, _ = run_child([str(self.tool), "election", *arguments], self.path.parent)
            self.timed.reference[name] = seconds

    def vote(self) -> None:
        town, running = self.town, TallySum(self.town.election)
        for voter in range(town.voters):
            with self.timed.step("seal"):
                raw = town.seal(voter, self.size.choice(voter)).raw
            with self.timed.step("check ballots"):
                checked = check_whole_ballot(raw, town.election, town.credentials)
            with self.timed.step("tally"):
                running.add(checked)
            self.append(append_ballot, raw)
        self.append(append_end_ballots)
        with self.timed.step("tally"):
            self.tally = running.finish()
        self.reference("tally", "compute-encrypted-tally")
        self.append(append_encrypted_tally, self.tally)

    def shuffle(self) -> None:
        town = self.town
        self.reference("shuffle", "shuffle", "--trustee-id", "1")
        self.reference("verify before", "verify")
        for owner in range(1, town.guardians + 1):
            before = shuffled_rows(town.election, self.tally)
            with self.timed.step("shuffle"):
                raw = shuffle_rows(town.election, before, town.random)
            with self.timed.step("check shuffle"):
                shuffle = parse_shuffle(raw, before)
                check_shuffle(shuffle, town.election, before)
            self.tally = with_rows(self.tally, town.election, shuffle.rows)
            self.append(append_shuffle, owner, raw)
        self.append(append_end_shuffles)
        self.reference("verify after", "verify")
        reference = self.timed.reference
        if "verify after" in reference:
            reference["check shuffle"] = (reference["verify after"] - reference["verify before"]) / town.guardians

    def decrypt(self) -> None:
        town, shares = self.town, {}
        for owner, key in enumerate(town.keys, start=1):
            with self.timed.step("decrypt"):
                raw = decrypt_share(town.election, self.tally, key, town.random)
            with self.timed.step("check share"):
                shares[owner] = parse_share(raw, self.tally)
                check_share(shares[owner], town.election, self.tally, key.public)
            self.append(append_partial_decryption, owner, raw)
        with self.timed.step("result"):
            raw = combine_result(town.election, self.tally, combine_factors(town.trustees, shares))
        self.append(append_result, raw)

    def report(self) -> None:
        """The lines of this size."""
        size, kind = self.size, "choices, summed" if self.size.totals else "numbers, opened"
        print(f"{size.ballots} ballots of {size.choices} {kind}, {size.guardians} guardians, {self._file_size()}")
        for name, seconds in self.timed.ours.items():
            each = seconds / size.ballots / (size.guardians if name in OF_EACH_GUARDIAN else 1)
            other = self.timed.reference.get(name)
            beside = "" if other is None else f"   reference {other:8.2f} s, {1000 * other / size.ballots:6.2f} ms"
            print(f"  {name:16} {seconds:8.2f} s, {1000 * each:6.2f} ms, {self.timed.memory[name]:5} MiB{beside}")
        command = [sys.executable, "-m", "voting", "verify", str(self.path), "--jobs", JOBS]
        seconds, wall, memory = run_child(command)
        print(f"  whole verify     {seconds:8.2f} s, {wall:.1f} s wall time, {memory} MiB the largest process")
        self.reference("verify", "verify")
        if "verify" in self.timed.reference:
            other = self.timed.reference["verify"]
            print(f"  reference verify {other:8.2f} s, {other / seconds:.2f} times ours")

    def _file_size(self) -> str:
        return f"archive {self.path.stat().st_size / 2**20:.1f} MiB"


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--choices", type=int, default=20)
    parser.add_argument("--guardians", type=int, default=3)
    parser.add_argument("--totals", action="store_true", help="sum the choices instead of opening the votes")
    parser.add_argument("--alone", action="store_true", help="without the reference")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the archives go when they are whole")
    options = parser.parse_args()
    for ballots in options.ballots:
        size = Size(ballots, options.choices, options.guardians, options.totals)
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            count = Count(size, Path(folder), not options.alone)
            count.vote()
            if not size.totals:
                count.shuffle()
            count.decrypt()
            count.report()
            if options.keep:
                shutil.copy(count.path, options.keep / f"{'totals' if size.totals else 'opened'}-{ballots}.bel")
            print(f"  all of it, in wall time {time.perf_counter() - started:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
