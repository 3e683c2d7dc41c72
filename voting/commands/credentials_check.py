"""credentials check: the record of replaced credentials, replayed on the list that the archive froze."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from voting.commands.parser import add_command
from voting.credential_files import parse_public
from voting.credential_record import CredentialRecord, RecordSummary, check_append_only, check_record, parse_record
from voting.credentials import PublicCredentials, compose_entries
from voting.errors import ChainError, CredentialError
from voting.verification.events import read_events
from voting.verification.setup import Setup, check_setup
from voting.words import plain, refusal, say


def add_parser(actions: Any, language: str) -> None:
    """Adds the action."""
    parser = add_command(actions, "check", language, key="credentials-check")
    parser.argument("record", "check-record", type=Path)
    parser.argument("archive", "check-archive", type=Path)
    parser.option("--earlier", key="check-earlier", type=Path, metavar="OLD.json")
    parser.option("--own", key="check-own", type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def _read_setup(path: Path) -> Setup:
    """The frozen parts of the archive; the rest of it is for ``verify``."""
    with path.open("rb") as stream:
        first = next(read_events(stream), None)
    if first is None or first.kind != "Setup":
        raise ChainError("event-order" if first else "event-none")
    return check_setup(first)


def _check_own(path: Path, frozen: PublicCredentials) -> None:
    """Raises CredentialError ``record-own-list`` unless the registrar's own public file holds the frozen list."""
    own = compose_entries(parse_public(path.read_bytes()).values())
    if own != frozen.raw:
        raise CredentialError("record-own-list")


def _check(options: argparse.Namespace, record: CredentialRecord, setup: Setup) -> RecordSummary:
    if options.earlier is not None:
        check_append_only(parse_record(options.earlier.read_bytes()), record)
    summary = check_record(record, setup.election.uuid, setup.credentials)
    if options.own is not None:
        _check_own(options.own, setup.credentials)
    return summary


def _lines(record: CredentialRecord, summary: RecordSummary, setup: Setup, language: str) -> list[str]:
    lines = [
        f"{say('election', language)} : {plain(setup.election.name)} ({setup.election.uuid})",
        say("record-first", language, fingerprint=summary.first_fingerprint, time=record.entries[0].time),
        say("record-replacements", language, count=summary.replacements),
        say("record-final", language, fingerprint=summary.final_fingerprint, count=len(setup.credentials)),
        say("record-head", language, head=summary.head_hash),
    ]
    if summary.lists > 1:
        lines.append(say("record-lists", language, count=summary.lists))
    return [*lines, "", say("record-valid", language)]


def run(options: argparse.Namespace, language: str) -> int:
    """Exit status 0 when the record explains the frozen list, 1 when it does not."""
    setup = _read_setup(options.archive)
    record = parse_record(options.record.read_bytes())
    try:
        summary = _check(options, record, setup)
    except CredentialError as error:
        print(say("record-refused", language, code=error.code, reason=refusal(error.code, language)), file=sys.stderr)
        for key in ("expected", "found"):
            if key in error.facts:
                print(f"      {say(key, language)} : {plain(str(error.facts[key]))}", file=sys.stderr)
        return 1
    print("\n".join(_lines(record, summary, setup, language)))
    return 0
