"""verify: the twelve checks of an archive, as a numbered list or as JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from voting.checkpoints.notes import parse_note
from voting.commands.note_keys import find_board_key, read_witness_keys
from voting.commands.parser import CommandParser, add_command, parse_jobs
from voting.published import parse_published
from voting.question import NonHomomorphicQuestion
from voting.verification.comparisons import SignedCheckpoint
from voting.verification.procedure import Progress, verify_archive
from voting.verification.report import CheckLine, Facts, Report
from voting.words import fact, passed, plain, refusal, say, status, title

_BAR = 30


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "verify", language)
    parser.argument("archive", "verify-archive", type=Path)
    parser.option("--earlier", key="verify-earlier", type=Path, metavar="OLD.bel")
    parser.option("--published", key="verify-published", type=Path, metavar="FILE.json")
    parser.option("--strong", key="verify-strong", type=Path, metavar="FILE.json")
    parser.option("--checkpoint", key="verify-checkpoint", type=Path, metavar="FILE")
    parser.option("--key", key="board-key")
    parser.option("--witness", key="witness-key", action="append", default=[])
    parser.option("--json", key="verify-json", action="store_true")
    parser.option("--jobs", key="verify-jobs", type=parse_jobs, default=1, metavar="N")
    parser.set_defaults(run=run, needs=_needs(parser))


def _needs(parser: CommandParser) -> Any:
    """Refuses a checkpoint without the board's key, which alone says whose it is, and keys without a checkpoint."""

    def check(options: argparse.Namespace) -> None:
        if (options.checkpoint is None) != (options.key is None) or (options.witness and options.key is None):
            parser.error("the following arguments are required: --checkpoint, --key")

    return check


def _signed(options: argparse.Namespace) -> SignedCheckpoint | None:
    if options.checkpoint is None:
        return None
    raw = options.checkpoint.read_bytes()
    return SignedCheckpoint(raw, find_board_key(options.key, parse_note(raw)), read_witness_keys(options.witness))


def progress_bar() -> Progress | None:
    """A bar on a terminal, with the time left; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def show(done: int, total: int) -> None:
        filled = _BAR * done // max(total, 1)
        left = (time.monotonic() - started) * (total - done) / max(done, 1)
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {left:5.0f} s \r")
        sys.stderr.flush()

    return show


def _check_lines(line: CheckLine, language: str) -> Iterator[str]:
    yield f"{line.number:2}. {title(line.name, language)} : {status(line.status, language)}"
    if line.status == "passed":
        yield f"      {passed(line.name, line.found, language)}"
    if line.status == "failed":
        yield f"      [{line.code}] {refusal(line.code, language)}"
        for key, value in (("expected", line.expected), ("found", line.found)):
            if value:
                yield f"      {say(key, language)} : {fact(value, language)}"


def _fact_lines(report: Report, language: str) -> Iterator[str]:
    facts = report.facts
    if not facts.uuid:
        return
    yield f"{say('election', language)} : {plain(facts.name)} ({facts.uuid})"
    yield f"{say('fingerprint', language)} : {facts.fingerprint}"
    yield f"{say('trustees', language)} : {facts.trustees_fingerprint}"
    yield f"{say('credentials', language)} : {facts.credentials_fingerprint}"
    yield say("compare", language)
    if report.find_line("ballots").status == "passed":
        yield say("counts", language, voters=facts.voters, ballots=facts.ballots, effective=facts.effective_ballots)
    yield from (say(warning, language) for warning in facts.warnings)


def _result_lines(facts: Facts, language: str) -> Iterator[str]:
    if facts.result is None:
        return
    yield f"{say('result', language)} :"
    for question, totals in zip(facts.questions, facts.result, strict=True):
        yield f"  {plain(question.question)}"
        if isinstance(question, NonHomomorphicQuestion):
            yield f"  {say('votes-opened', language, votes=len(totals))}"
            continue
        labels = [*([say("blank", language)] if question.blank else []), *map(plain, question.answers)]
        yield from (f"  {total:>8}  {label}" for total, label in zip(totals, labels, strict=True))


def _verdict(report: Report, language: str) -> str:
    if report.failure is not None:
        return say("refused", language, code=report.failure.code)
    return say("valid" if report.facts.result is not None else "valid-so-far", language)


def lines_of(report: Report, language: str) -> list[str]:
    """The report as text: a line a check, what the archive says, the verdict."""
    checks = [text for line in report.lines for text in _check_lines(line, language)]
    facts = [*_fact_lines(report, language), *_result_lines(report.facts, language)]
    return [*checks, "", *facts, *([""] if facts else []), _verdict(report, language)]


def run(options: argparse.Namespace, language: str) -> int:
    """Exit status 0 for a valid archive, 1 for a refused one."""
    options.needs(options)
    with ExitStack() as files:
        stream = files.enter_context(options.archive.open("rb"))
        earlier = files.enter_context(options.earlier.open("rb")) if options.earlier else None
        published = parse_published(options.published.read_bytes()) if options.published else None
        strong = options.strong.read_bytes() if options.strong else None
        report = verify_archive(
            stream,
            earlier=earlier,
            published=published,
            progress=progress_bar(),
            jobs=options.jobs,
            strong=strong,
            signed=_signed(options),
        )
    if options.json:
        print(json.dumps(report.as_json(), indent=1))
    else:
        print("\n".join(lines_of(report, language)))
    return 0 if report.valid else 1
