"""The board: what is appended here is, byte for byte, what the reference writes."""

from __future__ import annotations

import json

import pytest

from tests.voting.packed_archives import read_archive, report_on
from tests.voting.reference_vectors import TOTALS, read_election
from tests.voting.simulated_election import TIMESTAMP, SimulatedElection
from voting.board import (
    Appended,
    append_ballot,
    append_encrypted_tally,
    append_end_ballots,
    append_partial_decryption,
    append_result,
    open_board,
)
from voting.election import parse_election
from voting.hashing import sha256_hex
from voting.tally import read_tally


def _rebuilt(name: str) -> bytes:
    """The archive of a reference election, appended from its parts."""
    parts, original = read_election(name), read_archive(f"valid/{name}/final.bel")
    timestamp = int(original[136:147], 8)
    appended = open_board(timestamp, parts["election"][0], parts["trustees"][0], parts["credentials"][0])
    archive = appended.data
    for ballot in parts.get("Ballot", []):
        appended = append_ballot(appended.head, ballot)
        archive += appended.data
    if "EncryptedTally" in parts:
        archive += _rebuilt_count(appended, parts)
    return archive


def _rebuilt_count(appended: Appended, parts: dict[str, list[bytes]]) -> bytes:
    appended = append_end_ballots(appended.head)
    data = appended.data
    tally, sized = parts["EncryptedTally"]
    appended = append_encrypted_tally(appended.head, read_tally(tally, sized, parse_election(parts["election"][0])))
    data += appended.data
    shares = parts["PartialDecryption"]
    for share, owned in zip(shares[::2], shares[1::2], strict=True):
        appended = append_partial_decryption(appended.head, json.loads(owned)["owner"], share)
        data += appended.data
    return data + append_result(appended.head, parts["Result"][0]).data


@pytest.mark.parametrize("name", TOTALS)
def test_a_reference_archive_is_rebuilt_byte_for_byte(name: str) -> None:
    assert _rebuilt(name) == read_archive(f"valid/{name}/final.bel")


def test_the_archive_only_grows() -> None:
    town = SimulatedElection(seed=12)
    town.vote(0, [0, 1, 0, 0])
    whole = town.archive()
    for kind in ("Setup", "Ballot", "EndBallots", "EncryptedTally"):
        earlier = town.archive(kind)
        assert whole.startswith(earlier)
        assert report_on(earlier).valid


def test_the_head_is_the_hash_of_the_last_event() -> None:
    town = SimulatedElection(seed=13)
    appended = open_board(TIMESTAMP, town.election.raw, town.trustees.raw, town.credentials.raw)
    assert appended.head.height == 0
    ended = append_end_ballots(appended.head)
    assert ended.head.height == 1
    event = ended.data[512:].rstrip(b"\0")
    assert ended.head.event_hash == sha256_hex(event)
    assert json.loads(event) == {"parent": appended.head.event_hash, "height": 1, "type": "EndBallots"}
