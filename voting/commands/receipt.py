"""receipt: a ballot's place on the board, checked without the board, or taken from it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from voting.checkpoints.archive import find_ballot_record, tree_of
from voting.checkpoints.checkpoint import read_checkpoint
from voting.checkpoints.merkle import prove_inclusion
from voting.checkpoints.notes import parse_note
from voting.checkpoints.receipt import check_receipt, compose_receipt, parse_receipt
from voting.commands.note_keys import read_signed_checkpoint, read_witness_keys, witness_lines
from voting.commands.parser import add_actions, add_command
from voting.errors import CheckpointError
from voting.private_files import write_public
from voting.words import say


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command and its actions."""
    actions = add_actions(add_command(subparsers, "receipt", language), language)
    actions.required = True
    check = add_command(actions, "check", language, key="receipt-check")
    check.argument("receipt", "receipt-file", type=Path)
    check.option("--key", key="board-key", required=True)
    check.option("--witness", key="witness-key", action="append", default=[])
    check.option("--tracker", key="receipt-tracker")
    check.set_defaults(run=run_check)
    make = add_command(actions, "make", language, key="receipt-make")
    make.argument("archive", "verify-archive", type=Path)
    make.argument("checkpoint", "checkpoint-file", type=Path)
    make.argument("tracker", "receipt-tracker")
    make.option("--out", key="receipt-out", type=Path, required=True, metavar="FILE")
    make.set_defaults(run=run_make)


def run_check(options: argparse.Namespace, language: str) -> int:
    """Exit status 0 when the ballot is on the board that was signed."""
    receipt = parse_receipt(options.receipt.read_bytes())
    note, checkpoint = read_signed_checkpoint(receipt.note.as_bytes(), options.key)
    check_receipt(receipt)
    if receipt.tracker is None:
        raise CheckpointError("receipt-no-ballot", found=receipt.kind)
    if options.tracker is not None and options.tracker.strip().rstrip("=") != receipt.tracker:
        raise CheckpointError("receipt-tracker", expected=options.tracker, found=receipt.tracker)
    lines = witness_lines(note, read_witness_keys(options.witness), language)
    print(say("receipt-holds", language, tracker=receipt.tracker, index=receipt.index, origin=checkpoint.origin))
    print("\n".join([say("checkpoint-counts", language, size=checkpoint.size), *lines]))
    return 0


def run_make(options: argparse.Namespace, language: str) -> int:
    """Writes the receipt of a ballot of the archive."""
    note = parse_note(options.checkpoint.read_bytes())
    checkpoint = read_checkpoint(note)
    with options.archive.open("rb") as stream:
        index, record = find_ballot_record(stream, options.tracker.strip().rstrip("="))
        path = prove_inclusion(tree_of(stream).find_node, index, checkpoint.size)
    receipt = compose_receipt(index, record, path, note)
    check_receipt(receipt)
    write_public(options.out, receipt.as_bytes())
    print(say("receipt-made", language, path=options.out.name))
    return 0
