"""What nobody foresaw: an incident number for the person, the whole error for the log, no secret in either."""

from __future__ import annotations

import logging
import re

import httpx
import pytest
from sqlalchemy import text

from budget_app.storage.database import write_session
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_client import WebClient
from tests.budget_app.web_votes import cast

LOGGER = "budget_app.incidents"


@pytest.fixture(autouse=True)
def broken_database(town: SimulatedTown) -> None:
    with write_session() as session:
        for table in ("spoiled_ballot", "credential", "session", "account"):
            session.connection().execute(text(f"ALTER TABLE {table} RENAME TO {table}_lost"))


def _logged(caplog: pytest.LogCaptureFixture) -> str:
    formatter = logging.Formatter("%(message)s")
    return "\n".join(formatter.format(record) for record in caplog.records if record.name == LOGGER)


def _check(response: httpx.Response, caplog: pytest.LogCaptureFixture, number: str) -> str:
    log = _logged(caplog)
    assert response.status_code == 500
    assert f"incident {number}" in log
    assert "Traceback" in log
    assert "no such table" in log
    return log


def test_a_program_gets_an_incident_number_and_the_log_no_secret(
    town: SimulatedTown, caplog: pytest.LogCaptureFixture
) -> None:
    person = town.people[0]
    sealed = town.seal(person, 1)
    response = cast(town, person, sealed.raw, accept_language="en")
    answer = response.json()
    assert answer["code"] == "incident"
    assert answer["facts"]["number"] in answer["message"]
    log = _check(response, caplog, answer["facts"]["number"])
    assert "/api/elections/{uuid}/ballots" in log
    for secret in (person.birth_date.isoformat(), sealed.tracker, sealed.raw.decode()[:60], "no such table"):
        assert secret not in response.text
    for secret in (person.birth_date.isoformat(), sealed.raw.decode()[:60]):
        assert secret not in log


def test_a_person_gets_a_page_with_an_incident_number(caplog: pytest.LogCaptureFixture) -> None:
    fields = {"email": "organisation@valsoleil.example", "password": "un mot de passe"}
    response = WebClient().post("/sign-in?x=SECRETQUERY", data=fields)
    found = re.search(r"Numéro d’incident : ([0-9a-f]{8})", response.text)
    assert found
    log = _check(response, caplog, found[1])
    for secret in ("organisation@", "un mot de passe", "SECRETQUERY"):
        assert secret not in log
        assert secret not in response.text


def test_the_health_of_a_server_without_its_database_is_bad(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert WebClient().get("/api/health").json() == {"status": "ok"}
    monkeypatch.setenv("DATABASE_URL", "sqlite:////proc/nowhere/database.sqlite")
    assert WebClient().get("/api/health").status_code == 500
    assert "incident" in _logged(caplog)
