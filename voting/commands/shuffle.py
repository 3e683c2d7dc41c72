"""shuffle: a guardian's shuffle, made from a verified archive on a machine without a browser."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path
from typing import Any

from voting.commands.board_state import read_state, tell_election
from voting.commands.parser import add_command
from voting.private_files import check_new, write_public
from voting.shuffle import shuffle_rows
from voting.tally import shuffled_rows
from voting.verification.procedure import check_archive
from voting.words import say


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "shuffle", language)
    parser.argument("archive", "shuffle-archive", type=Path)
    parser.option("--out", key="shuffle-out", type=Path, required=True, metavar="SHUFFLE")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, language: str) -> int:
    """Verifies the archive, shows whose it is, then writes the shuffle of its ballots as they are now."""
    check_new([options.out])
    with options.archive.open("rb") as stream:
        state = read_state(stream, check_archive(stream))
    tell_election(state.election, language)
    if state.tally is None:
        print(say("share-not-yet", language), file=sys.stderr)
        return 1
    if not state.is_opened or state.shuffles_ended:
        print(say("nothing-to-shuffle", language), file=sys.stderr)
        return 1
    rows = shuffled_rows(state.election, state.tally)
    write_public(options.out, shuffle_rows(state.election, rows, secrets.token_bytes))
    print(say("shuffle-made", language, path=options.out.name))
    return 0
