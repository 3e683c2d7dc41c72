"""The streams of a PDF: measured without being kept, unwrapped to one filter, photos without their place and date."""

from __future__ import annotations

import re
import zlib

from pypdf.filters import decode_stream_data
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject

from budget_app.domain.errors import InvalidInputError

_STEP = 1024 * 1024
_MAX_PIXELS = 200_000_000  # an A2 sheet in black and white at 600 points an inch
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # B.1.1.2, B.1.1.5: not a stuffed byte nor a restart
_SAID = {*range(0xE0, 0xF0), 0xFE}
_DRAWN_APPLICATIONS = {0xE0, 0xEE}
_ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms")  # 7.3.8.2: a stream whose bytes are in another file


def clean_stream(stream: StreamObject, room: int) -> int:
    """Cleans a stream in place and gives how many bytes a reader would make of it, at most ``room``.

    Raises InvalidInputError ``file-too-hard`` for more, or for a picture of too many pixels.
    """
    for name in _ELSEWHERE:
        stream.pop(name, None)
    if _number(stream, "/Width") * _number(stream, "/Height") > _MAX_PIXELS:
        raise InvalidInputError("file-too-hard")
    last = _unwrap(stream)
    if last == "/DCTDecode":
        stream._data = bare_jpeg(stream._data)
    elif last == "/FlateDecode":
        return _measure(stream._data, room)
    elif last in ("/LZWDecode", "/RunLengthDecode"):
        return len(decode_stream_data(stream))  # pypdf stops at 75 MB
    return len(stream._data)


def _number(stream: StreamObject, name: str) -> int:
    value = stream.get(name, 0)
    return int(value) if isinstance(value, int | float) else 0


def _listed(found: PdfObject | None) -> list[PdfObject]:
    whole = found.get_object() if found is not None else None
    if whole is None:
        return []
    return list(whole) if isinstance(whole, ArrayObject) else [whole]


def _unwrap(stream: StreamObject) -> str:
    """Leaves only the last filter of several (7.4.1) and gives its name, empty when there is none."""
    filters, parameters = _listed(stream.get("/Filter")), _listed(stream.get("/DecodeParms"))
    if len(filters) > 1:
        outer = StreamObject()
        outer._data = stream._data
        outer[NameObject("/Filter")] = ArrayObject(filters[:-1])
        if parameters:
            outer[NameObject("/DecodeParms")] = ArrayObject(parameters[: len(filters) - 1])
        stream._data = decode_stream_data(outer)
        stream[NameObject("/Filter")] = filters[-1]
        stream.pop("/DecodeParms", None)
        if len(parameters) == len(filters) and isinstance(parameters[-1].get_object(), DictionaryObject):
            stream[NameObject("/DecodeParms")] = parameters[-1]
    return str(filters[-1]) if filters else ""


def _measure(packed: bytes, room: int) -> int:
    """How many bytes come out of ``packed``, a piece at a time; what follows a fault in it counts as nothing."""
    inflater = zlib.decompressobj()
    count = 0
    try:
        while packed and not inflater.eof:
            count += len(inflater.decompress(packed, _STEP))
            packed = inflater.unconsumed_tail
            if count > room:
                raise InvalidInputError("file-too-hard")
    except zlib.error:
        pass
    return count


def bare_jpeg(raw: bytes) -> bytes:
    """The JPEG without the segments that say where, when and with what it was made (ISO 10918-1, B.1.1.3, B.2.4).

    Comments and application segments are left out, but for JFIF's and Adobe's, which say how colours are meant; so is
    what follows the picture: cameras put a second one there, with its own place. What is no JPEG is kept as it is.
    """
    if raw[:2] != b"\xff\xd8":
        return raw
    kept, at = [raw[:2]], 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker, length = raw[at + 1], int.from_bytes(raw[at + 2 : at + 4], "big")
        if marker == _END_OF_IMAGE:
            break
        end = at + 2 + length
        if marker == _START_OF_SCAN:
            following = _MARKER.search(raw, end)
            end = following.start() if following else len(raw)
        if marker in _DRAWN_APPLICATIONS or marker not in _SAID:
            kept.append(raw[at:end])
        at = end
    return b"".join((*kept, b"\xff\xd9"))
