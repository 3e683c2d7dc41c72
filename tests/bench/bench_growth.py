"""How each step of a count grows with the number of opened ballots, beside the reference in the same run.

`python -m tests.bench.bench_growth --ballots 100 1000 10000`: ballots of 20 numbers, three guardians who shuffle and
decrypt, then the whole verification by two processes. CPU seconds, except where a line says wall time. Of shuffles and
shares, ours are the seconds of all guardians and the reference's those of one, its reading of the archive included; its
check of a shuffle is a third of what its verification takes longer with three shuffles on the board than with none.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

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
from voting.question import NonHomomorphicQuestion
from voting.result import combine_result
from voting.shuffle import check_shuffle, parse_shuffle, shuffle_rows
from voting.tally import encrypted_tally, shuffled_rows, with_rows
from voting.whole_ballot import check_whole_ballot

GUARDIANS = 3
VALUES = 20
JOBS = "2"


@dataclass
class Timed:
    """CPU seconds by step, ours and the reference's."""

    ours: dict[str, float] = field(default_factory=dict)
    reference: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.process_time()
        yield
        self.ours[name] = self.ours.get(name, 0) + time.process_time() - started


def _child(command: Sequence[str], cwd: Path | None = None) -> tuple[float, float, int]:
    """CPU seconds, wall seconds and the largest resident memory in MiB of a command and those it starts."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{command} ended with {status}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss // 1024


class Count:
    """One election, its archive as it grows, and how long each step took."""

    def __init__(self, ballots: int, folder: Path) -> None:
        question = NonHomomorphicQuestion("?", tuple(f"Project {n}" for n in range(VALUES)))
        self.town = SimulatedElection((question,), voters=ballots, guardians=GUARDIANS, seed=ballots)
        self.timed, self.tool = Timed(), find_reference()
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
            seconds, _, _ = _child([str(self.tool), "election", *arguments], self.path.parent)
            self.timed.reference[name] = seconds

    def vote(self) -> None:
        town, checked = self.town, []
        for voter in range(town.voters):
            with self.timed.step("seal"):
                raw = town.seal(voter, [(voter + n) % 256 for n in range(VALUES)]).raw
            with self.timed.step("check ballots"):
                checked.append(check_whole_ballot(raw, town.election, town.credentials))
            self.append(append_ballot, raw)
        self.append(append_end_ballots)
        with self.timed.step("tally"):
            self.tally = encrypted_tally(town.election, checked)
        self.reference("tally", "compute-encrypted-tally")
        self.append(append_encrypted_tally, self.tally)

    def shuffle(self) -> None:
        town = self.town
        self.reference("shuffle", "shuffle", "--trustee-id", "1")
        self.reference("verify before", "verify")
        for owner in range(1, GUARDIANS + 1):
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
            reference["check shuffle"] = (reference["verify after"] - reference["verify before"]) / GUARDIANS

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
        count = self.town.voters
        print(
            f"{count} ballots of {VALUES} numbers, {GUARDIANS} guardians, archive {self.path.stat().st_size >> 20} MiB"
        )
        for name, seconds in self.timed.ours.items():
            each = (
                seconds / count / (GUARDIANS if name in ("shuffle", "check shuffle", "decrypt", "check share") else 1)
            )
            other = self.timed.reference.get(name)
            beside = "" if other is None else f"   reference {other:8.2f} s, {1000 * other / count:6.2f} ms a ballot"
            print(f"  {name:16} {seconds:8.2f} s, {1000 * each:6.2f} ms a ballot{beside}")
        command = [sys.executable, "-m", "voting", "verify", str(self.path), "--jobs", JOBS]
        seconds, wall, memory = _child(command)
        print(f"  whole verify     {seconds:8.2f} s CPU, {wall:.1f} s wall time, {memory} MiB the largest process")
        self.reference("verify", "verify")
        if "verify" in self.timed.reference:
            print(f"  reference verify {self.timed.reference['verify']:8.2f} s CPU")


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, nargs="+", default=[100, 1000, 10_000])
    for ballots in parser.parse_args().ballots:
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            count = Count(ballots, Path(folder))
            count.vote()
            count.shuffle()
            count.decrypt()
            count.report()
            print(
                f"  all of it        {time.perf_counter() - started:8.1f} s wall time, the reference included",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
