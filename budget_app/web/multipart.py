"""Reads forms with files as they arrive: fields are kept, files go to disk, what is too much is dropped or refused."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import IO

import anyio
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from budget_app.domain.errors import InvalidInputError

_MEGA = 1024 * 1024
_SECONDS, _SLOWEST = 30.0, 32 * 1024  # half a minute, and a second more for so many bytes
_MOST = 100 * _MEGA  # larger requests are refused unread; up to here a person sees the form again
_IN_MEMORY = 256 * 1024
_FIELD_BYTES = 64 * 1024
_FIELDS, _FILES = 60, 12


@dataclass
class Upload:
    """A file that came in a field of a form. Its own name is not kept: it says nothing sure and may name people."""

    field_name: str
    limit: int
    size: int = 0
    _file: IO[bytes] = field(default_factory=lambda: tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115

    @property
    def too_large(self) -> bool:
        """Whether it had more bytes than were asked for; then none are kept."""
        return self.size > self.limit

    def add(self, piece: bytes) -> None:
        """Keeps a piece, or everything away once it is too much."""
        self.size += len(piece)
        if self.too_large:
            self._file.seek(0)
            self._file.truncate()
        else:
            self._file.write(piece)

    def read(self) -> bytes:
        """Its bytes; raises InvalidInputError ``file-too-large`` with the limit in megabytes."""
        if self.too_large:
            raise InvalidInputError("file-too-large", field="files", limit=self.limit // _MEGA)
        self._file.seek(0)
        return self._file.read()

    def close(self) -> None:
        """Takes it off the disk."""
        self._file.close()


@dataclass
class UploadForm:
    """A form as it came: the first value of each field, and the files that were chosen."""

    fields: dict[str, str] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)


class _Parts:
    """Takes what the parser finds, part by part; ``waiting`` are pieces that are still to be written to files."""

    def __init__(self, limit: int) -> None:
        self.form = UploadForm()
        self.waiting: list[tuple[Upload, bytes]] = []
        self.complete = False
        self._limit = limit
        self._header = self._content = b""
        self._headers: dict[bytes, bytes] = {}
        self._name = ""
        self._value = bytearray()
        self._upload: Upload | None = None
        self._count = 0

    def callbacks(self) -> dict[str, object]:
        """The methods under the names that the parser calls them by."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._open,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def _begin(self) -> None:
        self._headers, self._value, self._upload = {}, bytearray(), None
        self._count += 1
        if self._count > _FIELDS + _FILES:
            raise InvalidInputError("form-malformed")

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._content += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._header.lower()] = self._content
        self._header = self._content = b""

    def _open(self) -> None:
        disposition = self._headers.get(b"content-disposition", b"").decode("latin-1")
        kind, options = parse_options_header(disposition)
        if kind != b"form-data" or b"name" not in options:
            raise InvalidInputError("form-malformed")
        self._name = options[b"name"].decode("latin-1")[:100]
        if options.get(b"filename"):  # a browser sends an empty name where no file was chosen
            self._upload = Upload(self._name, self._limit)
            self.form.uploads.append(self._upload)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._upload is not None:
            self.waiting.append((self._upload, data[start:end]))
            return
        self._value += data[start:end]
        if len(self._value) > _FIELD_BYTES:
            raise InvalidInputError("form-malformed")

    def _end(self) -> None:
        if self._upload is None:
            self.form.fields.setdefault(self._name, self._value.decode())

    def _finish(self) -> None:
        self.complete = True

    def write(self) -> None:
        """Writes what is waiting."""
        for upload, piece in self.waiting:
            upload.add(piece)
        self.waiting.clear()


def _announced(request: Request) -> int:
    """How many bytes the request says it has; raises InvalidInputError ``body-too-large`` for too many."""
    announced = request.headers.get("content-length", str(_MOST))
    if not announced.isdigit() or int(announced) > _MOST:
        raise InvalidInputError("body-too-large", limit=_MOST)
    return int(announced)


def _parser(request: Request, parts: _Parts) -> MultipartParser:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise InvalidInputError("form-malformed")
    return MultipartParser(options[b"boundary"], parts.callbacks())  # type: ignore[arg-type]


async def _read(request: Request, parts: _Parts) -> None:
    announced = _announced(request)
    with anyio.move_on_after(_SECONDS + announced / _SLOWEST) as waiting:
        parser, count = _parser(request, parts), 0
        async for chunk in request.stream():
            count += len(chunk)
            if count > announced:
                raise InvalidInputError("body-too-large", limit=_MOST)
            parser.write(chunk)
            if parts.waiting:
                await run_in_threadpool(parts.write)
        parser.finalize()
    if waiting.cancelled_caught:
        raise InvalidInputError("body-too-slow")
    if not parts.complete:
        raise InvalidInputError("form-malformed")


@asynccontextmanager
async def upload_form(request: Request, max_file_bytes: int) -> AsyncIterator[UploadForm]:
    """The form of the request while the block lasts; its files are taken off the disk at the end.

    Of a file of more than ``max_file_bytes`` nothing is kept, but the other fields are: ``Upload.read`` then raises
    the refusal for its field. Raises InvalidInputError ``body-too-large`` for a request of more than 100 MB, as soon as
    it says so, ``body-too-slow``, and ``form-malformed`` for anything that is no form.
    """
    parts = _Parts(max_file_bytes)
    try:
        try:
            await _read(request, parts)
        except (FormParserError, UnicodeDecodeError):
            raise InvalidInputError("form-malformed") from None  # the error holds the fields
        yield parts.form
    finally:
        for upload in parts.form.uploads:
            upload.close()
