"""Checkpoints: how many events a board has, and the root over them, signed (C2SP, tlog-checkpoint)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voting.checkpoints.merkle import HASH_BYTES
from voting.checkpoints.notes import (
    Note,
    SigningNoteKey,
    VerifierKey,
    check_note,
    decode_base64,
    encode_base64,
    parse_note,
    sign_note,
)
from voting.errors import CheckpointError

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_MOST = 1 << 63


def parse_size(text: str) -> int:
    """A number of leaves in decimal; raises ValueError for any other writing."""
    if not _SIZE.fullmatch(text) or int(text) >= _MOST:
        raise ValueError("size")
    return int(text)


def parse_hash(text: str) -> bytes:
    """A hash in Base64; raises ValueError for any other writing."""
    raw = decode_base64(text)
    if len(raw) != HASH_BYTES:
        raise ValueError("hash")
    return raw


@dataclass(frozen=True)
class Checkpoint:
    """The first ``size`` events of the board named ``origin`` have the root ``root``."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{encode_base64(self.root)}\n"


def read_checkpoint(note: Note) -> Checkpoint:
    """What the text of a note says; raises CheckpointError ``checkpoint-malformed``. No signature is checked.

    Lines after the third are allowed by the format and mean nothing here.
    """
    lines = note.text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise CheckpointError("checkpoint-malformed", check="lines")
    try:
        return Checkpoint(lines[0], parse_size(lines[1]), parse_hash(lines[2]))
    except ValueError as error:
        raise CheckpointError("checkpoint-malformed", check=str(error)) from error


def sign_checkpoint(checkpoint: Checkpoint, key: SigningNoteKey) -> Note:
    """The checkpoint signed by the board's key, whose name is the checkpoint's origin."""
    return sign_note(checkpoint.text, key)


def open_checkpoint(raw: bytes, key: VerifierKey) -> Checkpoint:
    """The checkpoint in ``raw``, signed by the board whose key is ``key``.

    Raises CheckpointError: ``note-malformed``, ``checkpoint-malformed``, ``checkpoint-origin``, ``note-unsigned``,
    ``note-signature``.
    """
    note = parse_note(raw)
    checkpoint = read_checkpoint(note)
    if checkpoint.origin != key.name:
        raise CheckpointError("checkpoint-origin", expected=key.name, found=checkpoint.origin)
    check_note(note, key)
    return checkpoint


def check_same_history(one: Checkpoint, other: Checkpoint) -> None:
    """Raises unless both, which one key signed, are of one history; of the same size they must be the same.

    CheckpointError ``checkpoint-origin``; ``checkpoint-fork`` where the two prove that the board has two histories;
    ``checkpoint-sizes`` where only the archive, or a proof of consistency, could tell.
    """
    if one.origin != other.origin:
        raise CheckpointError("checkpoint-origin", expected=one.origin, found=other.origin)
    if one.size != other.size:
        raise CheckpointError("checkpoint-sizes", expected=one.size, found=other.size)
    if one.root != other.root:
        raise CheckpointError("checkpoint-fork", expected=one.root.hex(), found=other.root.hex())
