"""Witnesses that the site asks: their lines are checked, kept, and carried by the receipts of voters."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest

from budget_app.__main__ import main
from budget_app.services.checkpoints import board_key
from budget_app.storage.board import ElectionRow
from budget_app.storage.database import write_session
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.test_checkpoints import published_key, vote
from tests.budget_app.web_client import WebClient
from tests.voting.simulated_election import seeded
from tests.voting.witness_server import serve_witness
from voting.checkpoints.checkpoint import read_checkpoint
from voting.checkpoints.cosignature import check_cosignature
from voting.checkpoints.notes import COSIGNATURE, Note, generate_note_key, parse_note, parse_verifier_key
from voting.checkpoints.receipt import Receipt, check_receipt, parse_receipt
from voting.errors import CheckpointError
from voting.verification.comparisons import SignedCheckpoint
from voting.verification.procedure import verify_archive

pytestmark = pytest.mark.usefixtures("database")
KEYS = [generate_note_key(f"temoin-{number}.example", COSIGNATURE, seeded(number)) for number in (1, 2)]
NOWHERE = "http://127.0.0.1:9"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")


@pytest.fixture
def addresses(town: SimulatedTown, tmp_path: Path) -> Iterator[list[str]]:
    board = [parse_verifier_key(board_key(town.uuid))]
    with (
        serve_witness(tmp_path / "one", KEYS[0], board) as one,
        serve_witness(tmp_path / "two", KEYS[1], board) as two,
    ):
        yield [one, two]


def ask(*addresses: str, every: str = "") -> int:
    witnesses = [(address, key.verifier.text) for address, key in zip(addresses, KEYS, strict=False)]
    asked = [part for witness in witnesses for part in ("--witness", *witness)]
    return main(["ask-witnesses", *asked, *(("--every", every) if every else ())])


def cosigned(town: SimulatedTown) -> Note:
    response = WebClient().get(f"/board/{town.uuid}.cosigned")
    assert response.status_code == 200
    return parse_note(response.content)


def receipt_of(town: SimulatedTown, tracker: str) -> Receipt:
    return parse_receipt(WebClient().get(f"/board/{town.uuid}/receipt/{quote(tracker, safe='')}").content)


def test_what_witnesses_cosigned_is_published_and_verifies(town: SimulatedTown, addresses: list[str]) -> None:
    vote(town, 0)
    assert ask(*addresses) == 0
    signed = SignedCheckpoint(
        cosigned(town).as_bytes(), published_key(town), tuple(key.verifier for key in KEYS)
    )
    report = verify_archive(BytesIO(town.archive()), signed=signed)
    assert report.find_line("earlier-copy").found == "checkpoint 2"


def test_a_receipt_carries_the_lines_of_the_witnesses(town: SimulatedTown, addresses: list[str]) -> None:
    tracker = vote(town, 0)
    ask(*addresses)
    later = vote(town, 1)
    receipt = receipt_of(town, tracker)
    assert check_receipt(receipt).size == 2
    for key in KEYS:
        check_cosignature(receipt.note, key.verifier)
    fresh = receipt_of(town, later)
    assert check_receipt(fresh).size == 3
    with pytest.raises(CheckpointError, match="note-unsigned"):
        check_cosignature(fresh.note, KEYS[0].verifier)
    ask(*addresses)
    check_cosignature(receipt_of(town, later).note, KEYS[0].verifier)


def test_witnesses_are_asked_again_only_when_there_is_something_new(
    town: SimulatedTown, addresses: list[str], capsys: Capture
) -> None:
    assert ask(addresses[0]) == 0
    assert capsys.readouterr().out == f"Urne {town.uuid} : contresignée.\n"
    assert ask(addresses[0]) == 0
    assert capsys.readouterr().out == ""
    before = cosigned(town)
    assert ask(*addresses) == 0
    assert len(cosigned(town).signatures) == len(before.signatures) + 1


def test_a_witness_that_is_away_is_told_and_takes_nothing_from_the_others(
    town: SimulatedTown, addresses: list[str], capsys: Capture
) -> None:
    assert ask(addresses[0], NOWHERE) == 1
    assert "Le témoin temoin-2.example n’a pas contresigné" in capsys.readouterr().out
    check_cosignature(cosigned(town), KEYS[0].verifier)
    assert ask(*addresses) == 0
    both = cosigned(town)
    vote(town, 0)
    assert ask(addresses[0], NOWHERE) == 1
    assert cosigned(town) == both


def test_a_line_of_another_key_is_not_kept(town: SimulatedTown, addresses: list[str], capsys: Capture) -> None:
    assert ask(addresses[1]) == 1
    assert "note-unsigned" in capsys.readouterr().out
    response = WebClient().get(f"/board/{town.uuid}.cosigned")
    assert response.status_code == 404
    assert "Aucun témoin n’a encore contresigné cette urne." in response.text


def test_a_board_shorter_than_what_was_cosigned_gives_receipts_of_its_own(
    town: SimulatedTown, addresses: list[str]
) -> None:
    """A backup was restored: the witnesses' checkpoint is of events that are no longer there."""
    tracker = vote(town, 0)
    vote(town, 1)
    ask(*addresses)
    assert read_checkpoint(cosigned(town)).size == 3
    with write_session() as session:
        row = session.get_one(ElectionRow, town.uuid)
        row.head_height -= 1
        session.add(row)
    assert check_receipt(receipt_of(town, tracker)).size == 2


def test_it_goes_on_until_it_is_interrupted(
    town: SimulatedTown, addresses: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    waited = []

    def happen(seconds: int) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            raise KeyboardInterrupt
        vote(town, 0)

    monkeypatch.setattr("budget_app.commands.ask_witnesses.time.sleep", happen)
    assert ask(addresses[0], every="300") == 130
    assert waited == [300, 300]
    assert read_checkpoint(cosigned(town)).size == 2


@pytest.mark.parametrize("witness", [("ftp://a", KEYS[0].verifier.text), ("http://a", "not-a-key")])
def test_what_is_no_witness_is_refused(witness: tuple[str, str], capsys: Capture) -> None:
    assert main(["ask-witnesses", "--witness", *witness]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
