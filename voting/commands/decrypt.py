"""decrypt: a guardian's share, made from a verified archive on a machine without a browser."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path
from typing import Any, BinaryIO

from voting.commands.parser import add_command
from voting.decryption import decrypt_share
from voting.election import Election, parse_election
from voting.errors import ArchiveError, TrusteeError
from voting.private_files import check_new, write_public
from voting.tally import EncryptedTally, read_tally
from voting.trustee import Trustees, parse_key_file, parse_trustees
from voting.verification.events import read_events
from voting.verification.procedure import check_archive
from voting.verification.report import Report
from voting.words import plain, say


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "decrypt", language)
    parser.argument("archive", "decrypt-archive", type=Path)
    parser.argument("key", "decrypt-key", type=Path)
    parser.option("--out", key="decrypt-out", type=Path, required=True, metavar="SHARE")
    parser.set_defaults(run=run)


def _read(stream: BinaryIO, report: Report) -> tuple[Election, Trustees, EncryptedTally | None]:
    """Election, trustees and tally of the archive that ``report`` is about.

    What was verified and what is read here are the same chain of events up to the same last one, or nothing is given.
    """
    stream.seek(0)
    events = read_events(stream)
    setup = next(events)
    election, trustees = parse_election(setup.payloads[0]), parse_trustees(setup.payloads[1])
    tally = None
    for event in events:
        if event.kind == "EncryptedTally":
            tally = read_tally(event.payloads[0], event.payloads[1], election)
        if event.event_hash == report.facts.head:
            return election, trustees, tally
    if setup.event_hash == report.facts.head:
        return election, trustees, None
    raise ArchiveError("archive-changed")


def run(options: argparse.Namespace, language: str) -> int:
    """Verifies the archive, shows whose it is, then writes the share; refuses a key that is nobody's."""
    check_new([options.out])
    key = parse_key_file(options.key.read_bytes())
    with options.archive.open("rb") as stream:
        election, trustees, tally = _read(stream, check_archive(stream))
    print(say("share-of-this", language))
    print(f"  {say('election', language)} : {plain(election.name)} ({election.uuid})")
    print(f"  {say('fingerprint', language)} : {election.fingerprint}")
    if key.public not in [trustee.public for trustee in trustees.keys]:
        raise TrusteeError("key-of-nobody")
    if tally is None:
        print(say("share-not-yet", language), file=sys.stderr)
        return 1
    write_public(options.out, decrypt_share(election, tally, key, secrets.token_bytes))
    print(say("share-made", language, path=options.out.name))
    return 0
