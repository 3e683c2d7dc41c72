"""The record of replaced credentials: append-only and chained, published beside the archive (docs/registrar.md).

It says which list the registrar handed in, each public credential that was replaced before the vote was set up, and
which list was frozen then; never whose a credential is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from voting.credentials import PublicCredentials, check_entry, compose_entries
from voting.errors import CredentialError, MalformedError
from voting.hashing import base64_unpadded, sha256_hex
from voting.strict_json import canonical, check_canonical, parse_json, parse_list, parse_members, parse_text

FORMAT = "isoloir-credentials-1"
LIST, REPLACEMENT, FROZEN = "list", "replacement", "frozen"
_LIST_MEMBERS = ("height", "type", "time", "uuid", "count", "fingerprint")
_MEMBERS = {LIST: _LIST_MEMBERS, FROZEN: _LIST_MEMBERS, REPLACEMENT: ("height", "type", "time", "old", "new")}
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class RecordHead:
    """The last entry: its height, its hash and its time (UTC, to the second, as it is written)."""

    height: int
    entry_hash: str
    time: str


@dataclass(frozen=True)
class AppendedEntry:
    """The bytes of a new entry, and the head that it makes."""

    raw: bytes = field(repr=False)
    head: RecordHead


@dataclass(frozen=True)
class Entry:
    """One entry as it was read; ``list`` and ``frozen`` have a fingerprint, ``replacement`` two credentials."""

    raw: bytes = field(repr=False)
    kind: str
    time: str
    uuid: str = ""
    count: int = 0
    fingerprint: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class CredentialRecord:
    """A record whose form, chain and order are sound; what it says is for :func:`check_record`."""

    entries: tuple[Entry, ...]

    @property
    def head(self) -> RecordHead:
        """The last entry; who noted its hash knows every entry."""
        last = self.entries[-1]
        return RecordHead(len(self.entries) - 1, sha256_hex(last.raw), last.time)

    @property
    def replacements(self) -> list[Entry]:
        """The replacements since the last whole list."""
        begun = max(position for position, entry in enumerate(self.entries) if entry.kind == LIST)
        return [entry for entry in self.entries[begun:] if entry.kind == REPLACEMENT]

    def count(self, kind: str) -> int:
        """How many entries are of this kind."""
        return sum(entry.kind == kind for entry in self.entries)


@dataclass(frozen=True)
class RecordSummary:
    """What a record that was checked says. ``lists`` counts the whole lists handed in, the first among them."""

    lists: int
    replacements: int
    first_fingerprint: str
    final_fingerprint: str
    head_hash: str


def _append(head: RecordHead | None, kind: str, time: datetime, members: dict[str, object]) -> AppendedEntry:
    written = max(time.astimezone(UTC).strftime(_TIME), head.time if head else "")  # a clock may have been put back
    height = head.height + 1 if head else 0
    parent: dict[str, object] = {"parent": head.entry_hash} if head else {}
    raw = canonical({**parent, "height": height, "type": kind, "time": written, **members})
    return AppendedEntry(raw, RecordHead(height, sha256_hex(raw), written))


def append_list(head: RecordHead | None, uuid: str, entries: Iterable[str], time: datetime) -> AppendedEntry:
    """The registrar handed in a whole list; the first entry is one."""
    return _append(head, LIST, time, _facts_of(uuid, entries))


def append_replacement(head: RecordHead, old: str, new: str, time: datetime) -> AppendedEntry:
    """``new`` stands in the place of ``old``, which is worth nothing from now on."""
    return _append(head, REPLACEMENT, time, {"old": old, "new": new})


def append_frozen(head: RecordHead, uuid: str, entries: Iterable[str], time: datetime) -> AppendedEntry:
    """The vote was set up with this list: the last entry."""
    return _append(head, FROZEN, time, _facts_of(uuid, entries))


def _facts_of(uuid: str, entries: Iterable[str]) -> dict[str, object]:
    listed = list(entries)
    return {"uuid": uuid, "count": len(listed), "fingerprint": base64_unpadded(compose_entries(listed))}


def compose_record(entries: Iterable[bytes]) -> bytes:
    """The file as published, from the bytes of its entries."""
    return b'{"format":"%s","entries":[%s]}' % (FORMAT.encode(), b",".join(entries))


def parse_record(raw: bytes) -> CredentialRecord:
    """The record in ``raw``.

    Raises CredentialError: ``record-malformed``, ``record-chain`` for an entry that does not follow the one before
    it, ``record-order`` when the first is no list, one stands after the last, or time goes back.
    """
    try:
        members = parse_members(parse_json(raw), ("format", "entries"))
        check_canonical(raw, members)
        if members["format"] != FORMAT:
            raise CredentialError("record-malformed", check="opened-format")
        values = parse_list(members["entries"])
        entries = tuple(_parse_entry(value, position) for position, value in enumerate(values))
    except MalformedError as error:
        raise CredentialError("record-malformed", check=error.code) from error
    _check_chain(values, entries)
    _check_order(entries)
    return CredentialRecord(entries)


def _parse_entry(value: object, position: int) -> Entry:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _MEMBERS:
        raise CredentialError("record-malformed", found=position)
    names = _MEMBERS[kind]
    members = parse_members(value, names if position == 0 else ("parent", *names))
    if list(members) != [*(["parent"] if position else []), *names]:
        raise CredentialError("record-malformed", check="json-not-canonical", found=position)
    time = parse_text(members["time"])
    _check_time(time, position)
    if kind == REPLACEMENT:
        old, new = parse_text(members["old"]), parse_text(members["new"])
        check_entry(old)
        check_entry(new)
        return Entry(canonical(value), kind, time, old=old, new=new)
    count = members["count"]
    if isinstance(count, bool) or not isinstance(count, int):
        raise CredentialError("record-malformed", check="json-number", found=position)
    uuid, fingerprint = parse_text(members["uuid"]), parse_text(members["fingerprint"])
    return Entry(canonical(value), kind, time, uuid, count, fingerprint)


def _check_time(time: str, position: int) -> None:
    try:
        again = datetime.strptime(time, _TIME).replace(tzinfo=UTC).strftime(_TIME)
    except ValueError:
        again = ""
    if again != time:
        raise CredentialError("record-malformed", check="record-time", found=position)


def _check_chain(values: Sequence[object], entries: Sequence[Entry]) -> None:
    parent: str | None = None
    for position, (value, entry) in enumerate(zip(values, entries, strict=True)):
        members = value if isinstance(value, dict) else {}
        found = canonical([members.get("parent"), members["height"]])
        if found != canonical([parent, position]):
            raise CredentialError("record-chain", found=position)
        parent = sha256_hex(entry.raw)


def _check_order(entries: Sequence[Entry]) -> None:
    kinds = [entry.kind for entry in entries]
    if not kinds or kinds[0] != LIST or FROZEN in kinds[:-1]:
        raise CredentialError("record-order")
    for earlier, later in zip(entries, entries[1:], strict=False):
        if later.time < earlier.time:
            raise CredentialError("record-order", expected=earlier.time, found=later.time)


def check_append_only(earlier: CredentialRecord, later: CredentialRecord) -> None:
    """Raises CredentialError ``record-rewritten`` unless ``later`` begins with every entry of ``earlier``."""
    begun = later.entries[: len(earlier.entries)]
    if [entry.raw for entry in begun] != [entry.raw for entry in earlier.entries]:
        raise CredentialError("record-rewritten")


def check_record(record: CredentialRecord, uuid: str, frozen: PublicCredentials) -> RecordSummary:
    """Undoes every replacement on the list that the archive froze, and finds the list that was handed in.

    1. every list is of this election; 2. the last entry is the frozen list, which is the archive's, sorted;
    3. no revoked credential came back; 4. each replacement, undone from the last, changed that list and no weight;
    5. what is left is the list that the registrar handed in. Raises CredentialError: ``record-other-election``,
    ``record-open``, ``record-final-list``, ``record-unsorted``, ``record-revived``, ``record-replacement``,
    ``record-weight``, ``record-first-list``.
    """
    if any(entry.uuid != uuid for entry in record.entries if entry.kind != REPLACEMENT):
        raise CredentialError("record-other-election", expected=uuid)
    _check_frozen(record.entries[-1], frozen)
    _check_none_came_back(record.replacements, frozen)
    before = _undo(record.replacements, set(frozen.entries))
    found = base64_unpadded(compose_entries(before))
    first = [entry for entry in record.entries if entry.kind == LIST][-1]
    if (first.count, first.fingerprint) != (len(before), found):
        raise CredentialError("record-first-list", expected=first.fingerprint, found=found)
    return RecordSummary(
        lists=record.count(LIST),
        replacements=record.count(REPLACEMENT),
        first_fingerprint=record.entries[0].fingerprint,
        final_fingerprint=frozen.fingerprint,
        head_hash=record.head.entry_hash,
    )


def _check_frozen(last: Entry, frozen: PublicCredentials) -> None:
    if last.kind != FROZEN:
        raise CredentialError("record-open")
    if (last.count, last.fingerprint) != (len(frozen), frozen.fingerprint):
        raise CredentialError("record-final-list", expected=last.fingerprint, found=frozen.fingerprint)
    if frozen.entries != sorted(frozen.entries):
        raise CredentialError("record-unsorted")


def _credential(entry: str) -> str:
    return entry.partition(",")[0]


def _check_none_came_back(replacements: Iterable[Entry], frozen: PublicCredentials) -> None:
    revoked: set[str] = set()
    for entry in replacements:
        revoked.add(_credential(entry.old))
        if _credential(entry.new) in revoked:
            raise CredentialError("record-revived", found=_credential(entry.new))
    for credential in frozen.weights:
        if credential in revoked:
            raise CredentialError("record-revived", found=credential)


def _undo(replacements: Sequence[Entry], listed: set[str]) -> set[str]:
    """The list before the first of ``replacements``, from the list after the last."""
    for entry in reversed(replacements):
        if entry.old.partition(",")[1:] != entry.new.partition(",")[1:]:
            raise CredentialError("record-weight", found=entry.new)
        if entry.new not in listed or entry.old in listed:
            raise CredentialError("record-replacement", found=entry.new)
        listed.remove(entry.new)
        listed.add(entry.old)
    return listed
