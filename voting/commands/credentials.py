"""credentials: voting codes for a roll, made on the registrar's machine; made again for some; their record checked."""

from __future__ import annotations

import argparse
import csv
import re
import secrets
import sys
from pathlib import Path
from typing import Any

from voting.commands import credentials_check, credentials_reissue
from voting.commands.parser import CommandParser, add_actions, add_command
from voting.commands.registrars_files import check_all_new, make_codes, write_codes
from voting.credential_files import COLUMN
from voting.credentials import MAX_WEIGHT, compose_entries
from voting.election import check_uuid
from voting.errors import CredentialError
from voting.hashing import base64_unpadded
from voting.words import say

Roll = dict[str, int | None]


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command, and the actions below it."""
    parser = add_command(subparsers, "credentials", language)
    parser.option("--uuid", key="uuid")
    parser.option("--roll", key="credentials-roll", type=Path, metavar="FILE")
    parser.option("--out", key="credentials-out", type=Path, metavar="DIR")
    parser.option("--reference", key="credentials-reference", action="store_true")
    parser.set_defaults(run=run, needs=_needs(parser))
    actions = add_actions(parser, language)
    credentials_reissue.add_parser(actions, language)
    credentials_check.add_parser(actions, language)


def _needs(parser: CommandParser) -> Any:
    """Refuses a command without its options; they are not required where an action below is asked for."""

    def check(options: argparse.Namespace) -> None:
        missing = [f"--{name}" for name in ("uuid", "roll", "out") if getattr(options, name) is None]
        if missing:
            parser.error(f"the following arguments are required: {', '.join(missing)}")

    return check


def _weight(row: dict[str, str | None]) -> int | None:
    text = (row.get("weight") or "").strip()
    if text and not (re.fullmatch(r"0|[1-9][0-9]{0,18}", text) and int(text) <= MAX_WEIGHT):
        raise CredentialError("roll-malformed")
    return int(text) if text else None


def _read_roll(path: Path) -> Roll:
    """The roll numbers of the file with their weights; raises CredentialError ``roll-malformed`` with the line."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, delimiter=";", strict=True)
        roll: Roll = {}
        try:
            for row in reader:
                number = (row.get(COLUMN) or "").strip()
                if not re.fullmatch(r"[1-9][0-9]{0,6}", number) or number in roll:
                    raise CredentialError("roll-malformed")
                roll[number] = _weight(row)
        except (csv.Error, CredentialError):
            raise CredentialError("roll-malformed", line=reader.line_num) from None
    if not roll:
        raise CredentialError("roll-malformed", line=1)
    return roll


def run(options: argparse.Namespace, language: str) -> int:
    """Writes both files. The secret one is readable by its owner only, and no code is ever shown."""
    options.needs(options)
    check_uuid(options.uuid)
    try:
        roll = _read_roll(options.roll)
    except CredentialError as error:
        print(say("roll-malformed", language, line=error.facts["line"]), file=sys.stderr)
        return 1
    check_all_new(options.out)
    codes, entries = make_codes(options.uuid, roll, secrets.token_bytes)
    private, public = write_codes(options.out, codes, entries, reference=options.reference)
    fingerprint = base64_unpadded(compose_entries(entries.values()))
    facts = {"count": len(codes), "private": private, "public": public, "fingerprint": fingerprint}
    print(say("codes-made", language, **facts))
    return 0
