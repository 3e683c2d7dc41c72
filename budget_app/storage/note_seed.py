"""The secret that signs checkpoints: a file beside the database, made once, readable by its owner only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_NAME = "checkpoint.key"


def read_or_write(folder: Path, fresh: str) -> str:
    """The secret kept in ``folder``; where there is none yet, ``fresh``, which is whole on the disk before it is given.

    Of several processes that start at once one writes, and all read what it wrote.
    """
    path = folder / _NAME
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=folder)  # mode 0600
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(f"{fresh}\n")
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(name, path)
        except FileExistsError:
            pass  # another process was first: its secret counts
        finally:
            os.unlink(name)
    return path.read_text(encoding="utf-8").strip()
