"""Whatever bytes come, the verifier answers with a report, soon; and no byte of a valid archive can be another."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.voting.forged_board import forge, setup_step, steps_of
from tests.voting.own_time import timed
from tests.voting.packed_archives import read_archive, refusal_of, report_on
from tests.voting.simulated_election import SimulatedElection
from voting.archive import BLOCK
from voting.errors import ArchiveError
from voting.strict_json import canonical, parse_json
from voting.verification.events import read_events
from voting.verification.procedure import check_archive
from voting.verification.setup import check_setup

ARCHIVE = read_archive("valid/h_blank/final.bel")
STEPS = steps_of(ARCHIVE)
PLACES = [(event, payload) for event, (_, payloads) in enumerate(STEPS) for payload in range(len(payloads))]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=70) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(st.integers(0, len(ARCHIVE) - 1), st.integers(1, 255))
@example(0, 1)
@example(len(ARCHIVE) - 1, 255)
def test_no_byte_of_a_valid_archive_can_be_another(position: int, difference: int) -> None:
    changed = bytearray(ARCHIVE)
    changed[position] ^= difference
    assert refusal_of(bytes(changed)) is not None


@given(st.integers(0, len(ARCHIVE) - 1))
def test_a_valid_archive_cut_anywhere_is_refused_or_an_earlier_state(length: int) -> None:
    cut = ARCHIVE[:length]
    states = [forge_like_the_archive(count) for count in range(1, len(STEPS))]
    assert (refusal_of(cut) is None) == (cut in states)


def forge_like_the_archive(count: int) -> bytes:
    """The archive after so many of its events."""
    end = 0
    events = 0
    while events < count:
        block = ARCHIVE[end : end + BLOCK]
        size = int(block[124:135], 8)
        events += b".event.json" in block[:100]
        end += BLOCK + size + -size % BLOCK
    return ARCHIVE[:end]


@given(st.integers(0, len(ARCHIVE) // BLOCK), st.binary(min_size=1, max_size=2 * BLOCK))
def test_bytes_put_into_a_valid_archive_are_refused(block: int, inserted: bytes) -> None:
    assert refusal_of(ARCHIVE[: block * BLOCK] + inserted + ARCHIVE[block * BLOCK :]) is not None


@given(st.binary(max_size=3 * BLOCK))
def test_any_bytes_are_refused_with_a_report(content: bytes) -> None:
    report = report_on(content)
    assert not report.valid
    assert report.lines[0].status == "failed"


def _replaced(event: int, payload: int, content: bytes) -> bytes:
    """The board with another payload there; the setup names what it holds, wherever the change is."""
    steps = list(STEPS)
    kind, payloads = steps[event]
    payloads = (*payloads[:payload], content, *payloads[payload + 1 :])
    steps[event] = setup_step(*payloads[:3]) if kind == "Setup" and payload < 3 else (kind, payloads)
    return forge(steps)


@given(st.sampled_from(PLACES), st.binary(max_size=300))
def test_any_bytes_as_a_payload_are_refused_with_a_report(place: tuple[int, int], content: bytes) -> None:
    assert refusal_of(_replaced(*place, content)) is not None


@given(st.sampled_from(PLACES), JSON)
def test_any_json_as_a_payload_is_refused_with_a_report(place: tuple[int, int], value: Any) -> None:
    assert refusal_of(_replaced(*place, canonical(value))) is not None


@given(st.sampled_from(PLACES), st.data())
def test_a_payload_with_one_other_value_inside_is_refused(place: tuple[int, int], data: st.DataObject) -> None:
    event, payload = place
    original = STEPS[event][1][payload]
    changed = canonical(_with_another_value(parse_json(original), data))
    refusal = refusal_of(_replaced(event, payload, changed))
    assert (refusal is None) == (changed == original)


def _with_another_value(value: Any, data: st.DataObject) -> Any:
    """``value`` with one value inside replaced, found by going down at random."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    if not keys or data.draw(st.integers(0, 5)) == 0:
        return data.draw(JSON)
    key = data.draw(st.sampled_from(keys))
    inside = _with_another_value(value[key], data)
    if isinstance(value, dict):
        return {**value, key: inside}
    return [*value[:key], inside, *value[key + 1 :]]


HOSTILE = {
    "deep lists": b"[" * 1_000_000,
    "deep closed lists": b"[" * 500_000 + b"]" * 500_000,
    "just deep enough to be read": b"[" * 900 + b"]" * 900,
    "deep objects": b'{"a":' * 300_000 + b"1" + b"}" * 300_000,
    "a giant number": b"9" * 3_000_000,
    "a giant number inside": b'{"num_tallied":' + b"9" * 3000 + b',"total_weight":1,"encrypted_tally":""}',
    "a giant exponent": b"1e999999999",
    "not a number": b"NaN",
    "infinity": b"[Infinity]",
    "a lone surrogate": b'"\\udc80"',
    "surrogates everywhere": b'{"\\ud800":"\\udfff"}',
    "a byte order mark": b"\xef\xbb\xbf[]",
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "not UTF-8": b'"\xff\xfe"',
    "nothing": b"",
    "a NUL": b"\0",
    "many keys": b"{" + b",".join(b'"%d":0' % number for number in range(200_000)) + b"}",
    "many points": canonical(["0" * 64] * 50_000),
    "many empty lists": b"[" + b"[]," * 1_000_000 + b"[]]",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("place", PLACES[:5] + PLACES[-7:], ids=str)
def test_a_hostile_payload_is_refused_soon(name: str, place: tuple[int, int]) -> None:
    archive = _replaced(*place, HOSTILE[name])
    refusal, seconds = timed(lambda: refusal_of(archive))
    assert refusal is not None
    assert seconds < 1


def test_a_ballot_much_longer_than_any_of_the_election_is_refused_unread() -> None:
    """Each of its points would cost time to read."""
    town = SimulatedElection(seed=41)
    members = json.loads(town.seal(0, [0, 1, 0, 0]).raw)
    members["answers"][0]["choices"] *= 5_000
    setup = setup_step(town.election.raw, town.trustees.raw, town.credentials.raw)
    archive = forge([setup, ("Ballot", (canonical(members),))])
    refusal, seconds = timed(lambda: refusal_of(archive))
    assert refusal == (5, "ballot-too-large")
    assert seconds < 1


@pytest.mark.parametrize(("more", "code"), [(0, "ballot-malformed"), (1, "ballot-too-large")])
def test_only_what_is_no_longer_than_a_ballot_of_the_election_is_read_as_one(more: int, code: str) -> None:
    town = SimulatedElection(seed=42)
    setup = setup_step(town.election.raw, town.trustees.raw, town.credentials.raw)
    longest = check_setup(next(read_events(BytesIO(forge([setup]))))).longest_ballot
    assert len(town.seal(0, [0, 1, 0, 0]).raw) <= longest
    assert refusal_of(forge([setup, ("Ballot", (b" " * (longest + more),))])) == (5, code)


def test_the_raising_form_names_the_first_failing_check() -> None:
    assert check_archive(BytesIO(ARCHIVE)).valid
    with pytest.raises(ArchiveError, match="archive-truncated"):
        check_archive(BytesIO(ARCHIVE[:-1]))
