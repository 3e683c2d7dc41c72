"""checkpoint submit: asks a witness to cosign, with the proof that it extends what the witness saw before."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from voting.checkpoints.archive import check_tree_begins, tree_of
from voting.checkpoints.checkpoint import parse_size, read_checkpoint
from voting.checkpoints.cosignature import check_cosignature
from voting.checkpoints.merkle import Tree, prove_consistency
from voting.checkpoints.notes import MAX_NOTE, Note, parse_note, parse_signature_lines, parse_verifier_key
from voting.checkpoints.witness import AddCheckpoint
from voting.commands.connections import Address, ask, parse_address
from voting.commands.parser import add_command
from voting.errors import CheckpointError
from voting.private_files import write_public
from voting.words import say

_TRIES = 3


def add_parser(actions: Any, language: str) -> None:
    """Adds the action."""
    parser = add_command(actions, "submit", language, key="checkpoint-submit")
    parser.argument("archive", "verify-archive", type=Path)
    parser.argument("checkpoint", "checkpoint-file", type=Path)
    parser.argument("url", "submit-url", metavar="URL")
    parser.option("--witness", key="witness-key", required=True)
    parser.option("--out", key="checkpoint-out", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=run)


def _known_size(body: bytes, most: int) -> int:
    """What a witness says that it knows; raises CheckpointError ``witness-ahead`` for more than there is."""
    try:
        size = parse_size(body.decode("ascii").removesuffix("\n"))
    except ValueError as error:
        raise CheckpointError("witness-answer", found=409) from error
    if size > most:
        raise CheckpointError("witness-ahead", expected=most, found=size)
    return size


def submit(address: Address, tree: Tree, note: Note) -> Note:
    """The note with the witness's lines, unchecked.

    Raises CheckpointError ``witness-answer`` for a refusal, ``witness-ahead``, ``note-malformed``; OSError.
    """
    old, most = 0, read_checkpoint(note).size
    for _ in range(_TRIES):
        proof = prove_consistency(tree.find_node, old, most)
        request = AddCheckpoint(old, proof, note).as_bytes()
        with ask(address, "POST", f"{address.path.rstrip('/')}/add-checkpoint", request) as response:
            status, body = response.status, response.read(MAX_NOTE)
        if status == 200:
            return note.with_signatures(parse_signature_lines(body))
        if status != 409:
            raise CheckpointError("witness-answer", found=status)
        old = _known_size(body, most)
    raise CheckpointError("witness-answer", found=409)


def run(options: argparse.Namespace, language: str) -> int:
    """Writes the checkpoint with the witness's line, which is checked."""
    witness = parse_verifier_key(options.witness)
    note = parse_note(options.checkpoint.read_bytes())
    with options.archive.open("rb") as stream:
        tree = tree_of(stream)
    check_tree_begins(tree, read_checkpoint(note))
    cosigned = submit(parse_address(options.url, "submit-address"), tree, note)
    time = check_cosignature(cosigned, witness)
    write_public(options.out, cosigned.as_bytes())
    print(say("witness-saw", language, name=witness.name, time=time.isoformat()))
    return 0
