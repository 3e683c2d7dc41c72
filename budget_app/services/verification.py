"""The verifier, run beside the page server, and the hashes of what the booth is made of."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from functools import lru_cache
from threading import Lock
from typing import Any

from budget_app.domain.errors import ConflictError
from budget_app.domain.verification import Verification, VerificationLine, VerificationWords
from budget_app.services.board import board_size, read_board
from budget_app.services.editions import load_edition
from budget_app.services.shares import has_strong_file, strong_file
from budget_app.settings import PROJECT
from budget_app.storage.database import read_session
from voting.words import fact, passed, refusal, status, title

BOOTH = PROJECT / "voting" / "booth" / "dist"
_LONGEST = 600
_PATIENCE = 30
_one_at_a_time = Lock()


def verify_board(slug: str) -> Verification:
    """The report on the board of an edition; run once for each state of it, one at a time in this process.

    Raises NotFoundError ``board-empty`` before the vote is set up, ConflictError ``verification-busy``,
    ``verification-too-long`` or ``verification-unreadable``.
    """
    with read_session() as session:
        uuid = load_edition(session, slug).uuid
    size = board_size(uuid)
    if not _one_at_a_time.acquire(timeout=_PATIENCE):
        raise ConflictError("verification-busy")
    try:
        return _verify(uuid, size)
    finally:
        _one_at_a_time.release()


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
        report = _report(uuid, file.name)
    lines = tuple(VerificationLine(**line) for line in report["checks"])
    return Verification(report["valid"], report["failure"], lines, size)


def _report(uuid: str, archive: str) -> dict[str, Any]:
    """With the strong proofs of the shares, where there are any: from then on the board does not grow."""
    if not has_strong_file(uuid):
        return run_verifier(archive)
    with tempfile.NamedTemporaryFile(suffix=".strong.json") as file:
        file.write(strong_file(uuid))
        file.flush()
        return run_verifier(archive, "--strong", file.name)


def words_of(line: VerificationLine, language: str) -> VerificationWords:
    """What a line of the report says, in the words of the auditor's own program."""
    details = {
        "passed": lambda: passed(line.name, line.found, language),
        "failed": lambda: " ".join(
            part for part in (refusal(line.code, language), fact(line.found, language), f"[{line.code}]") if part
        ),
    }
    detail = details[line.status]() if line.status in details else ""
    return VerificationWords(title(line.name, language), status(line.status, language), detail)


def run_verifier(archive: str, *options: str) -> dict[str, Any]:
    """The report of ``python -m voting verify --json`` on a file; raises ConflictError."""
    command = [sys.executable, "-m", "voting", "verify", "--json", *options, archive]
    try:
        done = subprocess.run(  # noqa: S603  our own program on our own file
            command, cwd=PROJECT, capture_output=True, timeout=_LONGEST, check=False
        )
        report: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise ConflictError("verification-too-long") from None
    except ValueError as error:
        raise ConflictError("verification-unreadable") from error
    return report


def booth_files() -> tuple[tuple[str, str], ...]:
    """Name and SHA-256 of each file that the booth and the guardian's desk are made of, by name."""
    return tuple((path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in sorted(BOOTH.glob("*.*")))
