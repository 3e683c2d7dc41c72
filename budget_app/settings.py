"""What the environment decides: where data lies, which database, which address."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Settings of one process, read once at its start."""

    data: Path
    database_url: str
    base_url: str
    demonstration: bool


def read_settings() -> Settings:
    """Settings from ``ISOLOIR_DATA``, ``DATABASE_URL``, ``ISOLOIR_BASE_URL`` and ``ISOLOIR_DEMO``."""
    data = Path(os.environ.get("ISOLOIR_DATA", PROJECT / "data" / "private"))
    return Settings(
        data=data,
        database_url=os.environ.get("DATABASE_URL", f"sqlite:///{data / 'isoloir.sqlite'}"),
        base_url=os.environ.get("ISOLOIR_BASE_URL", "http://localhost:8501").rstrip("/"),
        demonstration=os.environ.get("ISOLOIR_DEMO", "") == "1",
    )
