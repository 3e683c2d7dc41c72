"""decrypt: a guardian's share, made from a verified archive on a machine without a browser."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Any, BinaryIO

from voting.decryption import decrypt_share
from voting.election import Election, parse_election
from voting.errors import TrusteeError
from voting.tally import EncryptedTally, read_tally
from voting.trustee import Trustees, parse_key_file, parse_trustees
from voting.verification.events import read_events
from voting.verification.procedure import check_archive
from voting.words import say


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("decrypt", help=__doc__)
    parser.add_argument("archive", type=Path, help="the .bel file, after the vote was closed")
    parser.add_argument("key", type=Path, help="the secret key file")
    parser.add_argument("--out", type=Path, required=True, help="the share, to send")
    parser.set_defaults(run=run)


def _read(stream: BinaryIO) -> tuple[Election, Trustees, EncryptedTally | None]:
    """Election, trustees and tally of an archive that was verified just before."""
    stream.seek(0)
    events = read_events(stream)
    setup = next(events)
    election, trustees = parse_election(setup.payloads[0]), parse_trustees(setup.payloads[1])
    for event in events:
        if event.kind == "EncryptedTally":
            return election, trustees, read_tally(event.payloads[0], event.payloads[1], election)
    return election, trustees, None


def run(options: argparse.Namespace, language: str) -> int:
    """Verifies the archive, then writes the share; refuses a key that is nobody's."""
    key = parse_key_file(options.key.read_bytes())
    with options.archive.open("rb") as stream:
        check_archive(stream)
        election, trustees, tally = _read(stream)
    if key.public not in [trustee.public for trustee in trustees.keys]:
        raise TrusteeError("key-of-nobody")
    if tally is None:
        print(say("share-not-yet", language))
        return 1
    options.out.write_bytes(decrypt_share(election, tally, key, secrets.token_bytes))
    print(f"{say('election', language)} : {election.name}")
    print(f"{say('fingerprint', language)} : {election.fingerprint}")
    print(say("share-made", language, path=options.out.name))
    return 0
