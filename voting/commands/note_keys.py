"""Keys of notes on the command line: a public one as text or in a file, a secret one only ever in a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from voting.checkpoints.checkpoint import Checkpoint, open_checkpoint, read_checkpoint
from voting.checkpoints.cosignature import check_cosignature
from voting.checkpoints.notes import (
    Note,
    SigningNoteKey,
    VerifierKey,
    parse_note,
    parse_signing_key,
    parse_verifier_key,
)
from voting.words import say


def read_verifier_keys(argument: str) -> tuple[VerifierKey, ...]:
    """The keys in the file ``argument``, one a line, or the key that it is; raises CheckpointError, OSError."""
    path = Path(argument)
    text = path.read_text(encoding="utf-8") if "+" not in argument and path.is_file() else argument
    return tuple(parse_verifier_key(line) for line in text.strip().split("\n"))


def read_signing_key(path: Path) -> SigningNoteKey:
    """The secret key in a file; raises CheckpointError ``note-key-malformed``, OSError."""
    return parse_signing_key(path.read_text(encoding="utf-8").strip())


def choose_board_key(keys: Sequence[VerifierKey], note: Note) -> VerifierKey:
    """Of several keys, the one of the note's board, else the first; raises CheckpointError ``checkpoint-malformed``."""
    origin = read_checkpoint(note).origin
    return next((key for key in keys if key.name == origin), keys[0])


def find_board_key(argument: str, note: Note) -> VerifierKey:
    """Of the keys that ``argument`` names, the one of the note's board, else the first."""
    return choose_board_key(read_verifier_keys(argument), note)


def read_signed_checkpoint(raw: bytes, argument: str) -> tuple[Note, Checkpoint]:
    """The note in ``raw``, signed by the board whose key ``argument`` names; raises CheckpointError."""
    note = parse_note(raw)
    return note, open_checkpoint(raw, find_board_key(argument, note))


def read_witness_keys(arguments: Sequence[str]) -> tuple[VerifierKey, ...]:
    """Every key that the arguments name."""
    return tuple(key for argument in arguments for key in read_verifier_keys(argument))


def witness_lines(note: Note, witnesses: Sequence[VerifierKey], language: str) -> list[str]:
    """What each witness says of the note; raises CheckpointError for one who says nothing of it."""
    return [
        say("witness-saw", language, name=key.name, time=check_cosignature(note, key).isoformat()) for key in witnesses
    ]
