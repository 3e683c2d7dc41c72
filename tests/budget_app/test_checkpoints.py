"""What the server signs: checkpoints that extend one another, receipts that check offline, a key that nobody sees."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import event

from budget_app.services import checkpoints
from budget_app.storage.board import BoardLeafRow
from budget_app.storage.database import engine, read_session
from budget_app.storage.note_seed import read_or_write
from budget_app.storage.schema import _config
from budget_app.web.policies import CSP, NOTHING
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_client import WebClient
from tests.budget_app.web_votes import cast
from voting.checkpoints.archive import check_archive_begins, event_records, root_at
from voting.checkpoints.checkpoint import Checkpoint, open_checkpoint
from voting.checkpoints.merkle import leaf_hash
from voting.checkpoints.notes import VerifierKey, parse_verifier_key
from voting.checkpoints.receipt import check_receipt, parse_receipt
from voting.verification.comparisons import SignedCheckpoint
from voting.verification.procedure import verify_archive

pytestmark = pytest.mark.usefixtures("database")


def vote(town: SimulatedTown, voter: int) -> str:
    sealed = town.seal(town.people[voter], 1)
    return str(cast(town, town.people[voter], sealed.raw).json()["tracker"])


def published_key(town: SimulatedTown) -> VerifierKey:
    lines = WebClient().get("/board/key").text.splitlines()
    (key,) = [key for key in map(parse_verifier_key, lines) if key.name.endswith(f"/board/{town.uuid}")]
    return key


def asked(town: SimulatedTown) -> Checkpoint:
    response = WebClient().get(f"/board/{town.uuid}.checkpoint")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    return open_checkpoint(response.content, published_key(town))


def test_the_board_is_signed_as_it_grows_and_every_checkpoint_is_of_one_history(town: SimulatedTown) -> None:
    seen = [asked(town)]
    for voter in range(3):
        vote(town, voter)
        seen.append(asked(town))
    assert [checkpoint.size for checkpoint in seen] == [1, 2, 3, 4]
    archive = town.archive()
    for checkpoint in seen:
        assert checkpoint.origin == f"localhost:8501/board/{town.uuid}"
        check_archive_begins(BytesIO(archive), checkpoint)


def test_the_auditor_s_verify_takes_the_server_s_checkpoint(town: SimulatedTown) -> None:
    vote(town, 0)
    raw = WebClient().get(f"/board/{town.uuid}.checkpoint").content
    report = verify_archive(BytesIO(town.archive()), signed=SignedCheckpoint(raw, published_key(town)))
    assert report.failure is None
    assert report.find_line("earlier-copy").found == "checkpoint 2"


def test_a_process_that_knows_nothing_yet_signs_the_same(town: SimulatedTown) -> None:
    """The leaves are kept with the events: nothing is computed from what a process remembers."""
    vote(town, 0)
    before = asked(town)
    checkpoints._trees.clear()
    assert asked(town) == before


def test_each_ballot_has_a_receipt_that_checks_without_the_board(town: SimulatedTown) -> None:
    trackers = [vote(town, voter) for voter in range(3)]
    for tracker in trackers:
        response = WebClient().get(f"/board/{town.uuid}/receipt/{quote(tracker, safe='')}")
        receipt = parse_receipt(response.content)
        assert receipt.tracker == tracker
        assert check_receipt(receipt) == open_checkpoint(receipt.note.as_bytes(), published_key(town))
    assert response.headers[CSP] == NOTHING
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("tracker", ["x", "A" * 43, "A/B+C", "../key"])
def test_there_is_no_receipt_for_a_ballot_that_is_not_on_the_board(town: SimulatedTown, tracker: str) -> None:
    response = WebClient().get(f"/board/{town.uuid}/receipt/{quote(tracker, safe='')}")
    assert response.status_code == 404
    assert "Aucun bulletin de cette urne" in response.text


def test_nothing_is_signed_of_a_board_that_has_not_begun() -> None:
    town = SimulatedTown().create()
    for path in (f"{town.uuid}.checkpoint", f"{town.uuid}/receipt/x", "1111111111111111.checkpoint"):
        assert WebClient().get(f"/board/{path}").status_code == 404
    assert WebClient().get("/board/key").text == ""


def test_two_boards_have_two_keys_and_no_checkpoint_of_one_passes_for_the_other(town: SimulatedTown) -> None:
    other = SimulatedTown().set_up()
    assert published_key(town) != published_key(other)
    raw = WebClient().get(f"/board/{other.uuid}.checkpoint").content
    with pytest.raises(ValueError, match="checkpoint-origin"):
        open_checkpoint(raw, published_key(town))


def test_a_board_that_was_forgotten_is_signed_the_same(town: SimulatedTown, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process remembers the trees of some boards only."""
    monkeypatch.setattr(checkpoints, "_KEPT", 1)
    before, other = asked(town), SimulatedTown().set_up()
    asked(other)
    assert [uuid for uuid, _ in checkpoints._trees] == [other.uuid]
    assert asked(town) == before


def test_the_secret_is_its_owner_s_alone_made_once_and_never_logged(
    town: SimulatedTown, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = published_key(town)
    file = tmp_path / "checkpoint.key"
    assert file.stat().st_mode & 0o777 == 0o600
    secret = file.read_text().strip()
    checkpoints._town_key.cache_clear()
    assert published_key(town) == key
    assert file.read_text().strip() == secret
    assert secret.rpartition("+")[2] not in caplog.text + repr(checkpoints.prepare_key())
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("tmp")] == []


def test_the_name_stays_when_the_site_moves(town: SimulatedTown, monkeypatch: pytest.MonkeyPatch) -> None:
    key = published_key(town)
    monkeypatch.setenv("ISOLOIR_BASE_URL", "https://budget.ville.example")
    checkpoints._town_key.cache_clear()
    assert published_key(town) == key


def test_processes_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "private"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda number: read_or_write(folder, f"secret {number}"), range(8)))
    assert len(found) == 1
    assert [path.name for path in folder.iterdir()] == ["checkpoint.key"]


def statements(town: SimulatedTown, voter: int) -> list[str]:
    """What is asked of the database while a ballot is cast."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    try:
        vote(town, voter)
    finally:
        event.remove(engine(), "before_cursor_execute", note)
    return found


def test_casting_costs_the_same_however_many_events_there_are(town: SimulatedTown) -> None:
    """One more leaf is written with each ballot; no leaf is ever read for one."""
    asked_for = [statements(town, voter) for voter in range(4)]
    assert asked_for[1] == asked_for[2] == asked_for[3]
    leaves = [statement.split()[0] for statement in asked_for[3] if "board_leaf" in statement]
    assert leaves == ["INSERT"]


def test_a_board_from_before_gets_its_leaves(town: SimulatedTown) -> None:
    vote(town, 0)
    before = asked(town)
    migration = ScriptDirectory.from_config(_config()).get_revision("0007")
    with engine().connect().execution_options(writes=True) as connection:
        connection.exec_driver_sql("DROP TABLE board_leaf")
        with Operations.context(MigrationContext.configure(connection)):
            migration.module.upgrade()
        connection.commit()
    checkpoints._trees.clear()
    with read_session() as session:
        leaves = [session.get_one(BoardLeafRow, (town.uuid, height)).leaf for height in range(2)]
    assert leaves == [leaf_hash(record) for record in event_records(BytesIO(town.archive()))]
    assert asked(town) == before
    assert root_at(BytesIO(town.archive()), 2) == before.root
