"""The board: a chain of events, each appended as the exact bytes that the archive grows by (specification, 4.4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from voting.archive import data_record, event_record, header_record
from voting.hashing import sha256_hex
from voting.strict_json import canonical
from voting.tally import EncryptedTally

EVENT_TYPES = (
    "Setup",
    "Ballot",
    "EndBallots",
    "EncryptedTally",
    "Shuffle",
    "EndShuffles",
    "PartialDecryption",
    "Result",
)


@dataclass(frozen=True)
class Head:
    """The last event: its height and hash, and the archive's time in seconds since 1970."""

    height: int
    event_hash: str
    timestamp: int


@dataclass(frozen=True)
class Appended:
    """The bytes that the archive grows by, which end with ``event_record``, and the new last event."""

    data: bytes = field(repr=False)
    event_record: bytes = field(repr=False)
    head: Head


def event_content(parent: str | None, height: int, kind: str, payload: str | None) -> bytes:
    """An event as it is hashed; the first has no parent, the end of ballots no payload."""
    return canonical(
        {
            **({} if parent is None else {"parent": parent}),
            "height": height,
            "type": kind,
            **({} if payload is None else {"payload": payload}),
        }
    )


def _append(head: Head, kind: str, payloads: tuple[bytes, ...]) -> Appended:
    """The payloads, each referring to the one before it, then the event that refers to the last."""
    content = event_content(
        head.event_hash or None,
        head.height + 1,
        kind,
        sha256_hex(payloads[-1]) if payloads else None,
    )
    data = b"".join(data_record(payload, head.timestamp) for payload in payloads)
    record = event_record(content, head.timestamp)
    return Appended(data + record, record, Head(head.height + 1, sha256_hex(content), head.timestamp))


def _owned(owner: int, raw: bytes) -> bytes:
    """What says whose work ``raw`` is."""
    return canonical({"owner": owner, "payload": sha256_hex(raw)})


def open_board(timestamp: int, election_raw: bytes, trustees_raw: bytes, credentials_raw: bytes) -> Appended:
    """The archive's beginning: header, election, trustees, credentials, and the Setup event."""
    setup = canonical(
        {
            "election": sha256_hex(election_raw),
            "trustees": sha256_hex(trustees_raw),
            "credentials": sha256_hex(credentials_raw),
        }
    )
    nothing = Head(-1, "", timestamp)
    appended = _append(nothing, "Setup", (election_raw, trustees_raw, credentials_raw, setup))
    return Appended(header_record(timestamp) + appended.data, appended.event_record, appended.head)


def append_ballot(head: Head, ballot_raw: bytes) -> Appended:
    """A ballot, as the bytes that came."""
    return _append(head, "Ballot", (ballot_raw,))


def append_end_ballots(head: Head) -> Appended:
    """The end of ballots: nothing is counted that comes after."""
    return _append(head, "EndBallots", ())


def append_encrypted_tally(head: Head, tally: EncryptedTally) -> Appended:
    """The encrypted tally and its size."""
    return _append(head, "EncryptedTally", (tally.raw, tally.sized_raw))


def append_shuffle(head: Head, owner: int, shuffle_raw: bytes) -> Appended:
    """The shuffle of trustee number ``owner``, counted from 1."""
    return _append(head, "Shuffle", (shuffle_raw, _owned(owner, shuffle_raw)))


def append_end_shuffles(head: Head) -> Appended:
    """The end of shuffles: what is decrypted is the output of the last."""
    return _append(head, "EndShuffles", ())


def append_partial_decryption(head: Head, owner: int, share_raw: bytes) -> Appended:
    """The share of trustee number ``owner``, counted from 1."""
    return _append(head, "PartialDecryption", (share_raw, _owned(owner, share_raw)))


def append_result(head: Head, result_raw: bytes) -> Appended:
    """The result: the board's last event."""
    return _append(head, "Result", (result_raw,))
