"""credentials: voting codes for a roll, made on the registrar's machine."""

from __future__ import annotations

import argparse
import csv
import re
import secrets
from pathlib import Path
from typing import Any

from voting.credentials import compose_public_credentials, derive_public, generate_code
from voting.election import check_uuid
from voting.errors import CredentialError
from voting.hashing import base64_unpadded
from voting.private_files import write_private
from voting.words import say

COLUMN = "roll_number"


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("credentials", help=__doc__)
    parser.add_argument("--uuid", required=True, help="identifier of the election")
    parser.add_argument("--roll", type=Path, required=True, help=f"CSV file with a column {COLUMN}, separated by ;")
    parser.add_argument("--out", type=Path, required=True, help="folder for codes.csv (secret) and credentials.csv")
    parser.set_defaults(run=run)


def _roll_numbers(path: Path) -> list[str]:
    """The roll numbers of the file; raises CredentialError ``roll-malformed`` with the line."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, delimiter=";")
        numbers: dict[str, None] = {}
        for row in reader:
            number = (row.get(COLUMN) or "").strip()
            if not re.fullmatch(r"[1-9][0-9]{0,6}", number) or number in numbers:
                raise CredentialError("roll-malformed", line=reader.line_num)
            numbers[number] = None
    if not numbers:
        raise CredentialError("roll-malformed", line=1)
    return list(numbers)


def run(options: argparse.Namespace, language: str) -> int:
    """Writes both files. The secret one is readable by its owner only, and no code is ever shown."""
    check_uuid(options.uuid)
    try:
        numbers = _roll_numbers(options.roll)
    except CredentialError as error:
        print(say("roll-malformed", language, line=error.facts["line"]))
        return 1
    codes = {number: generate_code(secrets.token_bytes) for number in numbers}
    points = {number: derive_public(options.uuid, code) for number, code in codes.items()}
    options.out.mkdir(parents=True, exist_ok=True, mode=0o700)
    private, public = options.out / "codes.csv", options.out / "credentials.csv"
    write_private(private, "\n".join([f"{COLUMN};code", *(f"{n};{code}" for n, code in codes.items())]) + "\n")
    public.write_text("\n".join([f"{COLUMN};credential", *(f"{n};{p.text}" for n, p in points.items())]) + "\n")
    fingerprint = base64_unpadded(compose_public_credentials(points.values()))
    facts = {"count": len(codes), "private": private.name, "public": public.name, "fingerprint": fingerprint}
    print(say("codes-made", language, **facts))
    return 0
