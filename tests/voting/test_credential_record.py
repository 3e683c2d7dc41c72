"""The record of replaced credentials: an honest one is followed to the frozen list, each cheat is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.credential_record import (
    AppendedEntry,
    RecordHead,
    append_frozen,
    append_list,
    append_replacement,
    check_append_only,
    check_record,
    compose_record,
    parse_record,
)
from voting.credentials import PublicCredentials, compose_entries, parse_public_credentials
from voting.errors import CredentialError
from voting.group import IDENTITY, multiply_generator
from voting.hashing import base64_unpadded, sha256_hex
from voting.strict_json import canonical, parse_json

UUID = "8a1jLn2rBVZ35r"
START = datetime(2030, 4, 1, 8, tzinfo=UTC)
A, B, C, D, E = (multiply_generator(exponent).text for exponent in (11, 12, 13, 14, 15))


@dataclass
class Server:
    """Keeps the list and its record; does honestly, or anyhow, what it is told."""

    listed: list[str] = field(default_factory=lambda: [A, B, C])
    entries: list[bytes] = field(default_factory=list)
    head: RecordHead | None = None
    now: datetime = START

    def keep(self, appended: AppendedEntry) -> None:
        """Takes an entry."""
        self.entries.append(appended.raw)
        self.head = appended.head
        self.now += timedelta(minutes=7)

    def begin(self, uuid: str = UUID) -> Server:
        """The registrar's list comes."""
        self.keep(append_list(self.head, uuid, self.listed, self.now))
        return self

    def replace(self, old: str, new: str, *, recorded: bool = True, done: bool = True) -> Server:
        """A credential is replaced, and that is recorded; or only one of the two."""
        if recorded:
            assert self.head is not None
            self.keep(append_replacement(self.head, old, new, self.now))
        if done:
            self.listed = [new if entry == old else entry for entry in self.listed]
        return self

    def freeze(self, *, listed: list[str] | None = None) -> Server:
        """The vote is set up."""
        assert self.head is not None
        self.keep(append_frozen(self.head, UUID, self.listed if listed is None else listed, self.now))
        return self

    @property
    def published(self) -> PublicCredentials:
        """The list on the board."""
        return parse_public_credentials(compose_entries(self.listed))

    @property
    def raw(self) -> bytes:
        """The record's file."""
        return compose_record(self.entries)


def refused(code: str) -> pytest.RaisesExc[CredentialError]:
    return pytest.RaisesExc(CredentialError, match=f"^{code}$")


def test_an_honest_record_leads_from_the_first_list_to_the_frozen_one() -> None:
    server = Server().begin()
    first = server.published.fingerprint
    server.replace(A, D).replace(C, E).replace(D, multiply_generator(16).text).freeze()
    summary = check_record(parse_record(server.raw), UUID, server.published)
    assert (summary.lists, summary.replacements) == (1, 3)
    assert (summary.first_fingerprint, summary.final_fingerprint) == (first, server.published.fingerprint)
    assert summary.head_hash == sha256_hex(server.entries[-1])


def test_a_record_without_replacements_is_sound() -> None:
    server = Server().begin().freeze()
    summary = check_record(parse_record(server.raw), UUID, server.published)
    assert (summary.replacements, summary.first_fingerprint) == (0, summary.final_fingerprint)


def test_a_whole_list_handed_in_again_is_counted() -> None:
    server = Server().begin().replace(A, D)
    server.listed = [E, B]
    server.begin().replace(B, C).freeze()
    summary = check_record(parse_record(server.raw), UUID, server.published)
    assert (summary.lists, summary.replacements) == (2, 2)
    assert summary.first_fingerprint == base64_unpadded(compose_entries([A, B, C]))


def test_the_record_says_never_whose_a_credential_is() -> None:
    server = Server().begin().replace(A, D).freeze()
    members = parse_json(server.raw)
    assert isinstance(members, dict)
    assert set(members["entries"][1]) == {"parent", "height", "type", "time", "old", "new"}
    assert members["entries"][1]["time"] == "2030-04-01T08:07:00Z"


CHEATS: dict[str, tuple[str, Callable[[Server], Server]]] = {
    "swapped without a record": ("record-first-list", lambda s: s.begin().replace(A, D, recorded=False).freeze()),
    "removed": ("record-first-list", lambda s: _listing(s.begin(), [A, B]).freeze()),
    "added": ("record-first-list", lambda s: _listing(s.begin(), [A, B, C, D]).freeze()),
    "recorded and not done": ("record-revived", lambda s: s.begin().replace(A, D, done=False).freeze()),
    "another than recorded": ("record-replacement", lambda s: _listing(s.begin().replace(A, D), [E, B, C]).freeze()),
    "old kept beside new": ("record-revived", lambda s: _listing(s.begin().replace(A, D), [A, B, C, D]).freeze()),
    "another frozen than announced": ("record-final-list", lambda s: _listing(s.begin().freeze(), [A, B, D])),
    "never finished": ("record-open", lambda s: s.begin().replace(A, D)),
    "revoked and back": ("record-revived", lambda s: s.begin().replace(A, D).replace(D, A).freeze()),
    "of another vote": ("record-other-election", lambda s: s.begin("AYp2aqHj2N6e1V").freeze()),
    "weight raised": ("record-weight", lambda s: _listing(s, [f"{A},1"]).begin().replace(f"{A},1", f"{D},9").freeze()),
    "weight slipped in": ("record-weight", lambda s: s.begin().replace(A, f"{D},5").freeze()),
    "same credential kept": ("record-revived", lambda s: s.begin().replace(A, A).freeze()),
}


