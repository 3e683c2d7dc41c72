"""Feeds every parser with changed inputs for some minutes; keeps one short input for each outcome it has not seen."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

from tests.fuzz.changed_archives import change_byte, change_payload, compare, is_told, published_of
from tests.fuzz.mutations import mutate
from tests.fuzz.parsers import Parser, parsers
from tests.voting.every_kind import KINDS, archive_of
from tests.voting.forged_board import steps_of

CORPUS = Path(__file__).parent / "corpus"
LONGEST_KEPT = 3000
LONGEST_SECONDS = 1.0
_ARCHIVES_AMONG = 40


def kept_inputs(name: str) -> list[bytes]:
    """The corpus of the parser ``name``."""
    return [path.read_bytes() for path in sorted((CORPUS / name).glob("*"))]


def file_name(outcome: str) -> str:
    """An outcome as the name of a file."""
    return "".join(character if character.isalnum() else "-" for character in outcome)


def keep(name: str, outcome: str, raw: bytes) -> Path:
    """Puts an input into the corpus, named by its outcome."""
    path = CORPUS / name / file_name(outcome)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return path


class Fuzzer:
    """One run; the same seed gives the same inputs as long as the parsers answer the same."""

    def __init__(self, seed: int, parts: dict[str, Parser], keeping: bool) -> None:
        self.random, self.parts, self.keeping = Random(seed), parts, keeping  # noqa: S311
        self.pools = {name: [*part.seeds, *kept_inputs(name)] for name, part in parts.items()}
        self.known = {name: {part.outcome(raw) for raw in self.pools[name]} for name, part in parts.items()}
        self._archives = cache(lambda kind: (published_of(archive_of(kind)), steps_of(archive_of(kind))))
        self.runs: Counter[str] = Counter()

    def step(self) -> None:
        """One changed input for one parser, or one changed byte of a valid archive of any kind."""
        if self.random.randrange(_ARCHIVES_AMONG) == 0:
            self._archive()
            return
        name = self.random.choice(list(self.parts))
        raw = mutate(self.random, self.random.choice(self.pools[name]))
        started = time.process_time()
        try:
            outcome = self.parts[name].outcome(raw)
        except BaseException:
            keep(name, "crash", raw)
            raise
        self.runs[name] += 1
        if time.process_time() - started > LONGEST_SECONDS:
            raise RuntimeError(f"{name} took {time.process_time() - started:.1f} s: {keep(name, 'slow', raw)}")
        if outcome not in self.known[name]:
            self.known[name].add(outcome)
            self.pools[name].append(raw)
            if self.keeping and len(raw) <= LONGEST_KEPT:
                keep(name, outcome, raw)

    def _archive(self) -> None:
        kind = self.random.choice(KINDS)
        published, steps = self._archives(kind)
        deep = self.random.random() < 0.5
        changed = change_payload(self.random, steps) if deep else change_byte(self.random, archive_of(kind))
        if not is_told(compare(changed, published)):
            raise RuntimeError(f"a changed {kind} is accepted: {keep('records', 'accepted-change', changed)}")
        self.runs["a byte of an archive"] += 1


def main() -> int:
    """Exit status 1 when a parser raised something else, was slow, or a changed archive was accepted."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    parser.add_argument("--only", nargs="+", choices=sorted(parsers()), metavar="PARSER")
    parser.add_argument("--keep", action="store_true", help="keep an input for each new outcome in tests/fuzz/corpus")
    options = parser.parse_args()
    chosen = {name: part for name, part in parsers().items() if not options.only or name in options.only}
    fuzzer = Fuzzer(options.seed, chosen, options.keep)
    print(
        f"seed {options.seed}, {len(chosen)} parsers, {sum(map(len, fuzzer.pools.values()))} first inputs", flush=True
    )
    end = time.monotonic() + 60 * options.minutes
    try:
        while time.monotonic() < end:
            fuzzer.step()
    except Exception:
        traceback.print_exc()
        return 1
    for name, runs in sorted(fuzzer.runs.items()):
        print(f"{name:24} {runs:8} inputs, {len(fuzzer.known.get(name, ())):3} outcomes")
    print(f"{sum(fuzzer.runs.values())} inputs in {options.minutes:g} minutes, nothing found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
