"""What the process tidies every day, and what happens when it cannot."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

import pytest

from budget_app.storage import files
from budget_app.web import lifespan
from tests.budget_app.coroutines import run_coroutine

NAME = "a" * 64 + ".pdf"


@pytest.fixture(autouse=True)
def one_day(database: None, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the upkeep wanted to wait each time; its first wait ends it."""
    waits: list[float] = []

    async def end(seconds: float) -> None:
        waits.append(seconds)
        raise asyncio.CancelledError

    monkeypatch.setattr(lifespan.asyncio, "sleep", end)
    return waits


def _tidy_once() -> None:
    with pytest.raises(asyncio.CancelledError):
        run_coroutine(lifespan._tidy_every_day())


def test_files_that_nothing_knows_are_gone_after_the_daily_upkeep(one_day: list[float]) -> None:
    files.store_file(NAME, b"nothing knows it")
    (path,) = (Path(os.environ["ISOLOIR_DATA"]) / "files").glob("aa/*")
    os.utime(path, (0, 0))
    _tidy_once()
    assert files.read_file(NAME) is None
    assert one_day == [24 * 3600]


def test_an_upkeep_that_fails_is_told_and_tried_again_the_next_day(
    one_day: list[float], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////dev/null/nowhere")
    with caplog.at_level(logging.ERROR):
        _tidy_once()
    assert "the daily upkeep" in caplog.text
    assert one_day == [24 * 3600]
