"""The archive that anyone downloads: an old-style tar file that only grows (specification, 4.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Literal

from voting.errors import ArchiveError, MalformedError
from voting.hashing import sha256_hex
from voting.strict_json import MAX_BYTES, canonical, parse_json, parse_members

BLOCK = 512
HEADER_NAME = "BELENIOS"
MAX_DATA = MAX_BYTES
MAX_EVENT = 4096
Kind = Literal["header", "data", "event"]

_NAME = re.compile(r"([0-9a-f]{64})\.(data|event)\.json")
_TIMESTAMP = re.compile(r"0|[1-9][0-9]{0,10}")


@dataclass(frozen=True)
class Record:
    """One file of the archive; ``name`` is the hash of ``content`` (empty for the header), ``time`` the archive's."""

    kind: Kind
    name: str
    content: bytes = field(repr=False)
    time: int


def _tar_header(name: str, size: int, timestamp: int) -> bytes:
    """512 bytes as the reference writes them: mode 0000644, no owner, checksum in six digits."""
    fields = (
        name.encode().ljust(100, b"\0")
        + b"0000644\0"
        + b"0000000\0" * 2
        + f"{size:011o}\0".encode()
        + f"{timestamp:011o}\0".encode()
        + b"        "
        + b"0"
    ).ljust(BLOCK, b"\0")
    checksum = f"{sum(fields):06o}\0 ".encode()
    return fields[:148] + checksum + fields[156:]


def _record(name: str, content: bytes, timestamp: int) -> bytes:
    padding = bytes(-len(content) % BLOCK)
    return _tar_header(name, len(content), timestamp) + content + padding


def header_record(timestamp: int) -> bytes:
    """The first record: version and time of the beginning, in seconds since 1970 (a string, as the reference)."""
    return _record(HEADER_NAME, canonical({"version": 1, "timestamp": str(timestamp)}), timestamp)


def data_record(content: bytes, timestamp: int) -> bytes:
    """A record of ``content``, named by its hash."""
    return _record(f"{sha256_hex(content)}.data.json", content, timestamp)


def event_record(content: bytes, timestamp: int) -> bytes:
    """A record of the event ``content``, named by its hash."""
    return _record(f"{sha256_hex(content)}.event.json", content, timestamp)


def _parse_name(block: bytes) -> str:
    name = block[:100].rstrip(b"\0").decode("ascii", errors="replace")
    if name != HEADER_NAME and not _NAME.fullmatch(name):
        raise ArchiveError("archive-name")
    return name


def _parse_size(name: str, block: bytes) -> int:
    """Bytes of the content, refused unread when they are more than a record of this kind ever holds."""
    digits = block[124:135]
    if not re.fullmatch(rb"[0-7]{11}", digits):
        raise ArchiveError("archive-header", check="size")
    size = int(digits, 8)
    limit = MAX_DATA if name.endswith(".data.json") else MAX_EVENT
    if size > limit:
        raise ArchiveError("archive-record-too-large", expected=limit, found=size)
    return size


def _parse_header_block(block: bytes, timestamp: int | None) -> tuple[str, int, int]:
    """Name, size and time of a record; refuses what the reference would not have written byte for byte."""
    if len(block) < BLOCK:
        raise ArchiveError("archive-truncated")
    name = _parse_name(block)
    size = _parse_size(name, block)
    if not re.fullmatch(rb"[0-7]{11}", block[136:147]):
        raise ArchiveError("archive-header", check="time")
    time = int(block[136:147], 8)
    if timestamp is not None and time != timestamp:
        raise ArchiveError("archive-time", expected=timestamp, found=time)
    if block != _tar_header(name, size, time):
        raise ArchiveError("archive-header", check="other")
    return name, size, time


def _read_content(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    padding = stream.read(-size % BLOCK)
    if len(content) < size or len(padding) < -size % BLOCK:
        raise ArchiveError("archive-truncated")
    if padding.strip(b"\0"):
        raise ArchiveError("archive-padding")
    return content


def _check_version(content: bytes, time: int) -> None:
    """The header's time may be a number, as specified, or a string, as written by the reference."""
    try:
        members = parse_members(parse_json(content, max_bytes=BLOCK), ("version", "timestamp"))
    except MalformedError as error:
        raise ArchiveError("archive-version", check=error.code) from error
    timestamp = members["timestamp"]
    if members["version"] != 1 or isinstance(members["version"], bool):
        raise ArchiveError("archive-version")
    if isinstance(timestamp, bool) or not _TIMESTAMP.fullmatch(str(timestamp)) or int(str(timestamp)) != time:
        raise ArchiveError("archive-time", expected=time)
    if canonical({"version": 1, "timestamp": timestamp}) != content:
        raise ArchiveError("archive-version")


def read_records(stream: BinaryIO) -> Iterator[Record]:
    """The records of an archive, one at a time, each whole, canonical and named by its hash; the header comes first.

    Raises ArchiveError: ``archive-empty``, ``archive-truncated``, ``archive-name``, ``archive-header``,
    ``archive-time``, ``archive-version``, ``archive-padding``, ``archive-hash``, ``archive-record-too-large``.
    """
    block = stream.read(BLOCK)
    if not block:
        raise ArchiveError("archive-empty")
    name, size, time = _parse_header_block(block, None)
    if name != HEADER_NAME:
        raise ArchiveError("archive-version")
    content = _read_content(stream, size)
    _check_version(content, time)
    yield Record("header", "", content, time)
    while block := stream.read(BLOCK):
        name, size, _ = _parse_header_block(block, time)
        match = _NAME.fullmatch(name)
        if match is None:
            raise ArchiveError("archive-name")
        content = _read_content(stream, size)
        if sha256_hex(content) != match[1]:
            raise ArchiveError("archive-hash", name=match[1])
        yield Record("data" if match[2] == "data" else "event", match[1], content, time)


def read_data(stream: BinaryIO) -> bytes:
    """The content of the next record, read from a part of an archive that was checked before."""
    _, size, _ = _parse_header_block(stream.read(BLOCK), None)
    return _read_content(stream, size)


def last_record(data: bytes) -> bytes:
    """The last record of a part of an archive that was checked before: of what one event added, the event's own."""
    start = end = 0
    while end < len(data):
        _, size, _ = _parse_header_block(data[end : end + BLOCK], None)
        start, end = end, end + BLOCK + size + -size % BLOCK
    return data[start:]
