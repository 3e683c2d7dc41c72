"""The frozen parts of a vote, parsed once: what every ballot and share is checked against."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from budget_app.domain.errors import ConflictError
from budget_app.storage.board import ElectionRow
from voting.board import Head
from voting.credentials import PublicCredentials, parse_public_credentials
from voting.election import Election, parse_election
from voting.trustee import Trustees, parse_trustees

_KEPT = 8


@dataclass(frozen=True)
class SealedElection:
    """An election with its trustees and credentials, as they stand on the board."""

    election: Election
    trustees: Trustees
    credentials: PublicCredentials


_parsed: OrderedDict[tuple[str, datetime], SealedElection] = OrderedDict()
_lock = Lock()


def _parse(row: ElectionRow) -> SealedElection:
    return SealedElection(
        parse_election(row.election_raw or b""),
        parse_trustees(row.trustees_raw or b""),
        parse_public_credentials(row.credentials_raw or b""),
    )


def sealed_election(row: ElectionRow) -> SealedElection:
    """The frozen parts of ``row``, parsed once a process; raises ConflictError ``vote-not-set-up`` before they are.

    The vote's identifier and the moment of its setup name them: from then on they never change.
    """
    if row.set_up_at is None:
        raise ConflictError("vote-not-set-up")
    key = (row.uuid, row.set_up_at)
    with _lock:
        if key not in _parsed:
            _parsed[key] = _parse(row)
        _parsed.move_to_end(key)
        while len(_parsed) > _KEPT:
            _parsed.popitem(last=False)
        return _parsed[key]


def head_of(row: ElectionRow) -> Head:
    """The last event on the board of ``row``."""
    return Head(row.head_height, row.head_hash, row.timestamp)
