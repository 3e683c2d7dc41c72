"""Ballots checked per second here, beside the reference's CPU time for the same ballots, in the same run."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.reference import find_reference
from voting.ballot import check_ballot, parse_ballot, seal_ballot
from voting.board import open_board
from voting.credentials import (
    compose_public_credentials,
    derive_public,
    generate_code,
    generate_uuid,
    parse_public_credentials,
)
from voting.election import compose_election, parse_election
from voting.question import HomomorphicQuestion
from voting.trustee import (
    compose_trustees,
    generate_trustee_key,
    joint_public_key,
    parse_trustees,
    trustee_public_key_bytes,
)
from voting.verification.ballots import BallotBox, BallotChecker
from voting.verification.setup import Setup
from voting.whole_ballot import check_whole_ballot

JOBS = 2


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def reference_seconds(archive: bytes, uuid: str, ballots: list[bytes]) -> tuple[float, float]:
    """CPU seconds of the reference for all ``ballots``, and for the same number of runs that check nothing."""
    tool = find_reference()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{uuid}.bel").write_bytes(archive)
        path = Path(folder) / "ballot.json"
        started = _children_cpu()
        for raw in ballots:
            path.write_bytes(raw)
            command = [str(tool), "election", "verify-ballot", "--dir", folder, "--ballot", str(path)]
            subprocess.run(command, check=True, capture_output=True)
        checked = _children_cpu() - started
        started = _children_cpu()
        for _ in ballots:
            subprocess.run([str(tool), "--version"], check=True, capture_output=True)
        return checked, _children_cpu() - started


def _wall_seconds(setup: Setup, ballots: list[bytes]) -> float:
    """What check 5 takes with several processes, their start included."""
    started = time.perf_counter()
    box = BallotBox()
    with BallotChecker(setup, box, JOBS) as checker:
        for height, raw in enumerate(ballots, start=1):
            checker.add(height, raw)
        checker.finish()
    if box.ballots != len(ballots):
        raise RuntimeError("not every ballot was checked")
    return time.perf_counter() - started


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=100)
    parser.add_argument("--projects", type=int, nargs="+", default=[10, 30])
    options = parser.parse_args()
    for projects in options.projects:
        key = generate_trustee_key(os.urandom)
        trustees = compose_trustees([trustee_public_key_bytes(key, os.urandom)])
        uuid = generate_uuid(os.urandom)
        codes = [generate_code(os.urandom) for _ in range(options.ballots)]
        credentials_raw = compose_public_credentials(derive_public(uuid, code) for code in codes)
        question = HomomorphicQuestion("?", tuple(f"Project {n}" for n in range(projects)), 1, 3, True)
        election_raw = compose_election(
            uuid=uuid,
            name="Bench",
            description="",
            public_key=joint_public_key(parse_trustees(trustees)),
            questions=[question],
        )
        election, credentials = parse_election(election_raw), parse_public_credentials(credentials_raw)
        choice = [0, 1, 1, *[0] * (projects - 2)]
        started = time.process_time()
        ballots = [seal_ballot(election, code, [choice], os.urandom).raw for code in codes]
        sealing = time.process_time() - started
        started = time.process_time()
        for raw in ballots:
            check_ballot(parse_ballot(raw), election, credentials)
        checking = time.process_time() - started
        started = time.process_time()
        for raw in ballots:
            check_whole_ballot(raw, election, credentials)
        verifying = time.process_time() - started
        wall = _wall_seconds(Setup(election, parse_trustees(trustees), credentials), ballots)
        board = open_board(int(time.time()), election_raw, trustees, credentials_raw)
        with_start, start = reference_seconds(board.data, uuid, ballots)
        count = options.ballots
        print(f"{projects} projects, blank allowed, 1 to 3 choices, {count} ballots, one process")
        print(f"  sealed here           {1000 * sealing / count:8.2f} ms CPU a ballot")
        reference = with_start - start
        print(f"  checked on arrival    {1000 * checking / count:8.2f} ms CPU a ballot, {count / checking:.0f}/s")
        print(f"  verified, 1 process   {1000 * verifying / count:8.2f} ms CPU a ballot, {count / verifying:.0f}/s")
        print(f"  verified, {JOBS} processes {1000 * wall / count:8.2f} ms wall time a ballot, {count / wall:.0f}/s")
        print(f"  reference             {1000 * reference / count:8.2f} ms CPU a ballot, start-up off")
        print(f"  reference/1 process   {reference / verifying:8.2f}")
        print(f"  reference/{JOBS} processes {reference / wall:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
