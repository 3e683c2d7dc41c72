"""Boards written by a dishonest server: any records and events, each correctly hashed and chained all the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from tests.voting.simulated_election import TIMESTAMP
from voting.archive import data_record, event_record, header_record
from voting.hashing import sha256_hex
from voting.strict_json import canonical
from voting.verification.events import read_events

Step = tuple[str, tuple[bytes, ...]]


@dataclass
class ForgedBoard:
    """An archive that grows by whatever it is told."""

    timestamp: int = TIMESTAMP
    parent: str | None = None
    height: int = 0
    data: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.data = header_record(self.timestamp)

    def add_data(self, content: bytes) -> None:
        """A record that nothing refers to yet."""
        self.data += data_record(content, self.timestamp)

    def add_event(self, kind: str, *payloads: bytes, **changes: Any) -> None:
        """The payloads and their event; ``changes`` are members of the event that say something else, None for none."""
        for payload in payloads:
            self.add_data(payload)
        members = {
            "parent": self.parent,
            "height": self.height,
            "type": kind,
            "payload": sha256_hex(payloads[-1]) if payloads else None,
            **changes,
        }
        self.add_raw_event(canonical({name: value for name, value in members.items() if value is not None}))

    def add_raw_event(self, content: bytes) -> None:
        """An event written anyhow; the next one refers to it."""
        self.data += event_record(content, self.timestamp)
        self.parent = sha256_hex(content)
        self.height += 1


def forge(steps: Iterable[Step]) -> bytes:
    """The archive of these events."""
    board = ForgedBoard()
    for kind, payloads in steps:
        board.add_event(kind, *payloads)
    return board.data


def steps_of(archive: bytes) -> list[Step]:
    """The events of a valid archive with their payloads."""
    return [(event.kind, event.payloads) for event in read_events(BytesIO(archive))]


def setup_step(election: bytes, trustees: bytes, credentials: bytes) -> Step:
    """A Setup of these parts."""
    hashes = {"election": election, "trustees": trustees, "credentials": credentials}
    setup = canonical({name: sha256_hex(raw) for name, raw in hashes.items()})
    return "Setup", (election, trustees, credentials, setup)


def tally_step(tally: bytes, ballots: object, weight: object) -> Step:
    """An EncryptedTally that says it is of so many ballots and such a weight."""
    sized = {"num_tallied": ballots, "total_weight": weight, "encrypted_tally": sha256_hex(tally)}
    return "EncryptedTally", (tally, canonical(sized))


def share_step(owner: object, share: bytes) -> Step:
    """A PartialDecryption that says whose it is."""
    return "PartialDecryption", (share, canonical({"owner": owner, "payload": sha256_hex(share)}))
