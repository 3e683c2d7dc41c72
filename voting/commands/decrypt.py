"""decrypt: a guardian's share, made from a verified archive on a machine without a browser."""

from __future__ import annotations

import argparse
import errno
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from voting.commands.board_state import read_state, tell_election
from voting.commands.parser import add_command
from voting.decryption import decrypt_share, parse_share
from voting.errors import TrusteeError
from voting.exchange_task import parse_exchange_task
from voting.pedersen import open_private_key
from voting.private_files import check_new, write_public
from voting.seed_file import parse_seed_file
from voting.strong_share import prove_strong_share, strong_share_bytes
from voting.trustee import TrusteeKey, Trustees, parse_key_file
from voting.verification.procedure import check_archive
from voting.words import say


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "decrypt", language)
    parser.argument("archive", "decrypt-archive", type=Path)
    parser.argument("key", "decrypt-key", type=Path)
    parser.option("--out", key="decrypt-out", type=Path, required=True, metavar="SHARE")
    parser.option("--strong", key="decrypt-strong", type=Path, metavar="STRONG")
    parser.option("--task", key="decrypt-task", type=Path, metavar="TASK")
    parser.set_defaults(run=run)


def _read_key(options: argparse.Namespace) -> TrusteeKey:
    """The guardian's key: of its file, or of a group, what the seed opens of the task.

    Raises TrusteeError: for the form of a file, ``exchange-not-yet`` before the exchange is done, or as receive does.
    """
    raw = options.key.read_bytes()
    if options.task is None:
        return parse_key_file(raw)
    task = parse_exchange_task(options.task.read_bytes())
    if task.private_key is None:
        raise TrusteeError("exchange-not-yet")
    return open_private_key(parse_seed_file(raw), task.private_key)


def _find_owner(trustees: Trustees, key: TrusteeKey) -> int:
    """The number of the key's owner, from 1; raises TrusteeError ``key-of-nobody``."""
    publics = [trustee.public for trustee in trustees.keys]
    if key.public not in publics:
        raise TrusteeError("key-of-nobody")
    return publics.index(key.public) + 1


def _check_files(options: argparse.Namespace) -> None:
    """Raises FileExistsError before anything is written: each file must be new, and they must be two."""
    check_new([options.out, *([options.strong] if options.strong else [])])
    if options.strong and options.strong.resolve() == options.out.resolve():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(options.strong))


def run(options: argparse.Namespace, language: str) -> int:
    """Verifies the archive, shows whose it is, then writes the share; refuses a key that is nobody's."""
    _check_files(options)
    key = _read_key(options)
    with options.archive.open("rb") as stream:
        state = read_state(stream, check_archive(stream))
    tell_election(state.election, language)
    owner = _find_owner(state.trustees, key)
    if state.tally is None or (state.is_opened and not state.shuffles_ended):
        print(say("share-not-yet" if state.tally is None else "shuffles-not-done", language), file=sys.stderr)
        return 1
    raw = decrypt_share(state.election, state.tally, key, secrets.token_bytes)
    if options.strong:
        share = parse_share(raw, state.tally)
        strong = prove_strong_share(state.election, state.tally, key, owner, share, secrets.token_bytes)
        write_public(options.strong, strong_share_bytes(strong))
        print(say("strong-made", language, path=options.strong.name))
    write_public(options.out, raw)
    print(say("share-made", language, path=options.out.name))
    return 0
