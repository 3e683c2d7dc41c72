"""Files on disk under the name of what they hold: written whole or not at all, never changed."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from budget_app.settings import read_settings

_NAME = re.compile(r"[0-9a-f]{64}(?:-carte)?\.(?:jpg|pdf)")
_UNFINISHED = ".unfinished-"


def _folder() -> Path:
    return read_settings().data / "files"


def _path(name: str) -> Path:
    """Where the file of that name is; raises ValueError for anything that is no such name."""
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of a kept file")
    return _folder() / name[:2] / name


def store_file(name: str, content: bytes) -> None:
    """Keeps ``content`` under its name. After a crash there is the whole file or none; at once in anybody's eyes."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    _keep_names(path.parent)


def _keep_names(folder: Path) -> None:
    """Makes the disk remember which names the folder has."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_file(name: str) -> bytes | None:
    """What is kept under that name; None when nothing is."""
    try:
        return _path(name).read_bytes()
    except FileNotFoundError:
        return None


def delete_file(name: str) -> None:
    """Forgets what is kept under that name, if anything is."""
    _path(name).unlink(missing_ok=True)


def list_files() -> Iterator[tuple[str, datetime]]:
    """The name of each kept file and when it was written."""
    for path in _folder().glob("??/*"):
        if _NAME.fullmatch(path.name):
            yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)


def remove_unfinished(before: datetime) -> None:
    """Takes away what a crash left of files that were being written before that time."""
    for path in _folder().glob(f"??/{_UNFINISHED}*"):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            path.unlink(missing_ok=True)
