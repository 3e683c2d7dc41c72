"""Checks 1 to 3: the container, the chain of events, and their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from voting.archive import MAX_EVENT, Record, read_records
from voting.board import EVENT_TYPES, event_content
from voting.errors import ArchiveError, ChainError, MalformedError
from voting.hashing import sha256_hex
from voting.strict_json import parse_json, parse_members, parse_text

_HASH = re.compile(r"[0-9a-f]{64}")
_PAYLOADS = {
    "Setup": 4,
    "Ballot": 1,
    "EndBallots": 0,
    "EncryptedTally": 2,
    "Shuffle": 2,
    "EndShuffles": 0,
    "PartialDecryption": 2,
    "Result": 1,
}

@dataclass(frozen=True)
class Event:
    """One event with its payloads in the order of the archive; the last is the one that the event names."""

    height: int
    kind: str
    event_hash: str
    payloads: tuple[bytes, ...] = field(repr=False)
    end: int


def parse_event(content: bytes) -> tuple[str | None, int, str, str | None]:
    """Parent, height, type and payload; raises ChainError ``event-malformed`` or ``event-type``."""
    try:
        members = parse_members(parse_json(content, max_bytes=MAX_EVENT), ("height", "type"), ("parent", "payload"))
        kind = parse_text(members["type"])
    except MalformedError as error:
        raise ChainError("event-malformed", check=error.code) from error
    parent, payload, height = members.get("parent"), members.get("payload"), members["height"]
    for value in (parent, payload):
        if value is not None and not (isinstance(value, str) and _HASH.fullmatch(value)):
            raise ChainError("event-malformed", check="hash")
    if isinstance(height, bool) or not isinstance(height, int):
        raise ChainError("event-malformed", check="height")
    if kind not in EVENT_TYPES:
        raise ChainError("event-type", found=kind[:40])
    parsed = (None if parent is None else str(parent), height, kind, None if payload is None else str(payload))
    if event_content(*parsed) != content:
        raise ChainError("event-malformed", check="json-not-canonical")
    return parsed


def _check_payloads(kind: str, payload: str | None, data: list[Record]) -> None:
    """Raises unless the records before the event are its payloads and nothing else, the one it names last.

    What the last payload says of those before it is left to the check of its content.
    """
    expected, names = _PAYLOADS[kind], [record.name for record in data]
    if (payload is None) != (expected == 0):
        raise ChainError("event-payload", expected=expected)
    if payload is not None and payload not in names:
        raise ChainError("event-payload-missing", expected=payload)
    if len(data) < expected:
        raise ChainError("event-payload-missing", expected=expected, found=len(data))
    if len(data) > expected:
        raise ArchiveError("archive-extra-data", found=_unreferenced(data))
    if payload is not None and names[-1] != payload:
        raise ArchiveError("archive-layout", expected=payload, found=names[-1])
    if kind == "Setup":
        _check_setup_layout(data)


def _check_setup_layout(data: list[Record]) -> None:
    """Raises ArchiveError ``archive-layout`` when the parts that the setup names stand in another order."""
    parts = ("election", "trustees", "credentials")
    try:
        members = parse_members(parse_json(data[-1].content, max_bytes=MAX_EVENT), parts)
    except MalformedError:
        return  # check 4 refuses it
    expected, found = [str(members[part]) for part in parts], [record.name for record in data[:-1]]
    if expected != found and sorted(expected) == sorted(found):
        raise ArchiveError("archive-layout", expected=", ".join(parts))


def _unreferenced(data: list[Record]) -> str:
    """The first record that the last one does not name."""
    return next((record.name for record in data if record.name.encode() not in data[-1].content), data[0].name)


def read_events(stream: BinaryIO, after: Event | None = None) -> Iterator[Event]:
    """The events of an archive, the container and the chain checked on the way.

    What continues an archive whose last event is ``after`` is read behind a copy of the archive's header.
    Raises ArchiveError (check 1) or ChainError (check 2): ``event-malformed``, ``event-type``, ``event-parent``,
    ``event-height``, ``event-payload``, ``event-payload-missing``.
    """
    parent = None if after is None else after.event_hash
    height = 0 if after is None else after.height + 1
    data: list[Record] = []
    for record in read_records(stream):
        if record.kind == "header":
            continue
        if record.kind == "data":
            if len(data) >= max(_PAYLOADS.values()):
                raise ArchiveError("archive-extra-data", found=data[0].name)
            data.append(record)
            continue
        found_parent, found_height, kind, payload = parse_event(record.content)
        if found_parent != parent:
            raise ChainError("event-parent", expected=parent or "", found=found_parent or "")
        if found_height != height:
            raise ChainError("event-height", expected=height, found=found_height)
        if kind != "Setup" or height == 0:  # a second Setup is refused by its place, whatever it brings
            _check_payloads(kind, payload, data)
        parent = sha256_hex(record.content)
        yield Event(height, kind, parent, tuple(item.content for item in data), stream.tell())
        height += 1
        data = []
    if data:
        raise ArchiveError("archive-extra-data", found=data[0].name)


_NEXT = {
    "": ("Setup",),
    "Setup": ("Ballot", "EndBallots"),
    "Ballot": ("Ballot", "EndBallots"),
    "EndBallots": ("EncryptedTally",),
    "EncryptedTally": ("Shuffle", "PartialDecryption"),
    "Shuffle": ("Shuffle", "EndShuffles"),
    "EndShuffles": ("PartialDecryption",),
    "PartialDecryption": ("PartialDecryption", "Result"),
    "Result": (),
}


class Order:
    """The state machine of events (check 3)."""

    def __init__(self) -> None:
        self.last = ""

    def step(self, kind: str) -> None:
        """Raises ChainError ``event-order`` when ``kind`` may not follow."""
        if kind not in _NEXT[self.last]:
            raise ChainError("event-order", expected=" | ".join(_NEXT[self.last]) or "nothing", found=kind)
        self.last = kind
