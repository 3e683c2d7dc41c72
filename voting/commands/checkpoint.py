"""checkpoint: keys for notes; signing a board, cosigning what one saw, and two checkpoints that contradict."""

from __future__ import annotations

import argparse
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from voting.checkpoints.archive import check_archive_begins, tree_of
from voting.checkpoints.checkpoint import Checkpoint, check_same_history, sign_checkpoint
from voting.checkpoints.cosignature import cosign
from voting.checkpoints.merkle import root_of
from voting.checkpoints.notes import COSIGNATURE, ED25519, generate_note_key
from voting.commands import checkpoint_submit
from voting.commands.note_keys import read_signed_checkpoint, read_signing_key
from voting.commands.parser import add_actions, add_command
from voting.errors import CheckpointError
from voting.private_files import check_new, write_private, write_public
from voting.words import say


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command and its actions."""
    actions = add_actions(add_command(subparsers, "checkpoint", language), language)
    actions.required = True
    keygen = add_command(actions, "keygen", language, key="checkpoint-keygen")
    keygen.option("--name", key="note-name", required=True)
    keygen.option("--witness", key="note-witness", action="store_true")
    keygen.option("--out", key="note-key-out", type=Path, required=True, metavar="KEYFILE")
    keygen.set_defaults(run=run_keygen)
    sign = add_command(actions, "sign", language, key="checkpoint-sign")
    sign.argument("archive", "verify-archive", type=Path)
    sign.argument("keyfile", "note-key-file", type=Path)
    sign.option("--out", key="checkpoint-out", type=Path, required=True, metavar="FILE")
    sign.set_defaults(run=run_sign)
    cosigning = add_command(actions, "cosign", language, key="checkpoint-cosign")
    cosigning.argument("archive", "verify-archive", type=Path)
    cosigning.argument("checkpoint", "checkpoint-file", type=Path)
    cosigning.argument("keyfile", "note-key-file", type=Path)
    cosigning.option("--key", key="board-key", required=True)
    cosigning.option("--out", key="checkpoint-out", type=Path, required=True, metavar="FILE")
    cosigning.set_defaults(run=run_cosign)
    compare = add_command(actions, "compare", language, key="checkpoint-compare")
    compare.argument("one", "checkpoint-file", type=Path)
    compare.argument("other", "checkpoint-file", type=Path)
    compare.option("--key", key="board-key", required=True)
    compare.option("--archive", key="compare-archive", type=Path, metavar="FILE.bel")
    compare.set_defaults(run=run_compare)
    checkpoint_submit.add_parser(actions, language)


def run_keygen(options: argparse.Namespace, language: str) -> int:
    """Writes a secret key and its public half, and shows the public one."""
    public = options.out.with_name(f"{options.out.name}.pub")
    check_new([options.out, public])
    key = generate_note_key(options.name, COSIGNATURE if options.witness else ED25519, secrets.token_bytes)
    write_private(options.out, f"{key.text}\n")
    write_public(public, f"{key.verifier.text}\n".encode())
    print(say("note-key-made", language, path=options.out.name, public=key.verifier.text))
    return 0


def run_sign(options: argparse.Namespace, language: str) -> int:
    """Writes the signed checkpoint of the whole archive."""
    key = read_signing_key(options.keyfile)
    with options.archive.open("rb") as stream:
        tree = tree_of(stream)
    checkpoint = Checkpoint(key.name, tree.size, root_of(tree.find_node, tree.size))
    write_public(options.out, sign_checkpoint(checkpoint, key).as_bytes())
    print(say("checkpoint-signed", language, path=options.out.name, size=tree.size))
    return 0


def run_cosign(options: argparse.Namespace, language: str) -> int:
    """Writes the checkpoint with one more line, when one's own copy of the board is exactly what was signed."""
    key = read_signing_key(options.keyfile)
    note, checkpoint = read_signed_checkpoint(options.checkpoint.read_bytes(), options.key)
    with options.archive.open("rb") as stream:
        check_archive_begins(stream, checkpoint)
        size = tree_of(stream).size
    if size != checkpoint.size:
        raise CheckpointError("checkpoint-behind", expected=size, found=checkpoint.size)
    line = cosign(note, key, datetime.now(UTC))
    write_public(options.out, note.with_signatures([line]).as_bytes())
    print(say("checkpoint-cosigned", language, path=options.out.name, size=size))
    return 0


def run_compare(options: argparse.Namespace, language: str) -> int:
    """Exit status 1 when both are signed and cannot be of one history: together they prove it."""
    _, one = read_signed_checkpoint(options.one.read_bytes(), options.key)
    _, other = read_signed_checkpoint(options.other.read_bytes(), options.key)
    if options.archive is None:
        check_same_history(one, other)
    else:
        with options.archive.open("rb") as stream:
            check_archive_begins(stream, one)
            check_archive_begins(stream, other)
    print(say("checkpoints-agree", language, sizes=f"{one.size}, {other.size}"))
    return 0
