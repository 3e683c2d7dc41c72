"""The action log: chained, never changed, read by those who may."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from budget_app.commands import check_log
from budget_app.domain.roles import Role
from budget_app.services.action_log import PAGE, START, check_chain, list_actions, note_action
from budget_app.services.actor import ANONYMOUS, SYSTEM, Actor
from budget_app.storage.database import write_session
from budget_app.storage.log_triggers import open_log
from budget_app.storage.schema import empty_all_tables
from tests.budget_app.refusals import refused

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2030, 1, 8, 9, 0, tzinfo=UTC)
AUDITOR = Actor(7, frozenset({Role.AUDITOR}))


def _note(count: int = 1, action: str = "publish", now: datetime = NOW) -> None:
    with write_session() as session:
        for number in range(count):
            note_action(session, AUDITOR, action, f"proposal/{number}", now, number=number)


def _run(statement: str, *, open_first: bool = False) -> None:
    with write_session() as session:
        if open_first:
            open_log(session.connection())
        session.connection().exec_driver_sql(statement)


@pytest.mark.parametrize("statement", ["UPDATE action_log SET subject = 'x'", "DELETE FROM action_log WHERE id = 2"])
def test_the_database_refuses_to_change_or_delete_a_row(statement: str) -> None:
    _note(3)
    with pytest.raises(DatabaseError, match="only grows"):
        _run(statement)
    assert list_actions(AUDITOR).total == 3
    assert check_chain(AUDITOR).first_wrong is None


@pytest.mark.parametrize(
    ("statement", "first_wrong"),
    [
        ("UPDATE action_log SET subject = 'proposal/99' WHERE id = 2", 2),
        ("UPDATE action_log SET facts = '{}' WHERE id = 2", 2),
        ("UPDATE action_log SET account_id = NULL WHERE id = 2", 2),
        ("UPDATE action_log SET done_at = '2030-01-09 09:00:00.000000' WHERE id = 3", 3),
        ("DELETE FROM action_log WHERE id = 2", 3),
        ("DELETE FROM action_log WHERE id = 1", 2),
    ],
)
def test_the_first_row_that_somebody_changed_behind_the_triggers_is_named(statement: str, first_wrong: int) -> None:
    _note(4)
    _run(statement, open_first=True)
    assert check_chain(AUDITOR).first_wrong == first_wrong
    assert check_log.run(None) == 1  # type: ignore[arg-type]  # it takes no option


def test_a_chain_that_holds_gives_its_length_and_its_last_hash() -> None:
    assert (check_chain(AUDITOR).rows, check_chain(AUDITOR).last) == (0, START)
    _note(3)
    found = check_chain(SYSTEM)
    assert (found.rows, found.first_wrong) == (3, None)
    _note()
    assert check_chain(SYSTEM).last != found.last
    assert check_log.run(None) == 0  # type: ignore[arg-type]  # it takes no option


def test_the_demonstration_is_emptied_and_the_log_protected_again() -> None:
    _note()
    empty_all_tables()
    assert list_actions(AUDITOR).total == 0
    _note()
    with pytest.raises(DatabaseError, match="only grows"):
        _run("DELETE FROM action_log")


def test_the_log_is_read_newest_first_page_by_page_and_filtered() -> None:
    _note(PAGE)
    _note(1, "hide", NOW + timedelta(days=1))
    first, second = list_actions(AUDITOR), list_actions(AUDITOR, page=2)
    assert (first.total, len(first.rows), len(second.rows)) == (PAGE + 1, PAGE, 1)
    assert first.actions == ("hide", "publish")
    assert first.rows[0].action == "hide"
    assert second.rows[0].subject == "proposal/0"
    assert list_actions(AUDITOR, action="hide").total == 1
    assert list_actions(AUDITOR, day=date(2030, 1, 8)).total == PAGE
    assert list_actions(AUDITOR, day=date(2030, 1, 7)).rows == ()
    assert first.rows[0].facts == {"number": 0}


def test_a_day_is_a_day_in_france() -> None:
    _note(now=datetime(2030, 7, 1, 22, 30, tzinfo=UTC))
    assert list_actions(AUDITOR, day=date(2030, 7, 2)).total == 1


@pytest.mark.parametrize("role", ["", Role.AGENT, Role.REVIEWER, Role.CHAIR])
def test_others_do_not_read_the_log(role: str) -> None:
    for actor in (ANONYMOUS, Actor(9, frozenset({role}))):
        with refused("not-allowed"):
            list_actions(actor)
        with refused("not-allowed"):
            check_chain(actor)
