"""What all printed documents share: paper, type, tables, page numbers. The same content gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import reportlab
from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus.doctemplate import LayoutError

WIDTH = A4[0] - 40 * mm
_HEIGHT = A4[1] - 38 * mm - 12
"""Of what stands on a page, in points: without margins and the frame's own edges."""
_INK, LINE, _SOFT = colors.HexColor("#14213d"), colors.HexColor("#c9ccd3"), colors.HexColor("#eef2f6")
_PLAIN, _BOLD = "Isoloir", "Isoloir-Bold"


def _register_fonts() -> None:
    """ReportLab's own Bitstream Vera, embedded: every letter of French, and of most neighbours."""
    folder = Path(reportlab.__file__).parent / "fonts"
    pdfmetrics.registerFont(TTFont(_PLAIN, folder / "Vera.ttf"))
    pdfmetrics.registerFont(TTFont(_BOLD, folder / "VeraBd.ttf"))
    pdfmetrics.registerFontFamily(_PLAIN, normal=_PLAIN, bold=_BOLD, italic=_PLAIN, boldItalic=_BOLD)


_register_fonts()


def style(name: str, size: float, **more: Any) -> ParagraphStyle:
    """A way of writing, ``size`` in points."""
    usual = {"fontName": _PLAIN, "fontSize": size, "leading": size * 1.4, "textColor": _INK}
    return ParagraphStyle(name, **{**usual, **more})


_BODY, _CELL = 9.5, 8.0
TITLE = style("title", 18, spaceAfter=6)
HEADING = style("heading", 12, spaceBefore=10, spaceAfter=4, keepWithNext=1)


def title(text: str) -> Paragraph:
    """The document's title."""
    return Paragraph(f"<b>{escape(text)}</b>", TITLE)


def heading(text: str) -> Paragraph:
    """A section's heading."""
    return Paragraph(f"<b>{escape(text)}</b>", HEADING)


def small_heading(text: str) -> Paragraph:
    """A section's heading where all must stand on one page."""
    return Paragraph(f"<b>{escape(text)}</b>", style("small-heading", 9, spaceBefore=4, spaceAfter=1, keepWithNext=1))


def kept_together(text: str) -> str:
    """French signs stay with their word: no line begins with a colon or ends with an opening quotation mark."""
    return re.sub(r" (?=[:;!?»])|(?<=«) ", "\u00a0", text)


def shortened(text: str, size: float, room: float) -> str:
    """``text`` on one line of ``room`` points when written in ``size``: its end gives way to an ellipsis."""
    if stringWidth(text, _PLAIN, size) <= room:
        return text
    kept = text
    while kept and stringWidth(f"{kept}…", _PLAIN, size) > room:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def paragraph(text: str, size: float = _BODY) -> Paragraph:
    """Plain text."""
    return Paragraph(escape(kept_together(text)), style("body", size, spaceAfter=4))


def strong(text: str, size: float = _BODY) -> Paragraph:
    """A line in bold that begins what follows it."""
    words = f"<b>{escape(kept_together(text))}</b>"
    return Paragraph(words, style("strong", size, spaceBefore=4, spaceAfter=2, keepWithNext=1))


def lines(text: str, size: float = _BODY) -> list[Paragraph]:
    """What somebody wrote, a paragraph for each line that is not empty."""
    return [paragraph(line, size) for line in text.splitlines() if line.strip()]


def gap(millimetres: float) -> Spacer:
    """Room for a hand's signature, for instance."""
    return Spacer(1, millimetres * mm)


def _cell(value: object, number: bool, size: float, bold: bool = False) -> Paragraph:
    text = escape(kept_together(str(value)))
    more: dict[str, Any] = {"alignment": TA_RIGHT} if number else {}
    if size < _CELL:
        more["leading"] = size * 1.2
    return Paragraph(f"<b>{text}</b>" if bold else text, style("cell", size, **more))


def grid(
    header: Sequence[object] | None,
    rows: Sequence[Sequence[object]],
    widths: Sequence[float],
    numbers: Sequence[int] = (),
    row_height: float | None = None,
    size: float = _CELL,
) -> Table:
    """A table whose columns take these parts of the width; ``numbers`` are columns aligned to the right.

    ``row_height`` in millimetres leaves room to write by hand; without it rows are as high as their text, whose
    ``size`` is in points.
    """
    body = [[_cell(value, place in numbers, size) for place, value in enumerate(row)] for row in rows]
    top = [[_cell(value, place in numbers, size, bold=True) for place, value in enumerate(header)]] if header else []
    heights = [*[None] * len(top), *[row_height and row_height * mm] * len(body)]
    columns = [WIDTH * part for part in widths]
    made = Table([*top, *body], colWidths=columns, rowHeights=heights, repeatRows=len(top), hAlign="LEFT")
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    shade = [("BACKGROUND", (0, 0), (-1, 0), _SOFT)] if header else []
    tight = [(name, (0, 0), (-1, -1), size * 0.1) for name in ("TOPPADDING", "BOTTOMPADDING")] if size < _CELL else []
    made.setStyle(TableStyle([*lines, *shade, *tight]))
    return made


def _foot(text: str) -> Any:
    words = Paragraph(escape(text), style("foot", 7.5, leading=9))

    def draw(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(_PLAIN, 7.5)
        canvas.setFillColor(_INK)
        height = words.wrapOn(canvas, WIDTH - 12 * mm, A4[1])[1]
        words.drawOn(canvas, 20 * mm, 15 * mm - height)
        canvas.drawRightString(A4[0] - 20 * mm, 12 * mm, str(document.page))

    return draw


def print_sheets(name: str, foot: str, language: str, content: Sequence[Flowable]) -> bytes:
    """The PDF of ``content`` on A4, ``foot`` and the page's number under every page."""
    return _print(name, foot, language, content)[0]


def may_fit(rows: int, size: float) -> bool:
    """Whether so many rows of one line, ``size`` in points, are not higher than a page: else nothing is tried."""
    return rows * size * 1.2 < float(A4[1])


def print_on_one_page(name: str, foot: str, language: str, versions: Iterable[Sequence[Flowable]]) -> bytes:
    """The PDF of the first of ``versions`` that fits on one page, the most generous first; of the last if none does.

    What is higher than a page even without the space between its parts is only measured, not written.
    """
    content: Sequence[Flowable] = ()
    for content in versions:
        if sum(piece.wrap(WIDTH, A4[1])[1] for piece in content) > _HEIGHT:
            continue
        try:
            written, pages = _print(name, foot, language, content)
        except LayoutError:  # a part of it is higher than a page
            continue
        if pages == 1:
            return written
    return print_sheets(name, foot, language, content)


def _print(name: str, foot: str, language: str, content: Sequence[Flowable]) -> tuple[bytes, int]:
    written = BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=name,
        author="Isoloir",
        lang=language,
        invariant=1,
    )
    draw = _foot(foot)
    document.build(list(content), onFirstPage=draw, onLaterPages=draw)
    return written.getvalue(), document.page
