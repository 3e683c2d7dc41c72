"""Makes files of residents anew, in a process of its own that has little time, little memory and no secrets."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from typing import BinaryIO

from budget_app.domain.errors import InvalidInputError
from budget_app.domain.proposal import FileKind
from budget_app.domain.uploads import CleanFile, check_upload
from budget_app.settings import PROJECT

_SECONDS = 60.0  # of wall time; the process gives itself less of the processor's


def clean_photo(raw: bytes) -> CleanFile:
    """The photo upright, at most 1600 by 1200, as a JPEG that holds nothing but the picture; and its card.

    Raises InvalidInputError with field ``files``: ``file-empty``, ``file-too-large``, ``photo-unknown``,
    ``photo-too-many-pixels``, ``photo-broken``, or ``file-too-hard`` for what takes too much time or memory.
    """
    check_upload(raw, FileKind.PHOTO)
    photo, card = _clean(raw, FileKind.PHOTO)
    return CleanFile(FileKind.PHOTO, photo, card)


def clean_pdf(raw: bytes) -> CleanFile:
    """The pages of the PDF in a new one, without metadata, links, forms or anything that acts.

    Raises InvalidInputError with field ``files``: ``file-empty``, ``file-too-large``, ``pdf-unknown``,
    ``pdf-too-many-pages``, ``pdf-encrypted``, ``pdf-active``, ``pdf-broken`` or ``file-too-hard``.
    """
    check_upload(raw, FileKind.PDF)
    return CleanFile(FileKind.PDF, *_clean(raw, FileKind.PDF))


def clean_file(raw: bytes, kind: FileKind) -> CleanFile:
    """The file of either kind; raises as :func:`clean_photo` or :func:`clean_pdf`."""
    return clean_photo(raw) if kind is FileKind.PHOTO else clean_pdf(raw)


def _clean(raw: bytes, kind: FileKind) -> list[bytes]:
    """What the process answered. It gets no environment, so that it knows no password of the database."""
    command = [sys.executable, "-E", "-s", "-m", "budget_app.services.cleaning", kind]
    with tempfile.TemporaryFile() as answer:
        try:
            ended = subprocess.run(  # noqa: S603  our own module and one of two words
                command,
                input=raw,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT,
                env={},
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise InvalidInputError("file-too-hard", field="files") from None
        if ended.returncode:
            raise InvalidInputError("file-too-hard", field="files")
        answer.seek(0)
        return _read_answer(answer)


def _read_answer(answer: BinaryIO) -> list[bytes]:
    """The files that follow the first line, which gives their lengths; or raises the refusal that it gives."""
    head = json.loads(answer.readline())
    if "code" in head:
        raise InvalidInputError(head["code"], field="files", **head["facts"])
    return [answer.read(length) for length in head["lengths"]]
