"""What tests of the vote over HTTP send and look at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlmodel import SQLModel, func, select

from budget_app.storage.board import AttendanceRow, BallotRow, BoardChunkRow, SpoiledBallotRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from tests.budget_app.simulated_town import Person, SimulatedTown
from tests.budget_app.web_client import WebClient


def vote_runs(town: SimulatedTown, opens_in_hours: float, closes_in_hours: float) -> None:
    """Moves the calendar of the vote around the present time."""
    now = datetime.now(UTC)
    with write_session() as session:
        row = session.exec(select(EditionRow).where(EditionRow.uuid == town.uuid)).one()
        row.vote_opens_at = now + timedelta(hours=opens_in_hours)
        row.vote_closes_at = now + timedelta(hours=closes_in_hours)
        session.add(row)


def kept() -> list[int]:
    """How many rows ballots have left: events, ballots, attendance, spoiled ballots."""
    tables: tuple[type[SQLModel], ...] = (BoardChunkRow, BallotRow, AttendanceRow, SpoiledBallotRow)
    with read_session() as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


def identity(person: Person, **changed: str) -> dict[str, str]:
    """The headers that a booth sends for ``person``."""
    headers = {
        "content-type": "application/json",
        "isoloir-roll-number": str(person.roll_number),
        "isoloir-birth-date": person.birth_date.isoformat(),
    }
    return headers | {name.replace("_", "-"): value for name, value in changed.items()}


def cast(
    town: SimulatedTown, person: Person, raw: Any, client: WebClient | None = None, **changed: str
) -> httpx.Response:
    """Casts ``raw`` as ``person``."""
    path = f"/api/elections/{town.uuid}/ballots"
    return (client or WebClient()).post(path, content=raw, headers=identity(person, **changed))


def spoil(town: SimulatedTown, raw: bytes) -> httpx.Response:
    """Asks that ``raw`` can never be cast."""
    return WebClient().post(f"/api/elections/{town.uuid}/spoiled-ballots", content=raw)


def check_refused(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The facts of a refusal, after its status, code, sentence and headers were looked at."""
    answer = response.json()
    assert (response.status_code, answer["code"]) == (status, code)
    assert set(answer) == {"code", "message", "facts"}
    assert answer["message"] != code, "the refusal has no sentence"
    assert response.headers["cache-control"] == "no-store"
    return dict(answer["facts"])
