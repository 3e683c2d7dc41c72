"""What tests of the application share: a database of their own, a small town that votes now."""

from __future__ import annotations

from pathlib import Path

import pytest

from budget_app.services.upkeep import prepare_database
from tests.budget_app.simulated_town import SimulatedTown
from tests.budget_app.web_votes import vote_runs


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty database that the settings name, for this test alone."""
    monkeypatch.setenv("ISOLOIR_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    prepare_database()


@pytest.fixture
def town(database: None) -> SimulatedTown:
    """A town whose vote opened an hour ago and closes in an hour."""
    town = SimulatedTown().set_up()
    vote_runs(town, -1, 1)
    return town
