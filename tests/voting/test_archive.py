"""The container: written as the reference writes it, and refused when it is anything else."""

from __future__ import annotations

import gzip
import io
import tarfile
import time
import tracemalloc

import pytest

from tests.voting.packed_archives import read_archive
from voting.archive import (
    BLOCK,
    MAX_DATA,
    data_record,
    event_record,
    header_record,
    last_record,
    read_data,
    read_records,
)
from voting.errors import ArchiveError

ARCHIVE = read_archive("valid/h_blank/final.bel")
TIME = 1_700_000_000


def refusal(archive: bytes) -> str:
    with pytest.raises(ArchiveError) as refused:
        list(read_records(io.BytesIO(archive)))
    return refused.value.code


def rewritten(block: bytes, start: int, field: bytes) -> bytes:
    """A header block with another field and the checksum that goes with it."""
    block = block[:start] + field + block[start + len(field) :]
    blank = block[:148] + b" " * 8 + block[156:]
    return block[:148] + f"{sum(blank):06o}\0 ".encode() + block[156:]


def test_records_written_again_are_the_reference_s_bytes() -> None:
    timestamp = int(ARCHIVE[136:147], 8)
    again = b""
    for record in read_records(io.BytesIO(ARCHIVE)):
        if record.kind == "header":
            again += header_record(timestamp)
        else:
            again += (data_record if record.kind == "data" else event_record)(record.content, timestamp)
    assert again == ARCHIVE


def test_any_tar_program_can_list_an_archive() -> None:
    archive = header_record(TIME) + data_record(b'{"a":1}', TIME) + bytes(2 * BLOCK)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        names = tar.getnames()
        member = tar.getmember(names[1])
        assert tar.extractfile(member).read() == b'{"a":1}'  # type: ignore[union-attr]
    assert names[0] == "BELENIOS"
    assert member.mode == 0o644
    assert member.mtime == TIME


def test_a_record_can_be_read_from_the_middle() -> None:
    record = data_record(b"[1,2]", TIME)
    assert read_data(io.BytesIO(record)) == b"[1,2]"


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1])
def test_of_what_an_event_added_the_last_record_is_the_event_s(size: int) -> None:
    event = event_record(b"{}", TIME)
    assert last_record(event) == event
    assert last_record(data_record(b"a" * size, TIME) + data_record(b"b", TIME) + event) == event


@pytest.mark.parametrize("digits", [b"1453310340o", b"-1453310340", b" 1453310340", b"14533103408", bytes(11)])
def test_a_time_that_is_not_eleven_octal_digits_is_refused(digits: bytes) -> None:
    record = data_record(b"{}", TIME)
    changed = rewritten(record[:BLOCK], 136, digits) + record[BLOCK:]
    assert refusal(header_record(TIME) + changed) == "archive-header"


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "archive-empty"


@pytest.mark.parametrize("content", [gzip.compress(ARCHIVE), b"\x1f\x8b" * 600, b"PK\x03\x04" * 200, b"{}" * 400])
def test_another_kind_of_file_is_refused(content: bytes) -> None:
    assert refusal(content.ljust(BLOCK, b"\0")) == "archive-name"


def test_a_short_text_is_refused() -> None:
    assert refusal(b"not an archive") == "archive-truncated"


@pytest.mark.parametrize("length", [1, BLOCK - 1, BLOCK, BLOCK + 10, 2 * BLOCK + 1, len(ARCHIVE) - 1])
def test_a_file_cut_in_the_middle_of_a_record_is_refused(length: int) -> None:
    assert refusal(ARCHIVE[:length]) == "archive-truncated"


@pytest.mark.parametrize("extra", [b"\0", b"\0" * BLOCK, b"\0" * 2 * BLOCK, b"x" * BLOCK])
def test_bytes_after_the_last_record_are_refused(extra: bytes) -> None:
    """Even the empty blocks that tar programs end a file with: the reference writes none."""
    assert refusal(ARCHIVE + extra) in ("archive-truncated", "archive-name")


@pytest.mark.parametrize(
    "name",
    [
        b"../../etc/passwd",
        b"/etc/passwd",
        b"A" * 64 + b".data.json",
        b"a" * 64 + b".data.json\0x",
        b"a" * 64 + b".exe",
        b"a" * 63 + b".data.json",
        b"a" * 64 + b".data.json/",
        b"\xff" * 64 + b".data.json",
        b"a" * 100,
    ],
)
def test_a_record_with_another_name_is_refused(name: bytes) -> None:
    record = data_record(b"{}", TIME)
    forged = rewritten(record[:BLOCK], 0, name.ljust(100, b"\0")) + record[BLOCK:]
    assert refusal(header_record(TIME) + forged) == "archive-name"


def test_a_second_header_is_refused() -> None:
    assert refusal(header_record(TIME) + header_record(TIME)) == "archive-name"


def test_an_archive_that_does_not_begin_with_its_header_is_refused() -> None:
    assert refusal(data_record(b"{}", TIME)) == "archive-version"


