"""What a cell of a Pabulib file may hold, read strictly and written in one form."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from budget_app.domain.edition import MAX_BUDGET
from budget_app.domain.pabulib_file import PabulibError

NOTHING = "-"
"""Stands in a column of texts for "none": the format wants every cell of such a column filled."""
_AMOUNT = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,2})0*)?")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,20})?")
_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")


def parse_cents(text: str, line: int) -> int:
    """An amount in the file's currency, exactly, in cents; raises ``pabulib-amount``."""
    match = _AMOUNT.fullmatch(text)
    cents = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else 0
    if not 0 < cents <= MAX_BUDGET:
        raise PabulibError("pabulib-amount", line, value=text[:40])
    return cents


def format_cents(cents: int) -> str:
    """An amount as the format writes it: 20000, or 20000.50."""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


def parse_number(text: str, line: int, *, negative: bool = False) -> int:
    """A whole number of at most nine digits, below nothing only where ``negative``; raises ``pabulib-number``."""
    if not re.fullmatch(r"-?[0-9]{1,9}" if negative else r"[0-9]{1,9}", text):
        raise PabulibError("pabulib-number", line, value=text[:40])
    return int(text)


def parse_degrees(text: str | None, limit: int, line: int) -> float | None:
    """A latitude or longitude (WGS 84); None where the file has none."""
    if not text:
        return None
    degrees = float(text.replace(",", ".")) if _DEGREES.fullmatch(text) else None
    if degrees is None or abs(degrees) > limit:
        raise PabulibError("pabulib-number", line, value=text[:40])
    return degrees


def format_degrees(degrees: float | None) -> str:
    """Degrees that are read back as they are; nothing for None."""
    return "" if degrees is None else f"{Decimal(repr(degrees)):f}"


def parse_line(text: str, limit: int, column: str, line: int) -> str:
    """A text on one line; raises ``pabulib-text-too-long``."""
    plain = " ".join(text.split())
    if len(plain) > limit:
        raise PabulibError("pabulib-text-too-long", line, column=column, limit=limit)
    return plain


def parse_date(text: str, line: int) -> date | None:
    """A day written 03.10.2022; None for a bare year, which says nothing exact. Raises ``pabulib-date``."""
    match = _DATE.fullmatch(text)
    if match is None:
        if text and not _YEAR.fullmatch(text):
            raise PabulibError("pabulib-date", line, value=text[:40])
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        raise PabulibError("pabulib-date", line, value=text[:40]) from None


def format_date(day: date) -> str:
    """A day as the format writes it: 03.10.2022."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"
