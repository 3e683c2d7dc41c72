"""The database: migrations give the tables that the code names, times keep their zone, and rows cannot contradict."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.schema import CreateTable
from sqlmodel import SQLModel, func, select

from budget_app.services.editions import load_election
from budget_app.services.upkeep import check_database, prepare_database
from budget_app.storage.attempts import AttemptRow
from budget_app.storage.board import BallotRow, BoardChunkRow, CredentialRow, ElectionRow
from budget_app.storage.database import engine, read_session, write_session
from budget_app.storage.roll import VoterRow
from budget_app.storage.schema import METADATA
from tests.budget_app.simulated_town import DURING, SimulatedTown

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2030, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def _store(*rows: SQLModel) -> None:
    with write_session() as session:
        for row in rows:
            session.add(row)
            session.flush()


def _count(table: type[SQLModel]) -> int:
    with read_session() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_the_migrations_make_exactly_the_tables_of_the_code() -> None:
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_preparing_twice_keeps_what_is_there() -> None:
    _store(AttemptRow(kind="a", key="b", at=NOW))
    prepare_database()
    check_database()
    assert _count(AttemptRow) == 1


def test_a_database_starts_where_no_folder_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISOLOIR_DATA", str(tmp_path / "new" / "private"))
    prepare_database()
    assert (tmp_path / "new" / "private" / "isoloir.sqlite").exists()
    assert (tmp_path / "new" / "private").stat().st_mode & 0o077 == 0


def test_every_table_can_be_made_on_postgresql() -> None:
    for table in METADATA.sorted_tables:
        assert str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]


def test_commits_are_durable_and_foreign_keys_hold() -> None:
    with engine().connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
        assert found == ["wal", 2]
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with pytest.raises(IntegrityError):
        _store(BoardChunkRow(uuid="unknown", height=0, data=b""))


def test_an_exception_undoes_the_whole_transaction() -> None:
    with pytest.raises(IntegrityError):
        _store(AttemptRow(kind="a", key="b", at=NOW), BoardChunkRow(uuid="unknown", height=0, data=b""))
    assert _count(AttemptRow) == 0


def test_times_keep_their_zone_and_a_time_without_one_is_refused() -> None:
    _store(AttemptRow(kind="a", key="b", at=NOW))
    with read_session() as session:
        assert session.exec(select(AttemptRow.at)).one() == NOW
    with pytest.raises(StatementError, match="a time without zone"):
        _store(AttemptRow(kind="a", key="b", at=NOW.replace(tzinfo=None)))


def test_a_writer_waits_for_the_other_and_sees_what_it_wrote() -> None:
    """Each counts what is there and adds one: without waiting two would count the same."""
    threads = [threading.Thread(target=_add_one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with read_session() as session:
        assert sorted(session.exec(select(AttemptRow.key))) == [str(number) for number in range(8)]


def _add_one() -> None:
    with write_session() as session:
        found = session.exec(select(func.count()).select_from(AttemptRow)).one()
        session.add(AttemptRow(kind="count", key=str(found), at=NOW))


def test_a_reader_sees_one_state_while_others_write() -> None:
    with read_session() as session:
        before = session.exec(select(func.count()).select_from(AttemptRow)).one()
        _store(AttemptRow(kind="a", key="b", at=NOW))
        assert session.exec(select(func.count()).select_from(AttemptRow)).one() == before
    assert _count(AttemptRow) == before + 1


def test_an_errors_text_never_shows_what_was_stored() -> None:
    town = SimulatedTown().prepare()
    with read_session() as session:
        edition_id = session.exec(select(VoterRow.edition_id)).first()
    twice = VoterRow(edition_id=edition_id or 0, roll_number=1, name="Personne", birth_date=town.people[0].birth_date)
    with pytest.raises(IntegrityError) as error:
        _store(twice)
    assert town.people[0].birth_date.isoformat() not in str(error.value)
    assert "Personne" not in str(error.value)


class TestOneOfEach:
    """What the services guarantee, the tables guarantee once more."""

    @pytest.fixture
    def town(self) -> SimulatedTown:
        town = SimulatedTown().set_up()
        town.vote(town.people[0], 1)
        return town

    def test_two_events_cannot_have_one_height(self, town: SimulatedTown) -> None:
        with pytest.raises(IntegrityError):
            _store(BoardChunkRow(uuid=town.uuid, height=1, data=b""))

    def test_two_voters_cannot_have_one_credential(self, town: SimulatedTown) -> None:
        with read_session() as session:
            taken = session.get(CredentialRow, (town.uuid, 1))
        assert taken is not None
        with pytest.raises(IntegrityError):
            _store(CredentialRow(uuid=town.uuid, roll_number=99, credential=taken.credential))

    def test_a_voter_cannot_have_two_credentials(self, town: SimulatedTown) -> None:
        with pytest.raises(IntegrityError):
            _store(CredentialRow(uuid=town.uuid, roll_number=1, credential="0" * 64))

    def test_a_ballot_cannot_be_there_twice(self, town: SimulatedTown) -> None:
        with read_session() as session:
            known = session.exec(select(BallotRow)).one()
        ballot = {"uuid": town.uuid, "credential": "c", "accepted_at": DURING, "replaces": False}
        for changed in ({"tracker": known.tracker, "height": 9}, {"tracker": "other", "height": known.height}):
            with pytest.raises(IntegrityError):
                _store(BallotRow(**ballot, **changed))


def test_a_vote_is_found_without_reading_its_large_columns() -> None:
    town = SimulatedTown().set_up()
    with read_session() as session:
        row = load_election(session, town.uuid)
        assert {"credentials_raw", "ballot_list", "election_raw"} <= set(_unread(row))
        assert row.credentials_raw


def _unread(row: ElectionRow) -> set[str]:
    return set(row.__class__.__table__.columns.keys()) - set(row.__dict__)  # type: ignore[attr-defined]
