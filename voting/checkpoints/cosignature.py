"""Cosignatures: a witness says when it saw a checkpoint that extends all it saw before (C2SP, tlog-cosignature)."""

from __future__ import annotations

from datetime import UTC, datetime

from voting.checkpoints.notes import COSIGNATURE, SIGNATURE_BYTES, Note, Signature, SigningNoteKey, VerifierKey
from voting.errors import CheckpointError

_TIME_BYTES = 8


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def cosign(note: Note, key: SigningNoteKey, time: datetime) -> Signature:
    """The line of a witness below a checkpoint; raises CheckpointError ``note-key-kind`` for a key of another kind."""
    if key.kind != COSIGNATURE:
        raise CheckpointError("note-key-kind", expected=COSIGNATURE, found=key.kind)
    seconds = int(time.timestamp())
    payload = seconds.to_bytes(_TIME_BYTES, "big") + key.sign(_message(note.text, seconds))
    return Signature(key.name, key.verifier.key_id, payload)


def _seconds(signature: Signature) -> int:
    if len(signature.payload) != _TIME_BYTES + SIGNATURE_BYTES:
        raise CheckpointError("note-signature", found=signature.name)
    return int.from_bytes(signature.payload[:_TIME_BYTES], "big")


def check_cosignature(note: Note, key: VerifierKey) -> datetime:
    """When the witness of ``key`` cosigned the note, the last time where there are several.

    Raises CheckpointError ``note-key-kind``, ``note-unsigned`` where no line is of this key, ``note-signature``.
    """
    if key.kind != COSIGNATURE:
        raise CheckpointError("note-key-kind", expected=COSIGNATURE, found=key.kind)
    of_key = [signature for signature in note.signatures if signature.is_of(key)]
    if not of_key:
        raise CheckpointError("note-unsigned", expected=key.name)
    last = 0
    for signature in of_key:
        seconds = _seconds(signature)
        key.verify(_message(note.text, seconds), signature.payload[_TIME_BYTES:])
        last = max(last, seconds)
    try:
        return datetime.fromtimestamp(last, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise CheckpointError("note-signature", found=key.name) from error
