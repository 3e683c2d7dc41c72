"""What may be attached to a proposal: how large, recognised by what it holds and never by its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from budget_app.domain.errors import InvalidInputError
from budget_app.domain.proposal import FileKind

_MEGA = 1024 * 1024
MAX_BYTES = {FileKind.PHOTO: 12 * _MEGA, FileKind.PDF: 10 * _MEGA}
MAX_MEGAPIXELS = 50
MAX_PAGES = 60
PHOTO_SIZE = (1600, 1200)
CARD_SIZE = (480, 270)
_PDF_WITHIN = 1024  # ISO 32000-1, annex H.3.4.1: readers take a header that stands so far in


@dataclass(frozen=True)
class CleanFile:
    """A file made anew from what was sent: a JPEG with its cropped ``card``, or a PDF without one."""

    kind: FileKind
    content: bytes
    card: bytes | None = None

    @property
    def key(self) -> str:
        """The SHA-256 of the content in hexadecimal: the file's name and address."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def size(self) -> int:
        """How many bytes it takes on disk."""
        return len(self.content) + len(self.card or b"")


def kind_of(raw: bytes) -> FileKind | None:
    """What ``raw`` says that it is in its first bytes; None for everything that is not taken."""
    webp = raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"
    if raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or webp:
        return FileKind.PHOTO
    return FileKind.PDF if b"%PDF-" in raw[:_PDF_WITHIN] else None


def check_upload(raw: bytes, kind: FileKind) -> None:
    """Raises InvalidInputError ``file-empty``, ``file-too-large``, ``photo-unknown`` or ``pdf-unknown``."""
    if not raw:
        raise InvalidInputError("file-empty", field="files")
    if len(raw) > MAX_BYTES[kind]:
        raise too_large(kind)
    if kind_of(raw) is not kind:
        raise InvalidInputError(f"{kind}-unknown", field="files")


def too_large(kind: FileKind) -> InvalidInputError:
    """The refusal of a file of too many bytes; its limit is in megabytes."""
    return InvalidInputError("file-too-large", field="files", limit=MAX_BYTES[kind] // _MEGA)