def _listing(server: Server, entries: list[str]) -> Server:
    server.listed = entries
    return server


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheating_server_is_found_out(cheat: str) -> None:
    code, act = CHEATS[cheat]
    server = act(Server())
    with refused(code):
        check_record(parse_record(server.raw), UUID, server.published)


def test_a_frozen_list_that_is_not_sorted_is_refused() -> None:
    unsorted = canonical(sorted([A, B, C], reverse=True))
    server = Server().begin()
    server.freeze()
    last = parse_json(server.entries.pop())
    assert isinstance(last, dict)
    server.entries.append(canonical({**last, "fingerprint": base64_unpadded(unsorted)}))
    with refused("record-unsorted"):
        check_record(parse_record(server.raw), UUID, parse_public_credentials(unsorted))


def test_a_record_only_grows() -> None:
    server = Server().begin().replace(A, D)
    earlier = parse_record(server.raw)
    server.replace(B, E).freeze()
    check_append_only(earlier, parse_record(server.raw))
    check_append_only(earlier, earlier)
    for other in (Server().begin().replace(A, E).freeze(), Server().begin()):
        with refused("record-rewritten"):
            check_append_only(earlier, parse_record(other.raw))


def test_time_never_goes_back_even_when_the_clock_does() -> None:
    server = Server().begin()
    server.now = START - timedelta(days=1)
    server.replace(A, D)
    assert [entry.time for entry in parse_record(server.raw).entries] == ["2030-04-01T08:00:00Z"] * 2


def _sound() -> Server:
    return Server().begin().replace(A, D).replace(B, E).freeze()


@pytest.mark.parametrize(
    ("position", "changes", "code"),
    [
        (1, {"parent": "0" * 64}, "record-chain"),
        (1, {"height": 2}, "record-chain"),
        (1, {"height": True}, "record-chain"),
        (3, {"time": "2030-03-01T08:00:00Z"}, "record-order"),
        (2, {"time": "2030-4-1T08:00:00Z"}, "record-malformed"),
        (2, {"time": "2030-02-30T08:00:00Z"}, "record-malformed"),
        (2, {"time": 1}, "record-malformed"),
        (2, {"type": "removal"}, "record-malformed"),
        (2, {"type": ["replacement"]}, "record-malformed"),
        (2, {"whose": 7}, "record-malformed"),
        (2, {"old": None}, "record-malformed"),
        (2, {"new": IDENTITY.text}, "credential-malformed"),
        (2, {"new": f"{A},01"}, "credential-weight"),
        (0, {"count": "3"}, "record-malformed"),
        (0, {"count": True}, "record-malformed"),
        (0, {"parent": "0" * 64}, "record-malformed"),
    ],
)
def test_a_changed_entry_is_refused(position: int, changes: dict[str, object], code: str) -> None:
    server = _sound()
    entry = parse_json(server.entries[position])
    assert isinstance(entry, dict)
    server.entries[position] = canonical({**entry, **changes})
    with refused(code):
        parse_record(server.raw)


@pytest.mark.parametrize(
    ("positions", "code"),
    [([], "record-order"), ([1], "record-malformed"), ([0, 2], "record-chain"), ([0, 2, 1], "record-chain")],
)
def test_an_entry_cannot_be_left_out_or_moved(positions: list[int], code: str) -> None:
    entries = _sound().entries
    with refused(code):
        parse_record(compose_record(entries[position] for position in positions))


def test_nothing_follows_the_frozen_list() -> None:
    with refused("record-order"):
        parse_record(_sound().replace(D, C).raw)


def test_a_record_begins_with_a_list() -> None:
    entry = {"height": 0, "type": "replacement", "time": "2030-04-01T08:00:00Z", "old": A, "new": B}
    with refused("record-order"):
        parse_record(compose_record([canonical(entry)]))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b'{"entries":[]}',
        b'{"format":"isoloir-credentials-2","entries":[]}',
        b'{"format":"isoloir-credentials-1","entries":{}}',
        b'{"format":"isoloir-credentials-1","entries":[1]}',
        b'{"format": "isoloir-credentials-1","entries":[]}',
        b'{"entries":[],"format":"isoloir-credentials-2"}',
        b"[" * 5000,
    ],
)
def test_what_is_no_record_is_refused(raw: bytes) -> None:
    with refused("record-malformed"):
        parse_record(raw)


def test_the_members_of_an_entry_stand_in_one_order() -> None:
    server = _sound()
    entry = parse_json(server.entries[2])
    assert isinstance(entry, dict)
    server.entries[2] = canonical(dict(reversed(entry.items())))
    with refused("record-malformed"):
        parse_record(server.raw)


@given(st.data())
def test_no_byte_of_a_record_can_be_changed_unnoticed(data: st.DataObject) -> None:
    server = Server().begin().replace(A, D).freeze()
    raw = bytearray(server.raw)
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != raw[place]))
    head = parse_record(server.raw).head.entry_hash
    try:
        summary = check_record(parse_record(bytes(raw)), UUID, server.published)
    except CredentialError:
        return
    assert summary.head_hash != head  # only the time of the last entry, which the noted head binds


_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from(["list", "frozen", "replacement", A, UUID, ""])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["height", "type", "time", "uuid", "count", "fingerprint", "old", "new", "parent"]), inner
        ),
    ),
    max_leaves=12,
)


_RECORDS = st.lists(_VALUES, max_size=3).map(lambda values: compose_record(map(canonical, values)))


@given(st.one_of(st.binary(max_size=80), _RECORDS))
def test_whatever_a_record_holds_it_is_read_or_refused(raw: bytes) -> None:
    with refused("(record-malformed|record-order|record-chain|credential-malformed)"):
        parse_record(raw)
