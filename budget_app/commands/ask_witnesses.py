"""ask-witnesses: has witnesses cosign every board, so that receipts stand on more than the town's word."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from typing import Any

from budget_app.commands.words import in_words, tell
from budget_app.domain.errors import InvalidInputError
from budget_app.services.checkpoints import begun_boards, current_board, find_cosigned, keep_cosigned
from voting.checkpoints.cosignature import check_cosignature
from voting.checkpoints.merkle import Tree
from voting.checkpoints.notes import Note, VerifierKey, parse_verifier_key
from voting.commands.checkpoint_submit import submit
from voting.commands.connections import Address, parse_address
from voting.errors import CheckpointError


@dataclass(frozen=True)
class Witness:
    """Where a witness answers, and the key that its lines are of."""

    address: Address
    key: VerifierKey


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    about = in_words("demande à des témoins de contresigner chaque urne ; leurs lignes vont dans les reçus")
    parser: argparse.ArgumentParser = subparsers.add_parser("ask-witnesses", help=about, description=about)
    parser.add_argument(
        "--witness",
        nargs=2,
        action="append",
        required=True,
        metavar=("URL", "KEY"),
        help=in_words("adresse et clé de vérification d’un témoin ; une fois pour chacun"),
    )
    parser.add_argument(
        "--every", type=int, metavar="SECONDS", help=in_words("recommence toutes les N secondes ; sinon une seule fois")
    )
    parser.set_defaults(run=run)


def _parse_witness(url: str, key: str) -> Witness:
    """The witness at ``url``; raises InvalidInputError ``witness-invalid``."""
    try:
        return Witness(parse_address(url, "submit-address"), parse_verifier_key(key))
    except CheckpointError as error:
        raise InvalidInputError("witness-invalid", check=error.code) from error


def _ask(witness: Witness, tree: Tree, note: Note) -> Note | None:
    """The note with the line of one witness, which is checked; None, said why, when there is none."""
    try:
        cosigned = submit(witness.address, tree, note)
        check_cosignature(cosigned, witness.key)
    except (CheckpointError, OSError) as error:
        reason = error.code if isinstance(error, CheckpointError) else error.strerror or type(error).__name__
        tell("Le témoin {name} n’a pas contresigné : {reason}.", name=witness.key.name, reason=reason)
        return None
    ours = [line for line in cosigned.signatures if line.is_of(witness.key)]
    return note.with_signatures(ours)


def _is_new(note: Note, kept: Note | None, witnesses: list[Witness]) -> bool:
    """Whether a board has grown, or a witness has not cosigned it yet, since it was last asked for."""
    if kept is None or kept.text != note.text:
        return True
    return not all(any(line.is_of(witness.key) for line in kept.signatures) for witness in witnesses)


def ask_all(witnesses: list[Witness]) -> int:
    """Asks every witness for every board that is new; gives the number of witnesses that did not answer well.

    What fewer witnesses cosigned never takes the place of what all of them did.
    """
    failures = 0
    for uuid in begun_boards():
        (tree, note), kept = current_board(uuid), find_cosigned(uuid)
        if not _is_new(note, kept, witnesses):
            continue
        answers = [_ask(witness, tree, note) for witness in witnesses]
        missing = answers.count(None)
        failures += missing
        lines = [line for answer in answers if answer is not None for line in answer.signatures]
        if lines and (not missing or kept is None):
            keep_cosigned(uuid, note.with_signatures(lines))
            tell("Urne {uuid} : contresignée.", uuid=uuid)
    return failures


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when every witness cosigned every board, 1 else; with ``--every`` it goes on."""
    witnesses = [_parse_witness(*witness) for witness in options.witness]
    while True:
        failures = ask_all(witnesses)
        if options.every is None:
            return 1 if failures else 0
        time.sleep(max(options.every, 1))
