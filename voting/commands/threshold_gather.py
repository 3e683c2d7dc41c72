"""threshold gather: hands out a group's messages without a site, as the administrator of the exchange does."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voting.commands.parser import add_command
from voting.errors import TrusteeError
from voting.exchange_task import MOST_MEMBERS, ExchangeTask, check_promises
from voting.pedersen import (
    Certificate,
    Context,
    Polynomial,
    Voutput,
    check_certificates_distinct,
    compose_vinput,
    parse_certificate,
    parse_polynomial,
    parse_voutput,
    polynomial_promise,
)
from voting.private_files import write_public
from voting.threshold import compose_threshold_parameters
from voting.trustee import compose_trustees
from voting.words import say


def _members(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST_MEMBERS:
        raise argparse.ArgumentTypeError(f"1 … {MOST_MEMBERS}")
    return number


def add_parser(actions: Any, language: str) -> None:
    """Adds the action."""
    parser = add_command(actions, "gather", language, key="threshold-gather")
    parser.argument("folder", "threshold-folder", type=Path, metavar="FOLDER")
    parser.option("--size", key="threshold-size", type=_members, required=True, metavar="N")
    parser.option("--threshold", key="threshold-threshold", type=_members, required=True, metavar="T")
    parser.option("--out", key="threshold-tasks", type=Path, required=True, metavar="DIR")
    parser.set_defaults(run=run)


@dataclass(frozen=True)
class Gathered:
    """The messages of a group as far as they are all there, each checked as far as anybody but its recipients can."""

    size: int
    threshold: int
    certificates: Sequence[Certificate] = ()
    promises: Sequence[str] = ()
    polynomials: Sequence[Polynomial] = ()
    voutputs: Sequence[Voutput] = ()

    def task(self, index: int, certificates: Sequence[bytes]) -> ExchangeTask:
        """What the member ``index`` is given."""
        return ExchangeTask(
            self.size,
            self.threshold,
            index,
            tuple(raw.decode() for raw in certificates) or None,
            tuple(self.promises) or None,
            compose_vinput(self.polynomials, index).decode() if self.polynomials else None,
            self.voutputs[index - 1].private_key if self.voutputs else None,
        )


def _read_all(folder: Path, name: str, size: int) -> list[bytes]:
    """The files of that name of all members, in their order; none as long as one is missing."""
    paths = [folder / f"{name}-{index}" for index in range(1, size + 1)]
    return [path.read_bytes() for path in paths] if all(path.exists() for path in paths) else []


def _gather(folder: Path, size: int, threshold: int) -> tuple[Gathered, list[bytes]]:
    """The messages, and the certificates as they were written; raises TrusteeError for the first that is wrong."""
    raws = _read_all(folder, "certificate", size)
    certificates = [parse_certificate(raw, Context(size, threshold, index)) for index, raw in enumerate(raws, 1)]
    check_certificates_distinct(certificates)
    promises = [raw.decode("ascii", "replace").strip() for raw in _read_all(folder, "promise", size)]
    if promises:
        check_promises(promises, size)
    shown = _read_all(folder, "polynomial", size) if certificates and promises else []
    for index, (raw, promise) in enumerate(zip(shown, promises, strict=False), start=1):
        if polynomial_promise(raw) != promise:
            raise TrusteeError("promise-broken", index=index)
    polynomials = [parse_polynomial(raw, certificates, index) for index, raw in enumerate(shown, 1)]
    last = _read_all(folder, "voutput", size) if polynomials else []
    voutputs = [parse_voutput(raw, certificates, polynomials, index) for index, raw in enumerate(last, 1)]
    return Gathered(size, threshold, certificates, promises, polynomials, voutputs), raws


def _write_trustees(options: argparse.Namespace, gathered: Gathered) -> None:
    """The end of the exchange: the group's parameters, and the trustees with those who are always needed."""
    parameters = compose_threshold_parameters(gathered.certificates, gathered.polynomials, gathered.voutputs)
    always = [path.read_bytes() for path in sorted(options.folder.glob("always-*"))]
    write_public(options.out / "parameters.json", parameters)
    write_public(options.out / "trustees.json", compose_trustees(always, [parameters]))


def run(options: argparse.Namespace, language: str) -> int:
    """Checks what is there, and writes the task of each member to a new folder; at the end, the trustees."""
    if options.threshold > options.size:
        raise TrusteeError("threshold-shape", size=options.size, threshold=options.threshold)
    gathered, certificates = _gather(options.folder, options.size, options.threshold)
    options.out.mkdir()
    for index in range(1, options.size + 1):
        write_public(options.out / f"task-{index}.json", gathered.task(index, certificates).as_bytes())
    steps = ("certificates", "promises", "polynomials", "voutputs")
    done = sum(bool(getattr(gathered, step)) for step in steps)
    if gathered.voutputs:
        _write_trustees(options, gathered)
    print(say("threshold-gathered", language, done=done, steps=len(steps), path=options.out.name))
    return 0
