"""The folder of a watcher: its own copy of the board, what was signed, and the evidence of an alarm."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO

from voting.archive import BLOCK

HEADER = 2 * BLOCK
BOARD, SIZE, CHECKPOINT, COSIGNED, KEY = "board.bel", "board.size", "checkpoint", "cosigned", "key"


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file anew, whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(path)


class WatchedFolder:
    """Made when it is not there. ``size`` is the number of bytes of the copy that count."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self.board = path / BOARD
        self.board.touch()
        self.size = int(self.find(SIZE) or b"0")

    def mend(self) -> None:
        """Takes away what was being added to the copy when it could not be finished."""
        with self.board.open("r+b") as stream:
            stream.truncate(self.size)

    def find(self, name: str) -> bytes | None:
        """A small file of the folder; None where there is none."""
        path = self.path / name
        return path.read_bytes() if path.exists() else None

    def keep(self, name: str, content: bytes) -> None:
        """Keeps a small file, in place of what was there."""
        replace_file(self.path / name, content)

    def header(self) -> bytes:
        """The header of the copy."""
        with self.board.open("rb") as stream:
            return stream.read(HEADER)

    def append(self, tail: BinaryIO) -> None:
        """Adds the rest of ``tail`` to the copy; on the disk before the new size is."""
        with self.board.open("r+b") as stream:
            stream.seek(self.size)
            shutil.copyfileobj(tail, stream)
            size = stream.tell()
            stream.truncate()
            stream.flush()
            os.fsync(stream.fileno())
        self.keep(SIZE, str(size).encode())
        self.size = size

    def new_evidence(self, time: str) -> Path:
        """A new folder for both histories, with our copy and the checkpoint that we saw."""
        evidence = self.path / f"alarm-{time}"
        evidence.mkdir()
        for kept, name in ((self.board, "ours.bel"), (self.path / CHECKPOINT, "ours.checkpoint")):
            if kept.exists():
                shutil.copyfile(kept, evidence / name)
        return evidence
