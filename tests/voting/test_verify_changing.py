"""A file that somebody changes while it is verified: what was checked and what is counted are the same bytes."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.voting.forged_board import forge, steps_of
from tests.voting.simulated_election import SimulatedElection
from voting.commands.board_state import read_state
from voting.errors import ArchiveError
from voting.verification.procedure import check_archive, verify_archive

STRUCTURE, CONTENTS, SUM = 1, 2, 3
"""The readings of a file from its beginning: checks 1 to 3, checks 4 to 11, and the ballots once more for check 7."""


def _town(*votes: list[int]) -> SimulatedElection:
    town = SimulatedElection(guardians=1, seed=171)
    for voter, choices in enumerate(votes):
        town.vote(voter, choices)
    return town


ARCHIVE = _town([0, 1, 0, 0], [0, 1, 0, 1]).archive()
OTHER = _town([0, 1, 0, 0], [0, 0, 1, 0]).archive()
STEPS = steps_of(ARCHIVE)


class Swapped(BytesIO):
    """A file that is another from one reading on."""

    def __init__(self, first: bytes, other: bytes, since: int) -> None:
        super().__init__(first)
        self.other, self.since, self.readings = other, since, 0

    def seek(self, position: int, whence: int = 0, /) -> int:
        if (position, whence) == (0, 0):
            self.readings += 1
            if self.readings == self.since:
                super().seek(0)
                self.truncate()
                self.write(self.other)
        return super().seek(position, whence)


def _without(kind: str) -> bytes:
    return forge([step for step in STEPS if step[0] != kind])


def test_a_file_that_stays_is_read_three_times() -> None:
    stream = Swapped(ARCHIVE, b"", SUM + 1)
    assert verify_archive(stream).valid
    assert stream.readings == SUM


@pytest.mark.parametrize(
    ("other", "since"),
    [
        (OTHER, CONTENTS),
        (_without("EncryptedTally"), CONTENTS),
        (forge(STEPS[:2]), CONTENTS),
        (ARCHIVE[:-1000], CONTENTS),
        (b"", CONTENTS),
        (OTHER, SUM),
        (forge(STEPS[:3]), SUM),
        (ARCHIVE[:9000], SUM),
    ],
    ids=["other board", "no tally", "one ballot", "cut", "empty", "other ballots", "no end of ballots", "cut ballots"],
)
def test_a_file_that_changes_while_it_is_verified_is_refused(other: bytes, since: int) -> None:
    failure = verify_archive(Swapped(ARCHIVE, other, since)).failure
    assert failure is not None
    assert (failure.number, failure.code) == (1, "archive-changed")


def test_a_good_board_of_the_same_length_put_in_place_of_the_first_is_refused() -> None:
    stream, other = BytesIO(ARCHIVE), OTHER
    assert len(ARCHIVE) == len(OTHER)

    def swap(_done: int, _total: int) -> None:
        stream.getbuffer()[: len(other)] = other

    failure = verify_archive(stream, progress=swap).failure
    assert failure is not None
    assert (failure.number, failure.code) == (1, "archive-changed")


@pytest.mark.parametrize("other", [OTHER, forge(STEPS[:1]), ARCHIVE[:9000]], ids=["other", "less", "cut"])
def test_what_a_guardian_decrypts_is_what_was_verified(other: bytes) -> None:
    with pytest.raises(ArchiveError):
        read_state(BytesIO(other), check_archive(BytesIO(ARCHIVE)))
    assert read_state(BytesIO(ARCHIVE), check_archive(BytesIO(ARCHIVE))).tally is not None
