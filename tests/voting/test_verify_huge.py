"""Archives made to exhaust who reads them: each is refused within a second, by name."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest

from tests.voting.forged_board import forge, setup_step, steps_of
from tests.voting.own_time import timed
from tests.voting.packed_archives import read_archive, refusal_of
from voting.archive import BLOCK, _tar_header, data_record, event_record, header_record
from voting.strict_json import MAX_BYTES, MOST_VALUES, canonical, parse_json, parse_text
from voting.verification.procedure import verify_archive

ARCHIVE = read_archive("valid/h_blank/final.bel")
STEPS = steps_of(ARCHIVE)
BEGINNING = header_record(0)
NAME = "0" * 64 + ".data.json"
WITHIN = 1.0


def _with_election(election: bytes) -> bytes:
    return forge([setup_step(election, *STEPS[0][1][1:3])])


def _after_the_header(name: str, size: int) -> bytes:
    """A record that says it is this long, and is not."""
    return BEGINNING + _tar_header(name, size, 0)


HUGE: dict[str, tuple[Callable[[], bytes], tuple[int, str]]] = {
    "eight gigabytes announced": (lambda: _after_the_header(NAME, 8**11 - 1), (1, "archive-record-too-large")),
    "an event of a megabyte": (
        lambda: _after_the_header(NAME.replace("data", "event"), 1 << 20),
        (1, "archive-record-too-large"),
    ),
    "a header of a gigabyte": (lambda: _tar_header("BELENIOS", 1 << 30, 0), (1, "archive-record-too-large")),
    "a size in the base of other tars": (
        lambda: BEGINNING + _tar_header(NAME, 0, 0)[:124] + b"\x80" + b"\xff" * 11 + _tar_header(NAME, 0, 0)[136:],
        (1, "archive-header"),
    ),
    "a name that climbs out": (lambda: _after_the_header("../../etc/passwd", 3), (1, "archive-name")),
    "an absolute name": (lambda: _after_the_header("/etc/passwd", 3), (1, "archive-name")),
    "a name in a folder": (lambda: _after_the_header("a/" + NAME, 3), (1, "archive-name")),
    "a name with a NUL inside": (lambda: _after_the_header("0" * 20 + "\0" + "0" * 20, 3), (1, "archive-name")),
    "compressed by gzip": (lambda: gzip.compress(bytes(10_000_000)), (1, "archive-name")),
    "compressed by bzip2": (lambda: bz2.compress(ARCHIVE), (1, "archive-name")),
    "compressed by xz": (lambda: lzma.compress(ARCHIVE), (1, "archive-name")),
    "compressed by zlib": (lambda: zlib.compress(bytes(100_000)), (1, "archive-truncated")),
    "a hundred thousand records that nothing names": (
        lambda: BEGINNING + b"".join(data_record(b"%d" % number, 0) for number in range(1000)) * 100,
        (1, "archive-extra-data"),
    ),
    "a deep event": (lambda: BEGINNING + event_record(b"[" * 4096, 0), (2, "event-malformed")),
    "many values": (lambda: _with_election(b"[" + b"[]," * 15_000_000 + b"[]]"), (4, "election-malformed")),
    "many numbers": (lambda: _with_election(b"[" + b"0," * 30_000_000 + b"0]"), (4, "election-malformed")),
    "as many values as are read": (
        lambda: _with_election(b"[" + b"0," * (MOST_VALUES - 10) + b"0]"),
        (4, "election-malformed"),
    ),
    "a number of twenty million digits": (lambda: _with_election(b"9" * 20_000_000), (4, "election-malformed")),
    "a text of twenty million letters": (
        lambda: _with_election(b'{"version":1,"description":"' + b"a" * 20_000_000 + b'"}'),
        (4, "election-malformed"),
    ),
    "more than a record holds": (
        lambda: BEGINNING + data_record(bytes(MAX_BYTES + 1), 0),
        (1, "archive-record-too-large"),
    ),
}


@pytest.mark.parametrize("name", HUGE)
def test_an_archive_made_to_exhaust_its_reader_is_refused_within_a_second(name: str) -> None:
    make, expected = HUGE[name]
    archive = make()
    refusal, seconds = timed(lambda: refusal_of(archive))
    assert refusal == expected
    assert seconds < WITHIN


def test_a_long_name_of_an_election_takes_no_time_for_each_letter() -> None:
    text = "é" * 20_000_000
    read, seconds = timed(lambda: parse_text(text))
    assert read is text
    assert seconds < WITHIN


def test_what_is_read_is_bounded_by_the_number_of_its_values() -> None:
    assert parse_json(canonical([0] * 1000)) == [0] * 1000
    report = verify_archive(BytesIO(_with_election(canonical({"a": [[]] * MOST_VALUES}))))
    assert report.failure is not None
    assert report.failure.found == "json-too-large"


def test_nothing_beyond_a_record_s_own_limit_is_read() -> None:
    """What is announced is refused before it is asked for."""

    class Counting(BytesIO):
        most = 0

        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            self.most = max(self.most, size)
            return super().read(size)

    stream = Counting(_after_the_header(NAME, 8**11 - 1) + bytes(5 * BLOCK))
    assert not verify_archive(stream).valid
    assert stream.most <= BLOCK
