"""decrypt: a guardian's share, made from a verified archive on a machine without a browser."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path
from typing import Any

from voting.commands.board_state import read_state, tell_election
from voting.commands.parser import add_command
from voting.decryption import decrypt_share
from voting.errors import TrusteeError
from voting.private_files import check_new, write_public
from voting.trustee import parse_key_file
from voting.verification.procedure import check_archive
from voting.words import say


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "decrypt", language)
    parser.argument("archive", "decrypt-archive", type=Path)
    parser.argument("key", "decrypt-key", type=Path)
    parser.option("--out", key="decrypt-out", type=Path, required=True, metavar="SHARE")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, language: str) -> int:
    """Verifies the archive, shows whose it is, then writes the share; refuses a key that is nobody's."""
    check_new([options.out])
    key = parse_key_file(options.key.read_bytes())
    with options.archive.open("rb") as stream:
        state = read_state(stream, check_archive(stream))
    tell_election(state.election, language)
    if key.public not in [trustee.public for trustee in state.trustees.keys]:
        raise TrusteeError("key-of-nobody")
    if state.tally is None or (state.is_opened and not state.shuffles_ended):
        print(say("share-not-yet" if state.tally is None else "shuffles-not-done", language), file=sys.stderr)
        return 1
    write_public(options.out, decrypt_share(state.election, state.tally, key, secrets.token_bytes))
    print(say("share-made", language, path=options.out.name))
    return 0
