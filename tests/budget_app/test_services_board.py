"""What the public reads of a vote: turnout by day, the verifier's report, the hashes of the booth."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from budget_app.domain.vote import Turnout
from budget_app.services import verification
from budget_app.services.board import board_size, read_board, turnout
from budget_app.services.verification import booth_files, run_verifier, verify_board, words_of
from budget_app.storage.board import BoardChunkRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.schema import METADATA
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import SimulatedTown

pytestmark = pytest.mark.usefixtures("database")


def test_turnout_counts_each_voter_on_the_day_in_paris_of_the_first_ballot() -> None:
    town = SimulatedTown().set_up()
    evening, night = datetime(2030, 5, 5, 21, 59, tzinfo=UTC), datetime(2030, 5, 5, 22, 0, tzinfo=UTC)
    town.vote(town.people[0], 1, now=evening)
    town.vote(town.people[1], 1, now=night)
    town.vote(town.people[0], 2, now=night)
    assert turnout(town.slug) == Turnout(4, 2, ((date(2030, 5, 5), 1), (date(2030, 5, 6), 1)))


def test_nobody_has_voted_before_the_vote() -> None:
    assert turnout(SimulatedTown().create().slug) == Turnout(0, 0, ())


def test_a_vote_that_is_not_set_up_has_no_board() -> None:
    town = SimulatedTown().create()
    for ask in (lambda: board_size(town.uuid), lambda: read_board(town.uuid), lambda: verify_board(town.slug)):
        with refused("board-empty"):
            ask()
    with refused("election-unknown"):
        read_board("1" * 14)
    with refused("edition-unknown"):
        verify_board("unknown")


class TestVerification:
    """The verifier runs beside the page server, once for each state of the board."""

    @pytest.fixture(autouse=True)
    def _fresh(self) -> Iterator[None]:
        yield
        verification._verify.cache_clear()

    def test_each_check_has_its_line(self) -> None:
        town = SimulatedTown().set_up()
        town.vote(town.people[0], 1)
        report = verify_board(town.slug)
        assert (report.valid, report.failure, report.size) == (True, None, board_size(town.uuid))
        assert [line.number for line in report.lines] == list(range(1, 13))
        assert {line.name: line.status for line in report.lines}["ballots"] == "passed"

    def test_it_runs_again_only_when_the_board_has_grown(self) -> None:
        town = SimulatedTown().set_up()
        with ThreadPoolExecutor(3) as pool:
            reports = set(pool.map(verify_board, [town.slug] * 3))
        assert len(reports) == 1
        assert verification._verify.cache_info().misses == 1
        town.vote(town.people[0], 1)
        assert verify_board(town.slug).size > reports.pop().size
        assert verification._verify.cache_info().misses == 2

    def test_once_counted_it_looks_at_the_strong_proofs_too(self) -> None:
        town = SimulatedTown().set_up()
        town.close()
        town.open_count()
        report = verify_board(town.slug)
        assert report.valid
        [shares] = [line for line in report.lines if line.name == "shares"]
        assert shares.found == "2 (2 strong)"
        assert words_of(shares, "fr").detail == "Parts justes : 2 (2 avec preuve forte)"

    def test_a_changed_byte_fails_by_name(self) -> None:
        town = SimulatedTown().set_up()
        receipt = town.vote(town.people[0], 1)
        with write_session() as session:
            chunk = session.get(BoardChunkRow, (town.uuid, receipt.position))
            assert chunk is not None
            chunk.data = chunk.data[:600] + bytes([chunk.data[600] ^ 1]) + chunk.data[601:]
            session.add(chunk)
        report = verify_board(town.slug)
        assert not report.valid
        failed = [line for line in report.lines if line.status == "failed"]
        assert [line.code for line in failed] == [report.failure]
        assert failed[0].name == "container"

    def test_a_file_that_the_verifier_cannot_read_is_said_to_be_so(self, tmp_path: Path) -> None:
        with refused("verification-unreadable"):
            run_verifier(str(tmp_path / "missing.bel"))

    def test_one_that_takes_too_long_is_ended(self, monkeypatch: pytest.MonkeyPatch) -> None:
        town = SimulatedTown().set_up()
        monkeypatch.setattr(verification, "_LONGEST", 0.001)
        with refused("verification-too-long"):
            verify_board(town.slug)

    def test_a_second_one_does_not_wait_for_ever(self, monkeypatch: pytest.MonkeyPatch) -> None:
        town = SimulatedTown().set_up()
        monkeypatch.setattr(verification, "_PATIENCE", 0.001)
        with verification._one_at_a_time, refused("verification-busy"):
            verify_board(town.slug)
        assert verify_board(town.slug).valid


def test_the_booths_files_are_known_by_their_hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    booth = tmp_path / "dist"
    booth.mkdir()
    (booth / "b.js").write_bytes(b"b")
    (booth / "a.css").write_bytes(b"a")
    monkeypatch.setattr(verification, "BOOTH", booth)
    assert booth_files() == (
        ("a.css", hashlib.sha256(b"a").hexdigest()),
        ("b.js", hashlib.sha256(b"b").hexdigest()),
    )


def test_no_table_holds_a_voting_code_or_what_would_open_a_ballot() -> None:
    town = SimulatedTown().set_up()
    sealed = town.seal(town.people[0], 1)
    town.cast(town.people[0], sealed.raw)
    with read_session() as session:
        rows = [row for table in METADATA.sorted_tables for row in session.connection().execute(table.select())]
    stored = "\n".join(map(str, rows))
    assert town.people[0].code not in stored
    assert sealed.tracker in stored
    assert all(str(value) not in stored for row in sealed.randomness for value in row)
