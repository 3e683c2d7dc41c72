"""The verifier, run beside the page server, and the hashes of what the booth is made of."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from functools import lru_cache

from budget_app.domain.errors import ConflictError
from budget_app.domain.verification import Verification, VerificationLine
from budget_app.services.board import board_size, read_board
from budget_app.services.editions import load_edition
from budget_app.settings import PROJECT
from budget_app.storage.database import read_session

BOOTH = PROJECT / "voting" / "booth" / "dist"
_LONGEST = 600


def verify_board(slug: str) -> Verification:
    """The report on the board of an edition; run once for each state of it.

    Raises NotFoundError ``board-empty`` before the vote is set up, ConflictError ``verification-too-long``.
    """
    with read_session() as session:
        uuid = load_edition(session, slug).uuid
    return _verify(uuid, board_size(uuid))


@lru_cache(maxsize=16)
def _verify(uuid: str, size: int) -> Verification:
    """The first ``size`` bytes of the board, verified by another process: this one keeps serving."""
    with tempfile.NamedTemporaryFile(suffix=".bel") as file:
        written = 0
        for chunk in read_board(uuid):
            if written >= size:
                break
            written += file.write(chunk)
        file.flush()
        command = [sys.executable, "-m", "voting", "verify", "--json", file.name]
        try:
            done = subprocess.run(  # noqa: S603  our own program on our own file
                command, cwd=PROJECT, capture_output=True, timeout=_LONGEST, check=False
            )
        except subprocess.TimeoutExpired:
            raise ConflictError("verification-too-long") from None
    report = json.loads(done.stdout)
    lines = tuple(VerificationLine(**line) for line in report["checks"])
    return Verification(report["valid"], report["failure"], lines, size)


def booth_files() -> tuple[tuple[str, str], ...]:
    """Name and SHA-256 of each file that the booth and the guardian's desk are made of, by name."""
    return tuple((path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in sorted(BOOTH.glob("*.*")))
