"""The poster of a result: A4, to be read from a few steps away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from budget_app.documents.result_words import money_spent, shortened, turnout
from budget_app.documents.sheets import LINE, WIDTH, gap, kept_together, may_fit, print_on_one_page, style
from budget_app.domain.minutes import FundedLine, Minutes
from budget_app.domain.money import format_money
from budget_app.locale import translate

_SIZES = (26, 24, 22, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11)
_SMALL, _LETTERS = (11, 10, 9, 8, 7), 30
"""Sizes where projects stand in two columns; a title then has one line of so many letters at most."""
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


def _funded(lines: Sequence[FundedLine], size: float, width: float, language: str, letters: int | None) -> Table:
    right = style("poster-cost", size, leading=size * 1.25, alignment=2)
    titles = [line.title if letters is None else shortened(line.title, letters) for line in lines]
    costs = [format_money(line.cost, language) for line in lines]
    priced = [Paragraph(f"<b>{escape(cost)}</b>", right) for cost in costs]
    rows = [(_line(name, size), cost) for name, cost in zip(titles, priced, strict=True)]
    room = max(map(len, costs)) * size * 0.72 + 10
    made = Table(rows, colWidths=(width - room, room), hAlign="LEFT")
    tight = [(name, (0, 0), (-1, -1), size * 0.15) for name in ("TOPPADDING", "BOTTOMPADDING")]
    lined = [("LINEBELOW", (0, 0), (-1, -1), 0.7, LINE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    made.setStyle(TableStyle([*lined, *tight, ("LEFTPADDING", (0, 0), (0, -1), 0)]))
    return made


def _in_two_columns(lines: Sequence[FundedLine], size: float, language: str) -> Table:
    half = (len(lines) + 1) // 2
    width = WIDTH / 2 - 3 * mm
    parts = [_funded(part, size, width, language, _LETTERS) for part in (lines[:half], lines[half:]) if part]
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


def _sheet(
    minutes: Minutes, address: str, language: str, size: float, shown: int, *, columns: bool = False
) -> list[Flowable]:
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
    listed = _in_two_columns(first, size, language) if columns else _funded(first, size, WIDTH, language, None)
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
        for size in (size for size in _SIZES if may_fit(whole, size)):
            yield _sheet(minutes, address, language, size, whole)
        for size in (size for size in _SMALL if may_fit(whole // 2, size)):
            yield _sheet(minutes, address, language, size, whole, columns=True)
        for shown in range(min(whole, 100) - 1, 0, -3):
            yield _sheet(minutes, address, language, _SMALL[-1], shown, columns=True)

    name = f"{translate('Les projets financés', language)} – {minutes.town} – {minutes.edition}"
    return print_on_one_page(name, f"{minutes.town} – {minutes.edition}", language, versions())
