"""Receipts: that one event is on the board, to be checked without it (C2SP, tlog-proof).

The event record, which is the leaf, travels as the extra data of the proof.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from voting.archive import MAX_EVENT, header_record, read_records
from voting.checkpoints.checkpoint import Checkpoint, parse_hash, parse_size, read_checkpoint
from voting.checkpoints.merkle import MOST_HASHES, check_inclusion, leaf_hash
from voting.checkpoints.notes import MAX_NOTE, Note, decode_base64, encode_base64, parse_note
from voting.errors import ArchiveError, ChainError, CheckpointError
from voting.verification.events import parse_event

FORMAT = "c2sp.org/tlog-proof@v1"
MAX_RECEIPT = MAX_NOTE + 4 * MAX_EVENT


@dataclass(frozen=True)
class Receipt:
    """The ``index``-th event, counted from 0, whose exact record is ``record``, and its path to the signed root.

    ``kind`` is the type of the event; ``tracker`` that of its ballot, None for another event.
    """

    index: int
    record: bytes = field(repr=False)
    path: tuple[bytes, ...] = field(repr=False)
    note: Note
    kind: str
    tracker: str | None

    def as_bytes(self) -> bytes:
        """The receipt as it travels."""
        lines = [FORMAT, f"extra {encode_base64(self.record)}", f"index {self.index}", *map(encode_base64, self.path)]
        return "\n".join([*lines, "", ""]).encode() + self.note.as_bytes()


def _event_in(raw: bytes) -> tuple[int, str, str | None]:
    """Height, type and payload of the one event record that ``raw`` is, byte for byte."""
    time = raw[136:147]
    try:
        if not re.fullmatch(rb"[0-7]{11}", time):
            raise ArchiveError("archive-header", check="time")
        _, *records = read_records(BytesIO(header_record(int(time, 8)) + raw))
        if [record.kind for record in records] != ["event"]:
            raise ArchiveError("archive-layout")
        _, height, kind, payload = parse_event(records[0].content)
    except (ArchiveError, ChainError) as error:
        raise CheckpointError("receipt-malformed", check=error.code) from error
    return height, kind, payload


def compose_receipt(index: int, record: bytes, path: Sequence[bytes], note: Note) -> Receipt:
    """The receipt of the event record ``record``; raises CheckpointError ``receipt-malformed`` for another thing."""
    height, kind, payload = _event_in(record)
    if height != index:
        raise CheckpointError("receipt-malformed", check="index")
    tracker = None
    if kind == "Ballot" and payload is not None:
        tracker = b64encode(bytes.fromhex(payload)).decode().rstrip("=")
    return Receipt(index, record, tuple(path), note, kind, tracker)


def _value(line: str, name: str) -> str:
    """What follows ``name`` and a space in ``line``."""
    if not line.startswith(f"{name} "):
        raise CheckpointError("receipt-malformed", check=name)
    return line.removeprefix(f"{name} ")


def parse_receipt(raw: bytes) -> Receipt:
    """The receipt written in ``raw``; raises CheckpointError ``receipt-malformed`` or ``note-malformed``.

    Neither proof nor signatures are checked: see :func:`check_receipt` and :func:`check_note`. A proof without its
    extra data is refused, since nothing could be checked.
    """
    if len(raw) > MAX_RECEIPT:
        raise CheckpointError("receipt-malformed", check="size")
    head, separator, note = raw.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise CheckpointError("receipt-malformed", check="encoding") from error
    if not separator or len(lines) < 3 or lines[0] != FORMAT or len(lines) - 3 > MOST_HASHES:
        raise CheckpointError("receipt-malformed", check="lines")
    try:
        record = decode_base64(_value(lines[1], "extra"))
        index = parse_size(_value(lines[2], "index"))
        path = tuple(parse_hash(line) for line in lines[3:])
    except ValueError as error:
        check = error.facts["check"] if isinstance(error, CheckpointError) else str(error)
        raise CheckpointError("receipt-malformed", check=check) from error
    return compose_receipt(index, record, path, parse_note(note))


def check_receipt(receipt: Receipt) -> Checkpoint:
    """The checkpoint whose tree holds the receipt's event at its index; signatures are not looked at.

    Raises CheckpointError: ``checkpoint-malformed``, ``inclusion-index``, ``inclusion-proof``.
    """
    checkpoint = read_checkpoint(receipt.note)
    check_inclusion(leaf_hash(receipt.record), receipt.index, checkpoint.size, receipt.path, checkpoint.root)
    return checkpoint
