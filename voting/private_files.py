"""New files: secret ones readable by their owner only, and never one written over another."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path

PRIVATE, PUBLIC = 0o600, 0o644


def _write(path: Path, content: bytes, mode: int) -> None:
    """Whole on the disk before this returns: a key that is lost takes the result with it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def write_private(path: Path, content: str) -> None:
    """Writes a new file with mode 0600; raises FileExistsError rather than overwrite one."""
    _write(path, content.encode(), PRIVATE)


def write_public(path: Path, content: bytes) -> None:
    """Writes a new file that anyone may read; raises FileExistsError rather than overwrite one."""
    _write(path, content, PUBLIC)


def check_new(paths: Iterable[Path]) -> None:
    """Raises FileExistsError when one of ``paths`` exists, before any of them is written."""
    for path in paths:
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
