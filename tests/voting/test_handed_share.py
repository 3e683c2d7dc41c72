"""What a guardian hands in: the share as the board will show it, and its strong share, one line each."""

from __future__ import annotations

import pytest

from tests.voting.simulated_election import SimulatedElection
from voting.decryption import check_share, parse_share
from voting.errors import DecryptionError
from voting.handed_share import HandedShare, make_handed_share, parse_handed_share
from voting.strong_share import check_strong_share, parse_strong_share

TOWN = SimulatedElection(voters=1, guardians=2, seed=163)
TOWN.vote(0, [0, 1, 0, 0])
HANDED = make_handed_share(TOWN.election, TOWN.tally(), TOWN.keys[1], 2, TOWN.random)


def test_both_parts_are_those_of_the_same_key() -> None:
    share, strong = parse_share(HANDED.share, TOWN.tally()), parse_strong_share(HANDED.strong)
    check_share(share, TOWN.election, TOWN.tally(), TOWN.keys[1].public)
    check_strong_share(strong, TOWN.election, TOWN.tally(), TOWN.keys[1].public, share)
    assert strong.owner == 2


def test_what_was_sent_is_read_again_byte_by_byte() -> None:
    assert parse_handed_share(HANDED.raw) == HANDED
    assert HANDED.raw == HANDED.share + b"\n" + HANDED.strong
    assert parse_handed_share(b"a\nb\nc") == HandedShare(b"a", b"b\nc")


@pytest.mark.parametrize("raw", [b"", b"{}", HANDED.share, HANDED.share + b"\n"])
def test_a_share_alone_is_refused(raw: bytes) -> None:
    with pytest.raises(DecryptionError, match="strong-missing"):
        parse_handed_share(raw)


def test_neither_part_is_told_when_one_is_shown_by_mistake() -> None:
    assert repr(HANDED) == "HandedShare()"
