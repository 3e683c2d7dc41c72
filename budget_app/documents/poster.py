"""The poster of a result: A4, to be read from a few steps away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from budget_app.documents.result_words import money_spent, turnout
from budget_app.documents.sheets import (
    LINE,
    WIDTH,
    gap,
    kept_together,
    may_fit,
    print_on_one_page,
    shortened,
    style,
)
from budget_app.domain.minutes import FundedLine, Minutes
from budget_app.domain.money import format_money
from budget_app.locale import translate


class _Way(NamedTuple):
    """How the projects stand: letters of ``size`` points; at most about ``lines`` lines of a title, 0 for all of it."""

    size: int
    columns: int
    lines: int


_WAYS = (
    *(_Way(size, 1, 0) for size in (30, 26, 24, 22, 20, 18, 16)),
    *(_Way(size, 1, 2) for size in (20, 18, 16)),
    *(_Way(size, 2, 0) for size in (18, 16, 14, 13, 12, 11)),
    *(_Way(size, 2, 3) for size in (12, 11, 10)),
    *(_Way(size, 2, 1) for size in (12, 11, 10, 9, 8, 7)),
)
"""The most generous first."""
_SQUARE = 32 * mm


def _line(text: str, size: float, *, bold: bool = False) -> Paragraph:
    words = escape(kept_together(text))
    return Paragraph(f"<b>{words}</b>" if bold else words, style("poster", size, leading=size * 1.25))


def _square(address: str) -> Drawing:
    """The address as a square that a telephone reads."""
    widget = QrCodeWidget(address, barLevel="M")
    left, bottom, right, top = widget.getBounds()
    scale = [_SQUARE / (right - left), 0, 0, _SQUARE / (top - bottom), 0, 0]
    drawing = Drawing(_SQUARE, _SQUARE, transform=scale)
    drawing.add(widget)
    return drawing


def _funded(lines: Sequence[FundedLine], way: _Way, width: float, language: str) -> Table:
    size = way.size
    right = style("poster-cost", size, leading=size * 1.25, alignment=2)
    costs = [format_money(line.cost, language) for line in lines]
    priced = [Paragraph(f"<b>{escape(cost)}</b>", right) for cost in costs]
    room = max(map(len, costs)) * size * 0.72 + 10
    kept = (width - room - 7) * (1 + (way.lines - 1) * 0.85)  # a line of several is seldom full
    titles = [shortened(line.title, size, kept) if way.lines else line.title for line in lines]
    rows = [(_line(name, size), cost) for name, cost in zip(titles, priced, strict=True)]
    made = Table(rows, colWidths=(width - room, room), hAlign="LEFT")
    tight = [(name, (0, 0), (-1, -1), size * 0.15) for name in ("TOPPADDING", "BOTTOMPADDING")]
    lined = [("LINEBELOW", (0, 0), (-1, -1), 0.7, LINE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    made.setStyle(TableStyle([*lined, *tight, ("LEFTPADDING", (0, 0), (0, -1), 0)]))
    return made


def _in_two_columns(lines: Sequence[FundedLine], way: _Way, language: str) -> Table:
    half = (len(lines) + 1) // 2
    width = WIDTH / 2 - 3 * mm
    parts = [_funded(part, way, width, language) for part in (lines[:half], lines[half:]) if part]
    made = Table([parts], colWidths=[WIDTH / 2] * len(parts), hAlign="LEFT")
    edges = [(name, (0, 0), (-1, -1), 0) for name in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")]
    made.setStyle(TableStyle([*edges, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return made


def _foot(minutes: Minutes, address: str, language: str) -> Table:
    check = translate("Chacun peut vérifier ce résultat, et recompter :", language)
    words = [
        _line(turnout(minutes, language), 13),
        gap(2),
        _line(check, 11),
        _line(address, 11, bold=True),
    ]
    made = Table([(words, _square(address))], colWidths=(WIDTH - _SQUARE - 4 * mm, _SQUARE + 4 * mm), hAlign="LEFT")
    made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (0, 0), 0)]))
    return made


def _sheet(minutes: Minutes, address: str, language: str, way: _Way, shown: int) -> list[Flowable]:
    lines = minutes.funded
    head: list[Flowable] = [
        _line(minutes.town, 17),
        _line(minutes.edition, 30, bold=True),
        gap(3),
        _line(translate("Les projets financés", language), 22, bold=True),
        gap(2),
    ]
    if not lines:
        nothing = _line(translate("Aucun projet n’est financé.", language), 20)
        return [*head, nothing, gap(8), _foot(minutes, address, language)]
    first = lines[:shown]
    listed = _in_two_columns(first, way, language) if way.columns == 2 else _funded(first, way, WIDTH, language)
    body: list[Flowable] = [listed]
    if shown < len(lines):
        others = translate("Et {number} autres, à l’adresse ci-dessous.", language, number=len(lines) - shown)
        body += [gap(2), _line(others, 12)]
    total = _line(money_spent(minutes, language), 17, bold=True)
    return [*head, *body, gap(5), total, gap(6), _foot(minutes, address, language)]


def print_poster(minutes: Minutes, address: str, language: str) -> bytes:
    """The poster as PDF, one page however many projects; ``address`` is that of the result."""

    def versions() -> Iterator[list[Flowable]]:
        whole = len(minutes.funded)
        for way in _WAYS:
            if may_fit(whole // way.columns, way.size):
                yield _sheet(minutes, address, language, way, whole)
        for shown in range(min(whole, 100) - 1, 0, -3):
            yield _sheet(minutes, address, language, _WAYS[-1], shown)

    name = f"{translate('Les projets financés', language)} – {minutes.town} – {minutes.edition}"
    return print_on_one_page(name, f"{minutes.town} – {minutes.edition}", language, versions())
