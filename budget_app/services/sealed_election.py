"""The frozen parts of a vote, parsed once: what every ballot and share is checked against."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from budget_app.domain.errors import ConflictError
from budget_app.storage.board import ElectionRow
from voting.board import Head
from voting.credentials import PublicCredentials, parse_public_credentials
from voting.election import Election, parse_election
from voting.trustee import Trustees, parse_trustees


@dataclass(frozen=True)
class SealedElection:
    """An election with its trustees and credentials, as they stand on the board."""

    election: Election
    trustees: Trustees
    credentials: PublicCredentials


@lru_cache(maxsize=8)
def _parse(election_raw: bytes, trustees_raw: bytes, credentials_raw: bytes) -> SealedElection:
    return SealedElection(
        parse_election(election_raw), parse_trustees(trustees_raw), parse_public_credentials(credentials_raw)
    )


def sealed_election(row: ElectionRow) -> SealedElection:
    """The frozen parts of ``row``; raises ConflictError ``vote-not-set-up`` before they are."""
    if row.election_raw is None or row.trustees_raw is None or row.credentials_raw is None:
        raise ConflictError("vote-not-set-up")
    return _parse(row.election_raw, row.trustees_raw, row.credentials_raw)


def head_of(row: ElectionRow) -> Head:
    """The last event on the board of ``row``."""
    return Head(row.head_height, row.head_hash, row.timestamp)
