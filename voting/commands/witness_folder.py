"""What a witness cosigned last of each board, kept before it answers, and what it refused as a contradiction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

from voting.checkpoints.checkpoint import Checkpoint, read_checkpoint
from voting.checkpoints.cosignature import cosign
from voting.checkpoints.notes import Signature, SigningNoteKey, VerifierKey, parse_note
from voting.checkpoints.witness import AddCheckpoint, check_extends, find_checkpoint, is_fork, parse_request
from voting.commands.watched_folder import replace_file
from voting.errors import CheckpointError


class WitnessFolder:
    """One witness and the boards it knows; made when the folder is not there. One request at a time."""

    def __init__(self, path: Path, key: SigningNoteKey, boards: Sequence[VerifierKey]) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path, self._key = path, key
        self._boards = {name: [board for board in boards if board.name == name] for name in {b.name for b in boards}}
        self._lock = Lock()

    def _file(self, origin: str) -> Path:
        return self._path / f"{sha256(origin.encode()).hexdigest()}.checkpoint"

    def _last(self, origin: str) -> Checkpoint | None:
        file = self._file(origin)
        return read_checkpoint(parse_note(file.read_bytes())) if file.exists() else None

    def add_checkpoint(self, raw: bytes, time: datetime) -> Signature:
        """The cosignature of the checkpoint in a request; it is on the disk before this returns.

        Raises CheckpointError as :func:`parse_request`, :func:`find_checkpoint` and :func:`check_extends`. A signed
        checkpoint that contradicts is kept, with the one that it contradicts: together they prove a fork.
        """
        request = parse_request(raw)
        checkpoint = find_checkpoint(request, self._boards)
        with self._lock:
            last = self._last(checkpoint.origin)
            try:
                check_extends(request, checkpoint, last)
            except CheckpointError as error:
                if error.code == "consistency-proof" or is_fork(checkpoint, last):
                    self._keep_evidence(request, checkpoint)
                raise
            line = cosign(request.note, self._key, time)
            replace_file(self._file(checkpoint.origin), request.note.with_signatures([line]).as_bytes())
        return line

    def _keep_evidence(self, request: AddCheckpoint, checkpoint: Checkpoint) -> None:
        name = f"refused-{sha256(checkpoint.text.encode()).hexdigest()[:16]}"
        replace_file(self._path / f"{name}.request", request.as_bytes())
        last = self._file(checkpoint.origin)
        if last.exists():
            replace_file(self._path / f"{name}.cosigned", last.read_bytes())
