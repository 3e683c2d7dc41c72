"""Checkpoints of an archive, cosignatures below them, and receipts that check without the archive."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest

from tests.voting.packed_archives import read_archive
from tests.voting.simulated_election import TIMESTAMP, SimulatedElection, seeded
from voting.archive import header_record
from voting.board import append_ballot, append_end_ballots, open_board
from voting.checkpoints.archive import check_archive_begins, event_records, root_at, tree_of
from voting.checkpoints.checkpoint import (
    Checkpoint,
    check_same_history,
    open_checkpoint,
    read_checkpoint,
    sign_checkpoint,
)
from voting.checkpoints.cosignature import check_cosignature, cosign
from voting.checkpoints.merkle import prove_inclusion, root_of
from voting.checkpoints.notes import (
    COSIGNATURE,
    ED25519,
    Note,
    Signature,
    encode_base64,
    generate_note_key,
    parse_note,
    sign_note,
)
from voting.checkpoints.receipt import FORMAT, MAX_RECEIPT, Receipt, check_receipt, compose_receipt, parse_receipt
from voting.errors import ArchiveError, CheckpointError

BOARD_KEY = generate_note_key("ville.example/board/1", ED25519, seeded(1))
WITNESS_KEY = generate_note_key("temoin.example", COSIGNATURE, seeded(2))
TOWN = SimulatedElection(voters=4, guardians=1, seed=10)
for _voter in range(4):
    TOWN.vote(_voter, [0, 1, 0, 1])
ARCHIVE = TOWN.archive()
RECORDS = list(event_records(BytesIO(ARCHIVE)))
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
FORMS = (
    ("a\n1\n", "lines"),
    ("a\n\n1\nb\n", "lines"),
    ("a\n01\nb\n", "size"),
    ("a\n-1\nb\n", "size"),
    ("a\n١\nb\n", "size"),
    (f"a\n{1 << 63}\nb\n", "size"),
    ("a\n1\nb\n", "base64"),
    ("a\n1\nQUFB\n", "hash"),
)


def signed(size: int, archive: bytes = ARCHIVE) -> Note:
    return sign_checkpoint(Checkpoint(BOARD_KEY.name, size, root_at(BytesIO(archive), size)), BOARD_KEY)


def receipt_of(index: int, size: int) -> Receipt:
    path = prove_inclusion(tree_of(BytesIO(ARCHIVE)).find_node, index, size)
    return compose_receipt(index, RECORDS[index], path, signed(size))


def test_the_leaves_are_the_exact_bytes_of_the_event_records() -> None:
    assert [record in ARCHIVE for record in RECORDS] == [True] * len(RECORDS)
    assert ARCHIVE.endswith(RECORDS[-1])
    opened = open_board(TIMESTAMP, TOWN.election.raw, TOWN.trustees.raw, TOWN.credentials.raw)
    ballot = append_ballot(opened.head, TOWN.ballots[0].ballot.raw)
    assert [opened.event_record, ballot.event_record] == RECORDS[:2]
    assert append_end_ballots(ballot.head).event_record not in RECORDS


@pytest.mark.parametrize("size", [0, 1, 5, len(RECORDS)])
def test_an_archive_begins_with_what_was_signed(size: int) -> None:
    checkpoint = open_checkpoint(signed(size).as_bytes(), BOARD_KEY.verifier)
    check_archive_begins(BytesIO(ARCHIVE), checkpoint)
    assert root_of(tree_of(BytesIO(ARCHIVE)).find_node, size) == checkpoint.root


def test_an_archive_that_lost_events_or_has_other_ones_is_refused() -> None:
    checkpoint = open_checkpoint(signed(5).as_bytes(), BOARD_KEY.verifier)
    opened = open_board(TIMESTAMP, TOWN.election.raw, TOWN.trustees.raw, TOWN.credentials.raw)
    with pytest.raises(CheckpointError, match="checkpoint-beyond") as shorter:
        check_archive_begins(BytesIO(opened.data), checkpoint)
    assert shorter.value.facts == {"expected": 5, "found": 1}
    other = read_archive("valid/revote/final.bel")
    with pytest.raises(CheckpointError, match="checkpoint-root"):
        check_archive_begins(BytesIO(other), checkpoint)
    with pytest.raises(ArchiveError, match="archive-truncated"):
        check_archive_begins(BytesIO(ARCHIVE[:2000]), checkpoint)


@pytest.mark.parametrize(("text", "check"), FORMS)
def test_what_is_not_written_as_a_checkpoint_is_refused(text: str, check: str) -> None:
    with pytest.raises(CheckpointError, match="checkpoint-malformed") as refused:
        read_checkpoint(sign_note(text, BOARD_KEY))
    assert refused.value.facts["check"] == check


def test_lines_after_the_third_are_signed_and_mean_nothing() -> None:
    checkpoint = read_checkpoint(signed(3))
    more = sign_note(f"{checkpoint.text}more\n", BOARD_KEY)
    assert open_checkpoint(more.as_bytes(), BOARD_KEY.verifier) == checkpoint


def test_a_checkpoint_of_another_board_or_another_key_is_refused() -> None:
    elsewhere = generate_note_key("ville.example/board/2", ED25519, seeded(3))
    with pytest.raises(CheckpointError, match="checkpoint-origin"):
        open_checkpoint(signed(3).as_bytes(), elsewhere.verifier)
    same_name = generate_note_key(BOARD_KEY.name, ED25519, seeded(4))
    with pytest.raises(CheckpointError, match="note-unsigned"):
        open_checkpoint(signed(3).as_bytes(), same_name.verifier)


def test_checkpoints_of_two_boards_are_of_no_common_history() -> None:
    one = read_checkpoint(signed(3))
    check_same_history(one, one)
    with pytest.raises(CheckpointError, match="checkpoint-origin"):
        check_same_history(one, Checkpoint("ville.example/board/2", one.size, one.root))


def test_a_witness_says_when_it_saw_a_checkpoint() -> None:
    note = signed(3)
    once = note.with_signatures([cosign(note, WITNESS_KEY, NOON)])
    assert check_cosignature(parse_note(once.as_bytes()), WITNESS_KEY.verifier) == NOON
    later = datetime(2031, 1, 1, tzinfo=UTC)
    twice = once.with_signatures([cosign(note, WITNESS_KEY, later)])
    assert check_cosignature(twice, WITNESS_KEY.verifier) == later
    assert open_checkpoint(twice.as_bytes(), BOARD_KEY.verifier).size == 3


def test_a_cosignature_of_another_text_time_or_witness_is_refused() -> None:
    line = cosign(signed(3), WITNESS_KEY, NOON)
    with pytest.raises(CheckpointError, match="note-signature"):
        check_cosignature(signed(4).with_signatures([line]), WITNESS_KEY.verifier)
    payload = (int(NOON.timestamp()) + 1).to_bytes(8, "big") + line.payload[8:]
    for changed in (payload, line.payload + b"\0", line.payload[8:]):
        cosigned = signed(3).with_signatures([Signature(line.name, line.key_id, changed)])
        with pytest.raises(CheckpointError, match="note-signature"):
            check_cosignature(cosigned, WITNESS_KEY.verifier)
    with pytest.raises(CheckpointError, match="note-unsigned"):
        check_cosignature(signed(3), WITNESS_KEY.verifier)


def test_a_witness_cannot_say_a_time_that_is_none() -> None:
    """Even with its own key: 2^64 - 1 seconds."""
    note, seconds = signed(3), (1 << 64) - 1
    payload = seconds.to_bytes(8, "big") + WITNESS_KEY.sign(f"cosignature/v1\ntime {seconds}\n{note.text}".encode())
    line = Signature(WITNESS_KEY.name, WITNESS_KEY.verifier.key_id, payload)
    with pytest.raises(CheckpointError, match="note-signature"):
        check_cosignature(note.with_signatures([line]), WITNESS_KEY.verifier)


def test_a_key_of_a_board_is_no_witness_s() -> None:
    with pytest.raises(CheckpointError, match="note-key-kind"):
        cosign(signed(3), BOARD_KEY, NOON)
    with pytest.raises(CheckpointError, match="note-key-kind"):
        check_cosignature(signed(3), BOARD_KEY.verifier)


@pytest.mark.parametrize("size", [3, 5, len(RECORDS)])
def test_a_receipt_shows_that_a_ballot_is_on_the_board_without_the_board(size: int) -> None:
    for index in range(1, min(size, 5)):
        receipt = parse_receipt(receipt_of(index, size).as_bytes())
        assert check_receipt(receipt) == open_checkpoint(receipt.note.as_bytes(), BOARD_KEY.verifier)
        assert (receipt.index, receipt.kind) == (index, "Ballot")
        assert receipt.tracker == TOWN.ballots[index - 1].ballot.tracker
        assert receipt.as_bytes() == receipt_of(index, size).as_bytes()


def test_a_receipt_of_another_event_has_no_tracker() -> None:
    receipt = parse_receipt(receipt_of(0, 5).as_bytes())
    assert (receipt.kind, receipt.tracker) == ("Setup", None)


def test_a_receipt_for_another_ballot_or_another_place_is_refused() -> None:
    good = receipt_of(2, 5)
    with pytest.raises(CheckpointError, match="inclusion-proof"):
        check_receipt(compose_receipt(3, RECORDS[3], good.path, good.note))
    with pytest.raises(CheckpointError, match="inclusion-index"):
        check_receipt(compose_receipt(5, RECORDS[5], good.path, good.note))
    with pytest.raises(CheckpointError, match="receipt-malformed"):
        compose_receipt(3, RECORDS[2], good.path, good.note)


def test_no_byte_of_a_receipt_can_be_another() -> None:
    raw = receipt_of(2, 5).as_bytes()
    for place in range(0, len(raw), 7):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(CheckpointError):
            check_changed(bytes(changed))


def check_changed(raw: bytes) -> None:
    receipt = parse_receipt(raw)
    check_receipt(receipt)
    open_checkpoint(receipt.note.as_bytes(), BOARD_KEY.verifier)


NOTE_RAW = signed(5).as_bytes()
EXTRA = f"extra {encode_base64(RECORDS[2])}"


@pytest.mark.parametrize(
    ("head", "check"),
    [
        ([], "lines"),
        ([FORMAT], "lines"),
        ([FORMAT, "index 2", "x"], "extra"),
        (["c2sp.org/tlog-proof@v2", EXTRA, "index 2"], "lines"),
        ([FORMAT, EXTRA, "indez 2"], "index"),
        ([FORMAT, EXTRA, "index 02"], "size"),
        ([FORMAT, EXTRA, "index 2", "QUFB"], "hash"),
        ([FORMAT, EXTRA, "index 2", "é"], "encoding"),
        ([FORMAT, EXTRA, "index 2", "*"], "base64"),
        ([FORMAT, EXTRA, "index 3"], "index"),
        ([FORMAT, "extra QUFB", "index 2"], "archive-header"),
        ([FORMAT, f"extra {encode_base64(header_record(TIMESTAMP))}", "index 0"], "archive-name"),
        ([FORMAT, f"extra {encode_base64(RECORDS[2][:-1])}", "index 2"], "archive-truncated"),
        ([FORMAT, f"extra {encode_base64(RECORDS[2] + RECORDS[3])}", "index 2"], "archive-layout"),
        ([FORMAT, EXTRA, "index 2", *[encode_base64(bytes(32))] * 64], "lines"),
    ],
)
def test_what_is_not_written_as_a_receipt_is_refused(head: list[str], check: str) -> None:
    with pytest.raises(CheckpointError, match="receipt-malformed") as refused:
        parse_receipt("\n".join([*head, "", ""]).encode() + NOTE_RAW)
    assert refused.value.facts["check"] == check


def test_a_receipt_without_a_note_or_too_large_is_refused() -> None:
    with pytest.raises(CheckpointError, match="receipt-malformed"):
        parse_receipt(f"{FORMAT}\n{EXTRA}\nindex 2\n".encode())
    with pytest.raises(CheckpointError, match="note-malformed"):
        parse_receipt(f"{FORMAT}\n{EXTRA}\nindex 2\n\n".encode())
    with pytest.raises(CheckpointError, match="receipt-malformed"):
        parse_receipt(b"a" * (MAX_RECEIPT + 1))
