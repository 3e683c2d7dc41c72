"""An archive of a million events is read in bounded memory: `python -m tests.bench.bench_million --events 1000000`.

The file is one that check 3 refuses at its last event, a result that no tally precedes: before that every record is
hashed and every event of the chain is looked at. Its ballots are no ballots: to seal a million takes an hour. What is
kept of each ballot that passed its checks is measured beside it: as many names and credentials are put into a box.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.bench_growth import PROJECT, run_child
from tests.voting.simulated_election import TIMESTAMP, SimulatedElection
from voting.board import append_ballot, append_result, open_board

_FILL_A_BOX = """
import resource, sys
from hashlib import sha256
from voting.verification.ballots import BallotBox

box, ballots = BallotBox(), int(sys.argv[1])
for number in range(ballots):
    name = sha256(number.to_bytes(8, "big"))
    box.take(number, name.digest(), name.hexdigest)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
_WRITTEN_AT_ONCE = 1000


def write_archive(path: Path, events: int) -> None:
    """So many events: a setup, what stands where ballots do, and a result."""
    town = SimulatedElection(guardians=1, seed=181)
    appended = open_board(TIMESTAMP, town.election.raw, town.trustees.raw, town.credentials.raw)
    waiting = [appended.data]
    with path.open("wb") as stream:
        for number in range(events - 2):
            appended = append_ballot(appended.head, b"%d" % number)
            waiting.append(appended.data)
            if len(waiting) == _WRITTEN_AT_ONCE:
                stream.write(b"".join(waiting))
                waiting = []
        stream.write(b"".join([*waiting, append_result(appended.head, b"[]").data]))


def _box_memory(ballots: int) -> int:
    """MiB that a process holds which has this many names and credentials in its ballot box."""
    command = [sys.executable, "-c", _FILL_A_BOX, str(ballots)]
    return int(subprocess.run(command, cwd=PROJECT, check=True, capture_output=True).stdout)


def main() -> int:
    """Prints how long the file is, and what reading it takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    for events in parser.parse_args().events:
        with tempfile.TemporaryDirectory() as folder:
            path, report = Path(folder) / "urne.bel", Path(folder) / "report.json"
            started = time.process_time()
            write_archive(path, events)
            written = time.process_time() - started
            command = [sys.executable, "-m", "voting", "verify", str(path), "--json"]
            with report.open("wb") as out:
                seconds, wall, memory = run_child(command, out=out, status=1)
            failure = json.loads(report.read_bytes())["failure"]
            size = path.stat().st_size / 2**20
        print(f"{events} events, {size:.0f} MiB, written in {written:.1f} s of CPU time, refused: {failure}")
        print(f"  read in {seconds:.1f} s of CPU time, {wall:.1f} s wall time, {memory} MiB of memory")
        print(f"  a ballot box of {events} checked ballots: {_box_memory(events)} MiB of memory", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
