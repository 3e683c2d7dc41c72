"""Checks 1 to 3 and 12 against a dishonest server: records, chain and order of events, a rewritten board."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from tests.voting.forged_board import ForgedBoard, Step, forge, steps_of
from tests.voting.packed_archives import refusal_of, report_on
from tests.voting.simulated_election import SimulatedElection
from voting.hashing import sha256_hex
from voting.verification.procedure import verify_archive

TOWN = SimulatedElection(seed=21)
TOWN.vote(0, [0, 1, 0, 0])
TOWN.vote(1, [0, 0, 1, 1])
ARCHIVE = TOWN.archive()
STEPS = steps_of(ARCHIVE)
SETUP, FIRST, SECOND, END, TALLY, SHARE, OTHER_SHARE, RESULT = STEPS
EMPTY = sha256_hex(b"")


def board_of(*steps: Step) -> ForgedBoard:
    board = ForgedBoard()
    for kind, payloads in steps:
        board.add_event(kind, *payloads)
    return board


def test_an_honest_board_written_by_the_same_means_is_accepted() -> None:
    """So that what follows is refused for its defect, not for the program that wrote it."""
    assert forge(STEPS) == ARCHIVE
    assert refusal_of(ARCHIVE) is None


def test_data_that_nothing_refers_to_is_refused_wherever_it_stands() -> None:
    for position in range(len(STEPS) + 1):
        board = board_of(*STEPS[:position])
        board.add_data(b'{"hidden":true}')
        for kind, payloads in STEPS[position:]:
            board.add_event(kind, *payloads)
        assert refusal_of(board.data) == (1, "archive-extra-data"), position


def test_an_archive_that_ends_before_its_event_is_refused() -> None:
    board = board_of(SETUP)
    board.add_data(FIRST[1][0])
    assert refusal_of(board.data) == (1, "archive-extra-data")


def test_payloads_in_another_order_are_refused() -> None:
    tally, sized = TALLY[1]
    board = board_of(*STEPS[:4])
    board.add_event("EncryptedTally", sized, tally, payload=sha256_hex(sized))
    assert refusal_of(board.data) == (1, "archive-layout")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"height": 7}, "event-height"),
        ({"height": 0}, "event-height"),
        ({"height": -1}, "event-height"),
        ({"height": "1"}, "event-malformed"),
        ({"height": True}, "event-malformed"),
        ({"parent": EMPTY}, "event-parent"),
        ({"parent": None}, "event-parent"),
        ({"parent": "x"}, "event-malformed"),
        ({"parent": ["x"]}, "event-malformed"),
        ({"payload": None}, "event-payload"),
        ({"payload": EMPTY}, "event-payload-missing"),
        ({"payload": EMPTY.upper()}, "event-malformed"),
        ({"type": "ballot"}, "event-type"),
        ({"type": ["Ballot"]}, "event-malformed"),
        ({"note": "x"}, "event-malformed"),
    ],
)
def test_an_event_that_says_something_else_is_refused(changes: dict[str, Any], code: str) -> None:
    board = board_of(SETUP)
    board.add_event("Ballot", *FIRST[1], **changes)
    assert refusal_of(board.data) == (2, code)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"1e999",
        b'"\\ud800"',
        b'{"height":1,"type":"\\ud800"}',
        b'{"height":1' + b"0" * 3000 + b',"type":"EndBallots"}',
        b"[" * 4000,
        b'{"a":' * 800,
        b"\xef\xbb\xbf{}",
        b"\xff",
    ],
)
def test_an_event_that_is_not_one_is_refused(content: bytes) -> None:
    board = board_of(SETUP)
    board.add_raw_event(content)
    assert refusal_of(board.data) == (2, "event-malformed")


def test_an_event_whose_payload_is_missing_is_refused() -> None:
    board = board_of(SETUP)
    board.add_event("Ballot", payload=sha256_hex(FIRST[1][0]))
    assert refusal_of(board.data) == (2, "event-payload-missing")
    board = board_of(*STEPS[:4])
    board.add_event("EncryptedTally", TALLY[1][1])
    assert refusal_of(board.data) == (2, "event-payload-missing")


def test_an_end_of_ballots_with_a_payload_is_refused() -> None:
    board = board_of(SETUP)
    board.add_event("EndBallots", b"{}")
    assert refusal_of(board.data) == (2, "event-payload")


def test_a_broken_container_is_named_before_a_broken_chain() -> None:
    board = board_of(SETUP)
    board.add_event("Ballot", *FIRST[1], height=9)
    assert refusal_of(board.data) == (2, "event-height")
    assert refusal_of(board.data + b"\0" * 512) == (1, "archive-name")


def test_a_broken_chain_is_named_before_events_out_of_order() -> None:
    board = board_of(SETUP, END, SECOND)
    assert refusal_of(board.data) == (3, "event-order")
    board.add_event("EndBallots", height=9)
    assert refusal_of(board.data) == (2, "event-height")


@pytest.mark.parametrize(
    "steps",
    [
        [FIRST],
        [SETUP, SETUP],
        [SETUP, FIRST, SETUP],
        [SETUP, END, END],
        [SETUP, FIRST, END, FIRST],
        [SETUP, FIRST, END, SECOND, END, TALLY],
        [SETUP, TALLY],
        [SETUP, FIRST, END, TALLY, TALLY],
        [SETUP, FIRST, END, SHARE],
        [SETUP, FIRST, END, RESULT],
        [SETUP, FIRST, END, TALLY, RESULT],
        [SETUP, FIRST, END, TALLY, SHARE, END],
        [SETUP, FIRST, END, TALLY, SHARE, RESULT, RESULT],
        [SETUP, FIRST, END, TALLY, SHARE, RESULT, OTHER_SHARE],
        [SETUP, FIRST, END, TALLY, ("EndShuffles", ())],
        [SETUP, FIRST, END, TALLY, SHARE, ("Shuffle", SHARE[1])],
        [SETUP, FIRST, ("Shuffle", SHARE[1])],
    ],
    ids=lambda steps: "-".join(kind for kind, _ in steps),
)
def test_events_out_of_order_are_refused(steps: list[Step]) -> None:
    assert refusal_of(forge(steps)) == (3, "event-order")


def test_an_archive_without_an_event_is_refused() -> None:
    assert refusal_of(ForgedBoard().data) == (3, "event-none")


def test_what_was_expected_and_what_was_found_are_said() -> None:
    failure = report_on(forge([SETUP, FIRST, END, SECOND])).failure
    assert failure is not None
    assert (failure.expected, failure.found) == ("EncryptedTally", "Ballot (3)")


def test_an_earlier_copy_of_another_board_is_refused() -> None:
    other = SimulatedElection(seed=22).archive("Setup")
    assert refusal_of(ARCHIVE, other) == (12, "earlier-copy-rewritten")


def test_every_earlier_state_of_the_board_is_a_prefix_of_it() -> None:
    for position in range(1, len(STEPS) + 1):
        report = report_on(ARCHIVE, forge(STEPS[:position]))
        assert report.find_line("earlier-copy").status == "passed"


def test_the_progress_goes_from_the_beginning_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    assert verify_archive(BytesIO(ARCHIVE), progress=lambda done, total: told.append((done, total))).valid
    assert told == sorted(told)
    assert told[-1] == (len(ARCHIVE), len(ARCHIVE))
