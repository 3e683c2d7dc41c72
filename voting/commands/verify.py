"""verify: the twelve checks of an archive, as a numbered list or as JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from voting.verification.procedure import Progress, verify_archive
from voting.verification.report import Facts, Report
from voting.words import say, status, title

_BAR = 30


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("verify", help=__doc__)
    parser.add_argument("archive", type=Path, help="the .bel file")
    parser.add_argument("--earlier", type=Path, help="a copy taken earlier: nothing may be gone or changed")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.set_defaults(run=run)


def _progress() -> Progress | None:
    """A bar on a terminal, with the time left; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def show(done: int, total: int) -> None:
        filled = _BAR * done // max(total, 1)
        left = (time.monotonic() - started) * (total - done) / max(done, 1)
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {left:5.0f} s {end}")
        sys.stderr.flush()

    return show


def _facts(facts: Facts, language: str) -> list[str]:
    if not facts.uuid:
        return []
    return [
        f"{say('election', language)} : {facts.name} ({facts.uuid})",
        f"{say('fingerprint', language)} : {facts.fingerprint}",
        f"{say('trustees', language)} : {facts.trustees_fingerprint}",
        f"{say('credentials', language)} : {facts.credentials_fingerprint}",
        say(
            "counts",
            language,
            voters=facts.voters,
            ballots=facts.ballots,
            effective=facts.effective_ballots,
        ),
        *[say(warning, language) for warning in facts.warnings],
    ]


def _verdict(report: Report, language: str) -> str:
    if report.failure is not None:
        return say("refused", language, code=report.failure.code)
    return say("valid" if report.facts.result is not None else "valid-so-far", language)


def lines_of(report: Report, language: str) -> list[str]:
    """The report as text: a line a check, the facts, the verdict."""
    lines = []
    for line in report.lines:
        lines.append(f"{line.number:2}. {title(line.name, language)} : {status(line.status, language)}")
        if line.status == "failed":
            lines.append(f"      [{line.code}]")
        for key in ("expected", "found"):
            value = getattr(line, key)
            if value:
                lines.append(f"      {say(key, language)} : {value}")
    return [*lines, "", *_facts(report.facts, language), "", _verdict(report, language)]


def run(options: argparse.Namespace, language: str) -> int:
    """Exit status 0 for a valid archive, 1 for a refused one."""
    with options.archive.open("rb") as stream:
        if options.earlier is None:
            report = verify_archive(stream, progress=_progress())
        else:
            with options.earlier.open("rb") as earlier:
                report = verify_archive(stream, earlier=earlier, progress=_progress())
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines_of(report, language)))
    return 0 if report.valid else 1
