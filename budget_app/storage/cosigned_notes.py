"""The last checkpoint of each board that witnesses cosigned: a small public file beside the database."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_FOLDER = "cosigned"


def find_cosigned(folder: Path, uuid: str) -> bytes | None:
    """What is kept of the board; None before any witness answered."""
    path = folder / _FOLDER / uuid
    return path.read_bytes() if path.exists() else None


def keep_cosigned(folder: Path, uuid: str, raw: bytes) -> None:
    """Keeps ``raw`` in place of what was there, whole or not at all."""
    place = folder / _FOLDER
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=place)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(raw)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(name, place / uuid)
