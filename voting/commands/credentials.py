"""credentials: voting codes for a roll, made on the registrar's machine."""

from __future__ import annotations

import argparse
import csv
import re
import secrets
import sys
from pathlib import Path
from typing import Any

from voting.commands.parser import add_command
from voting.credentials import compose_public_credentials, derive_public, generate_code
from voting.election import check_uuid
from voting.errors import CredentialError
from voting.hashing import base64_unpadded
from voting.private_files import check_new, write_private, write_public
from voting.words import say

COLUMN = "roll_number"


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "credentials", language)
    parser.option("--uuid", key="uuid", required=True)
    parser.option("--roll", key="credentials-roll", type=Path, required=True, metavar="FILE")
    parser.option("--out", key="credentials-out", type=Path, required=True, metavar="DIR")
    parser.set_defaults(run=run)


def _roll_numbers(path: Path) -> list[str]:
    """The roll numbers of the file; raises CredentialError ``roll-malformed`` with the line."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, delimiter=";", strict=True)
        numbers: dict[str, None] = {}
        try:
            for row in reader:
                number = (row.get(COLUMN) or "").strip()
                if not re.fullmatch(r"[1-9][0-9]{0,6}", number) or number in numbers:
                    raise CredentialError("roll-malformed", line=reader.line_num)
                numbers[number] = None
        except csv.Error:
            raise CredentialError("roll-malformed", line=reader.line_num) from None
    if not numbers:
        raise CredentialError("roll-malformed", line=1)
    return list(numbers)


def _table(column: str, values: dict[str, str]) -> str:
    return "\n".join([f"{COLUMN};{column}", *(f"{number};{value}" for number, value in values.items())]) + "\n"


def run(options: argparse.Namespace, language: str) -> int:
    """Writes both files. The secret one is readable by its owner only, and no code is ever shown."""
    check_uuid(options.uuid)
    try:
        numbers = _roll_numbers(options.roll)
    except CredentialError as error:
        print(say("roll-malformed", language, line=error.facts["line"]), file=sys.stderr)
        return 1
    private, public = options.out / "codes.csv", options.out / "credentials.csv"
    check_new([private, public])
    codes = {number: generate_code(secrets.token_bytes) for number in numbers}
    points = {number: derive_public(options.uuid, code) for number, code in codes.items()}
    options.out.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(private, _table("code", codes))
    write_public(public, _table("credential", {number: point.text for number, point in points.items()}).encode())
    fingerprint = base64_unpadded(compose_public_credentials(points.values()))
    facts = {"count": len(codes), "private": private.name, "public": public.name, "fingerprint": fingerprint}
    print(say("codes-made", language, **facts))
    return 0
