"""Money: integer cents inside, written as each language writes it, read back strictly."""

from __future__ import annotations

import re

from budget_app.domain.errors import InvalidInputError

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
_AMOUNT = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,2}))?")


def _groups(digits: str, separator: str) -> str:
    head = len(digits) % 3
    parts = [digits[:head]] if head else []
    return separator.join([*parts, *(digits[i : i + 3] for i in range(head, len(digits), 3))])


def format_number(number: int, language: str) -> str:
    """``number`` as "12 500" in French, "12,500" in English; for what is no money."""
    sign = "−" if number < 0 else ""
    return sign + _groups(str(abs(number)), NARROW_SPACE if language == "fr" else ",")


def format_money(cents: int, language: str) -> str:
    """``cents`` as "12 500 €" in French, "€12,500" in English; cents are shown where there are any."""
    sign = "−" if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    if language == "fr":
        decimals = f",{rest:02d}" if rest else ""
        return f"{sign}{_groups(str(euros), NARROW_SPACE)}{decimals}{NO_BREAK_SPACE}€"
    decimals = f".{rest:02d}" if rest else ""
    return f"{sign}€{_groups(str(euros), ',')}{decimals}"


def parse_money(text: str, field: str) -> int:
    """The cents of an amount of euros as people type it ("12 500", "12500,50 €").

    Raises InvalidInputError ``money-malformed`` at ``field``.
    """
    plain = re.sub(r"[\s\u00a0\u202f€]", "", text)
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise InvalidInputError("money-malformed", field=field)
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def typed_money(cents: int) -> str:
    """``cents`` as somebody types them into a field, "12500" or "12500,50"."""
    euros, rest = divmod(cents, 100)
    return f"{euros},{rest:02d}" if rest else str(euros)
