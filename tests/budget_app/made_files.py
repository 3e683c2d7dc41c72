"""Photos and PDFs for tests: honest ones, and those that somebody made to do harm."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    create_string_object,
)
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

LATITUDE = (46.0, 55.0, 12.0)
ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\x3e\x00" + bytes(400)
SCRIPT_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def photo(
    width: int = 640,
    height: int = 480,
    kind: str = "JPEG",
    colour: object = (200, 120, 40),
    mode: str = "RGB",
    **options: object,
) -> bytes:
    """A photo of one colour with a blue corner at its top left."""
    picture = Image.new(mode, (width, height), colour)
    if mode == "RGB":
        picture.paste((0, 0, 255), (0, 0, width // 4, height // 4))
    output = BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def photo_with_place(turn: int = 1, **options: int) -> bytes:
    """A JPEG as a telephone makes it: place, date, device, how it was held, a comment, a small picture in it."""
    told = Image.Exif()
    told[0x0112] = turn
    told[0x010F] = "Telephone-of-Jeanne"
    told[0x9003] = "2030:01:02 03:04:05"
    told.get_ifd(0x8825).update({1: "N", 2: LATITUDE, 3: "E", 4: (1.0, 19.0, 33.0)})
    return photo(exif=told, comment=b"chez Jeanne", xmp=b"<x:xmpmeta>chez Jeanne</x:xmpmeta>", **options)


def bomb_png(side: int = 60_000) -> bytes:
    """A small PNG whose header claims ``side`` by ``side`` pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    lines = zlib.compress(bytes(4_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def animated_webp() -> bytes:
    """Two frames: a red one, then a green one."""
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "green")]
    output = BytesIO()
    frames[0].save(output, "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)
    return output.getvalue()


def pdf(pages: int = 2, picture: bytes | None = None) -> bytes:
    """A PDF that says ``Page 1`` and so on, with a picture on each page where one is given."""
    output = BytesIO()
    canvas = Canvas(output, pageCompression=1)
    canvas.setAuthor("Jeanne Personne")
    for number in range(1, pages + 1):
        canvas.drawString(100, 700, f"Page {number}")
        if picture:
            canvas.drawImage(ImageReader(BytesIO(picture)), 100, 100, 300, 200)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def writer_of(raw: bytes | None = None) -> PdfWriter:
    """An honest PDF, open to be changed."""
    return PdfWriter(clone_from=BytesIO(raw or pdf()))


def written(writer: PdfWriter) -> bytes:
    """The bytes of a changed PDF."""
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def dictionary(**members: object) -> DictionaryObject:
    """A PDF dictionary: text with a slash in front is a name, other text a string."""

    def value(given: object) -> object:
        if isinstance(given, str):
            return NameObject(given) if given.startswith("/") else create_string_object(given)
        if isinstance(given, list):
            return ArrayObject([value(item) for item in given])
        return NumberObject(given) if isinstance(given, int) else given

    return DictionaryObject({NameObject(f"/{name}"): value(given) for name, given in members.items()})


def note(writer: PdfWriter, subtype: str, **members: object) -> DictionaryObject:
    """Puts a note with an appearance on the first page."""
    drawn = DecodedStreamObject()
    drawn.set_data(b"0 0 10 10 re f")
    drawn.update(dictionary(Type="/XObject", Subtype="/Form", BBox=[0, 0, 10, 10]))
    look = dictionary(N=writer._add_object(drawn))
    made = dictionary(Type="/Annot", Subtype=subtype, Rect=[10, 10, 90, 90], AP=look, **members)
    page = writer.pages[0]
    page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", []), writer._add_object(made)])
    return made


def pdf_of(stream_filters: list[str], data: bytes, **members: object) -> bytes:
    """A PDF whose first page draws what ``data`` becomes through ``stream_filters``."""
    writer = writer_of(pdf(1))
    stream = DecodedStreamObject()
    stream._data = data
    stream.update(dictionary(Filter=stream_filters, **members))
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    return written(writer)
