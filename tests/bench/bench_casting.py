"""Ballots cast per second over HTTP: one server process with SQLite, several connections, ballots sealed before."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

from budget_app.services.upkeep import prepare_database
from tests.bench.bench_ballots import reference_seconds
from tests.budget_app.real_server import run_server
from tests.budget_app.simulated_town import Person, SimulatedTown
from tests.budget_app.web_votes import vote_runs
from tests.reference import find_reference
from voting.ballot import SealedBallot


def _cast_all(address: str, town: SimulatedTown, work: list[tuple[Person, SealedBallot]], times: list[float]) -> None:
    """One connection that casts its part of the ballots; each answer's seconds go into ``times``."""
    with httpx.Client(base_url=address, timeout=60) as client:
        for person, sealed in work:
            headers = {
                "Content-Type": "application/json",
                "Isoloir-Roll-Number": str(person.roll_number),
                "Isoloir-Birth-Date": person.birth_date.isoformat(),
            }
            started = time.perf_counter()
            answer = client.post(f"/api/elections/{town.uuid}/ballots", content=sealed.raw, headers=headers)
            times.append(time.perf_counter() - started)
            if answer.status_code != 201:
                raise RuntimeError(answer.text)


def main() -> int:
    """Prints one line a number of connections."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=300)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 4, 16])
    options = parser.parse_args()
    for connections in options.connections:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            os.environ["ISOLOIR_DATA"] = folder
            prepare_database()
            town = SimulatedTown(projects=10, voters=options.ballots).set_up()
            vote_runs(town, -1, 1)
            work = [(person, town.seal(person, 1, 2)) for person in town.people]
            beginning = town.archive()
            times: list[float] = []
            with run_server(data) as server:
                parts = [work[i::connections] for i in range(connections)]
                threads = [
                    threading.Thread(target=_cast_all, args=(server.address, town, part, times)) for part in parts
                ]
                started = time.perf_counter()
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                seconds = time.perf_counter() - started
        times.sort()
        print(
            f"{connections:3} connections, {len(times)} ballots of 10 projects: {len(times) / seconds:6.1f} a second, "
            f"median {1000 * times[len(times) // 2]:.0f} ms, p95 {1000 * times[int(len(times) * 0.95)]:.0f} ms"
        )
    if find_reference() is not None:
        raws = [sealed.raw for _person, sealed in work[:40]]
        checked, start = reference_seconds(beginning, town.uuid, raws)
        print(f"reference, verify-ballot on 40 of them: {1000 * (checked - start) / 40:.1f} ms CPU a ballot")
    return 0


if __name__ == "__main__":
    sys.exit(main())
