"""Rules on a large town and on a real edition, beside pabutools in the same run; and with gmpy2 from the first bit on.

`python -m tests.bench.bench_allocation`: each line is a process of its own, with the CPU seconds of the rule alone (the
ballots read and grouped before) and the most memory of the whole process. The exit status is 1 where winners differ.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from budget_app.domain.allocation import wide_integers
from budget_app.domain.allocation.allocate import allocate, allocate_ballots
from budget_app.domain.allocation.descriptor import Method, Rule, Step, StepUnit
from budget_app.domain.allocation.election import Election
from budget_app.domain.pabulib import parse_pabulib
from budget_app.domain.pabulib_election import election_of
from tests.budget_app.allocation.examples import rule, shares_rule, synthetic
from tests.budget_app.pabulib_files import ELECTIONS

ONE_PERCENT = Step(1, StepUnit.PERCENT)
WAYS = ("ours", "gmpy2", "pabutools")


def _town(ballots: int, projects: int) -> tuple[Election, int]:
    return synthetic(ballots, projects, seed=11)


def _toulouse(_ballots: int, _projects: int) -> tuple[Election, int]:
    file = parse_pabulib((ELECTIONS / "France_Toulouse_2022.pb").read_bytes())
    return election_of(file), file.budget


@dataclass(frozen=True)
class Case:
    """What is measured: where the ballots come from, the rule for a budget, and in which ways it is computed."""

    title: str
    source: Callable[[int, int], tuple[Election, int]]
    rule: Callable[[int], Rule]
    ways: tuple[str, ...] = WAYS


CASES = {
    "votes": Case("by votes, the totals known", _town, rule, ("ours", "pabutools")),
    "shares": Case("Equal Shares", _town, shares_rule),
    "all": Case("Equal Shares, money for nearly everything", _town, lambda budget: shares_rule(4 * budget), WAYS[:2]),
    "completed": Case(
        "Equal Shares, completed in steps of 1 %", _town, lambda budget: shares_rule(budget, step=ONE_PERCENT), WAYS[:2]
    ),
    "toulouse": Case(
        "Toulouse 2022, completed in steps of 1 %", _toulouse, lambda budget: shares_rule(budget, step=ONE_PERCENT)
    ),
}


def _work(way: str, made: Rule, election: Election) -> Callable[[], list[str]]:
    """What is timed: from the ballots, or the totals, to the winners in order."""
    if way == "pabutools":
        from tests.budget_app.allocation.oracle import Oracle

        return Oracle(election, made).winners
    if way == "gmpy2":
        wide_integers.WIDE = 0
    if made.method is Method.BY_VOTES:
        tally = election.tally(points=False)
        return lambda: list(allocate(made, tally).funding.winners)
    return lambda: list(allocate_ballots(made, election).funding.winners)


def _measure(name: str, way: str, ballots: int, projects: int) -> dict[str, Any]:
    case = CASES[name]
    election, budget = case.source(ballots, projects)
    work = _work(way, case.rule(budget), election)
    started = time.process_time()
    winners = work()
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return {"seconds": seconds, "mebibytes": peak, "winners": winners, "voters": election.voters}


def _in_a_process(name: str, way: str, ballots: int, projects: int) -> dict[str, Any]:
    command = [sys.executable, "-m", __spec__.name, "--one", name, way]
    sizes = ["--ballots", str(ballots), "--projects", str(projects)]
    said = subprocess.run([*command, *sizes], check=True, capture_output=True, text=True).stdout
    measured: dict[str, Any] = json.loads(said)
    return measured


def _report(name: str, ballots: int, projects: int) -> bool:
    """The lines of one case; whether all ways have the same winners in the same order."""
    case, measured = CASES[name], {}
    for way in case.ways:
        measured[way] = _in_a_process(name, way, ballots, projects)
        if way == "ours":
            print(f"{case.title}: {measured[way]['voters']} ballots, {len(measured[way]['winners'])} winners")
        seconds, ours = measured[way]["seconds"], measured["ours"]["seconds"]
        same = "" if measured[way]["winners"] == measured["ours"]["winners"] else "   OTHER WINNERS"
        print(
            f"  {way:10} {seconds:9.4f} s {measured[way]['mebibytes']:6} MiB   x {seconds / ours:8.1f}{same}",
            flush=True,
        )
    return all(one["winners"] == measured["ours"]["winners"] for one in measured.values())


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=90_000)
    parser.add_argument("--projects", type=int, default=160)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--one", nargs=2, metavar=("CASE", "WAY"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(_measure(*options.one, options.ballots, options.projects)))
        return 0
    same = [_report(name, options.ballots, options.projects) for name in options.cases]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
