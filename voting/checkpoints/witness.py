"""A witness: it cosigns a checkpoint only when that extends the last one it cosigned (C2SP, tlog-witness)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voting.checkpoints.checkpoint import Checkpoint, open_checkpoint, parse_hash, parse_size, read_checkpoint
from voting.checkpoints.merkle import EMPTY_ROOT, MOST_HASHES, check_consistency
from voting.checkpoints.notes import MAX_NOTE, Note, VerifierKey, encode_base64, parse_note
from voting.errors import CheckpointError

MAX_REQUEST = MAX_NOTE + 4096
_OLD = "old "


@dataclass(frozen=True)
class AddCheckpoint:
    """A checkpoint, and the proof that it extends the one of ``old`` events that the witness cosigned last."""

    old: int
    proof: tuple[bytes, ...] = field(repr=False)
    note: Note

    def as_bytes(self) -> bytes:
        """The request as it travels."""
        lines = [f"{_OLD}{self.old}", *map(encode_base64, self.proof), "", ""]
        return "\n".join(lines).encode() + self.note.as_bytes()


def parse_request(raw: bytes) -> AddCheckpoint:
    """The request written in ``raw``; raises CheckpointError ``request-malformed`` or ``note-malformed``."""
    head, separator, note = raw.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise CheckpointError("request-malformed", check="encoding") from error
    if not separator or not lines[0].startswith(_OLD) or len(lines) - 1 > MOST_HASHES or len(raw) > MAX_REQUEST:
        raise CheckpointError("request-malformed", check="lines")
    try:
        old = parse_size(lines[0].removeprefix(_OLD))
        proof = tuple(map(parse_hash, lines[1:]))
    except ValueError as error:
        raise CheckpointError("request-malformed", check=str(error)) from error
    return AddCheckpoint(old, proof, parse_note(note))


def find_checkpoint(request: AddCheckpoint, keys: Mapping[str, Sequence[VerifierKey]]) -> Checkpoint:
    """The checkpoint of a request, signed by a key of its board; ``keys`` are the boards' by origin.

    Raises CheckpointError: ``checkpoint-malformed``, ``witness-origin``, ``note-unsigned``, ``note-signature``,
    ``witness-old-size``.
    """
    checkpoint = read_checkpoint(request.note)
    known = keys.get(checkpoint.origin, ())
    if not known:
        raise CheckpointError("witness-origin", found=checkpoint.origin)
    signed = [key for key in known if any(signature.is_of(key) for signature in request.note.signatures)]
    for key in signed or known[:1]:
        open_checkpoint(request.note.as_bytes(), key)
    if request.old > checkpoint.size:
        raise CheckpointError("witness-old-size", expected=checkpoint.size, found=request.old)
    return checkpoint


def is_fork(one: Checkpoint, other: Checkpoint | None) -> bool:
    """Whether two signed checkpoints of one board contradict at first sight."""
    return other is not None and (one.origin, one.size) == (other.origin, other.size) and one.root != other.root


def check_extends(request: AddCheckpoint, checkpoint: Checkpoint, last: Checkpoint | None) -> None:
    """Raises unless ``checkpoint`` extends ``last``, what was cosigned before of its board.

    CheckpointError: ``witness-conflict`` with the size cosigned last as ``expected``; ``consistency-proof``.
    """
    size, root = (last.size, last.root) if last is not None else (0, EMPTY_ROOT)
    if request.old != size:
        raise CheckpointError("witness-conflict", expected=size, found=request.old)
    check_consistency(size, root, checkpoint.size, checkpoint.root, request.proof)
