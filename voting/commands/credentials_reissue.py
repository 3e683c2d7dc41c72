"""credentials reissue: new codes for letters that were lost or misdirected, before the vote is set up."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Any

from voting.commands.parser import add_command
from voting.commands.registrars_files import REPLACEMENTS, check_all_new, make_codes, write_codes
from voting.credential_files import compose_public, parse_public
from voting.credentials import compose_entries
from voting.election import check_uuid
from voting.errors import CredentialError
from voting.hashing import base64_unpadded
from voting.private_files import write_public
from voting.words import say


def add_parser(actions: Any, language: str) -> None:
    """Adds the action."""
    parser = add_command(actions, "reissue", language, key="credentials-reissue")
    parser.option("--uuid", key="uuid", required=True)
    parser.option("--credentials", key="reissue-credentials", type=Path, required=True, metavar="FILE")
    parser.option("--number", key="reissue-number", action="append", required=True, metavar="N")
    parser.option("--out", key="reissue-out", type=Path, required=True, metavar="DIR")
    parser.option("--reference", key="credentials-reference", action="store_true")
    parser.set_defaults(run=run)


def _weights_of(numbers: list[str], listed: dict[str, str]) -> dict[str, int | None]:
    """The weight of each number, which its new credential keeps; raises CredentialError ``roll-number-unlisted``."""
    weights: dict[str, int | None] = {}
    for number in numbers:
        if number not in listed:
            raise CredentialError("roll-number-unlisted")
        weight = listed[number].partition(",")[2]
        weights[number] = int(weight) if weight else None
    return weights


def run(options: argparse.Namespace, language: str) -> int:
    """Writes the new codes, what to hand in, and the whole public list as it then is. No code is ever shown."""
    check_uuid(options.uuid)
    listed = parse_public(options.credentials.read_bytes())
    weights = _weights_of(options.number, listed)
    check_all_new(options.out)
    codes, entries = make_codes(options.uuid, weights, secrets.token_bytes)
    after = {**listed, **entries}
    private, public = write_codes(options.out, codes, after, reference=options.reference)
    write_public(options.out / REPLACEMENTS, compose_public(entries).encode())
    facts = {
        "count": len(codes),
        "private": private,
        "replacements": REPLACEMENTS,
        "public": public,
        "before": base64_unpadded(compose_entries(listed.values())),
        "after": base64_unpadded(compose_entries(after.values())),
    }
    print(say("codes-reissued", language, **facts))
    return 0