@pytest.mark.parametrize(
    ("start", "field"),
    [
        (100, b"0000755\0"),
        (108, b"0000001\0"),
        (116, b"0000001\0"),
        (156, b"5"),
        (157, b"target"),
        (257, b"ustar\00000"),
        (265, b"root"),
        (345, b"prefix"),
        (511, b"x"),
    ],
)
def test_any_other_field_of_a_tar_header_is_refused(start: int, field: bytes) -> None:
    record = data_record(b"{}", TIME)
    forged = rewritten(record[:BLOCK], start, field) + record[BLOCK:]
    assert refusal(header_record(TIME) + forged) == "archive-header"


@pytest.mark.parametrize("size", [b"0000000002 ", b"-0000000002", b"\x80" + bytes(10), b"00000000x02", b"\0" * 11])
def test_a_size_that_is_not_eleven_octal_digits_is_refused(size: bytes) -> None:
    record = data_record(b"{}", TIME)
    assert refusal(header_record(TIME) + rewritten(record[:BLOCK], 124, size) + record[BLOCK:]) == "archive-header"


def test_a_wrong_checksum_is_refused() -> None:
    record = bytearray(data_record(b"{}", TIME))
    record[148:154] = b"000000"
    assert refusal(header_record(TIME) + bytes(record)) == "archive-header"


def test_a_record_of_another_time_is_refused() -> None:
    assert refusal(header_record(TIME) + data_record(b"{}", TIME + 1)) == "archive-time"


def test_a_header_that_says_another_time_than_its_record_is_refused() -> None:
    content = b'{"version":1,"timestamp":"1700000001"}'
    assert refusal(_headed(content)) == "archive-time"


def _headed(content: bytes) -> bytes:
    block = header_record(TIME)[:BLOCK]
    size = f"{len(content):011o}".encode()
    return rewritten(block, 124, size) + content + bytes(-len(content) % BLOCK)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"version":1,"timestamp":1700000000}', None),
        (b'{"version":2,"timestamp":"1700000000"}', "archive-version"),
        (b'{"version":true,"timestamp":"1700000000"}', "archive-version"),
        (b'{"version":1}', "archive-version"),
        (b'{"timestamp":"1700000000","version":1}', "archive-version"),
        (b'{"version":1, "timestamp":"1700000000"}', "archive-version"),
        (b'{"version":1,"timestamp":"1700000000","x":0}', "archive-version"),
        (b'{"version":1,"version":1,"timestamp":"1700000000"}', "archive-version"),
        (b'{"version":1,"timestamp":"01700000000"}', "archive-time"),
        (b'{"version":1,"timestamp":"\\u0661"}', "archive-time"),
        (b'{"version":1,"timestamp":[1700000000]}', "archive-time"),
        (b'{"version":1,"timestamp":null}', "archive-time"),
        (b'{"version":1,"timestamp":1700000000.0}', "archive-version"),
        (b'{"version":1,"timestamp":17000000000000000000000000000}', "archive-version"),
        (b"[" * 2000, "archive-version"),
        (b"", "archive-version"),
    ],
)
def test_the_header_s_time_is_a_number_or_a_string_and_nothing_else_varies(content: bytes, code: str | None) -> None:
    archive = _headed(content)
    if code is None:
        assert len(list(read_records(io.BytesIO(archive)))) == 1
    else:
        assert refusal(archive) == code


def test_padding_that_hides_something_is_refused() -> None:
    assert refusal(header_record(TIME)[:-1] + b"x") == "archive-padding"


def test_a_content_that_its_name_does_not_name_is_refused() -> None:
    record = data_record(b"{}", TIME)
    assert refusal(header_record(TIME) + record[:BLOCK] + b"[]" + record[BLOCK + 2 :]) == "archive-hash"


@pytest.mark.parametrize(
    ("record", "size"),
    [
        (data_record(b"{}", TIME), MAX_DATA + 1),
        (data_record(b"{}", TIME), 8**11 - 1),
        (event_record(b"{}", TIME), 4097),
    ],
)
def test_a_size_beyond_the_bounds_is_refused_before_anything_is_read(record: bytes, size: int) -> None:
    forged = rewritten(record[:BLOCK], 124, f"{size:011o}".encode())
    tracemalloc.start()
    started = time.process_time()
    assert refusal(header_record(TIME) + forged + bytes(BLOCK)) == "archive-record-too-large"
    assert time.process_time() - started < 1
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_large_size_that_the_file_does_not_have_is_refused() -> None:
    forged = rewritten(data_record(b"{}", TIME)[:BLOCK], 124, f"{MAX_DATA:011o}".encode())
    assert refusal(header_record(TIME) + forged + bytes(BLOCK)) == "archive-truncated"


def test_an_archive_is_read_a_record_at_a_time() -> None:
    contents = (str(number).encode() * 200_000 for number in range(40))
    archive = header_record(TIME) + b"".join(data_record(content, TIME) for content in contents)
    assert len(archive) > 10_000_000
    stream = io.BytesIO(archive)
    tracemalloc.start()
    assert sum(1 for _ in read_records(stream)) == 41
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000
