"""What may be attached to a proposal: how large, recognised by what it holds and never by its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from budget_app.domain.errors import InvalidInputError
from budget_app.domain.proposal import AttachedFile, FileKind

_MEGA = 1024 * 1024
MAX_BYTES = {FileKind.PHOTO: 12 * _MEGA, FileKind.PDF: 10 * _MEGA}
MAX_MEGAPIXELS = 50
MAX_PAGES = 60
MAX_TOTAL = 100 * _MEGA  # of all files of an author's proposals together
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


def file_name(key: str, kind: FileKind, *, card: bool = False) -> str:
    """The name of a kept file, and the end of its address: ``/fichiers/{name}``."""
    return f"{key}{'-carte' if card else ''}.{'jpg' if kind is FileKind.PHOTO else 'pdf'}"


def file_address(file: AttachedFile, *, card: bool = False) -> str:
    """Where a browser gets an attached file, or the small picture of a photo for lists (480 by 270)."""
    return f"/fichiers/{file_name(file.key, file.kind, card=card)}"


def kind_of(raw: bytes) -> FileKind | None:
    """What ``raw`` says that it is in its first bytes; None for everything that is not taken."""
    webp = raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"
    if raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or webp:
        return FileKind.PHOTO
    return FileKind.PDF if b"%PDF-" in raw[:_PDF_WITHIN] else None


def find_kind(raw: bytes) -> FileKind:
    """What ``raw`` is; raises InvalidInputError ``file-empty`` or ``file-unknown-kind``."""
    kind = kind_of(raw)
    if kind is None:
        raise InvalidInputError("file-unknown-kind" if raw else "file-empty", field="files")
    return kind


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
