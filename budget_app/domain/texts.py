"""Texts that people type: something must be said, and not too much."""

from __future__ import annotations

from budget_app.domain.errors import InvalidInputError


def check_text(text: str, field: str, limit: int) -> str:
    """The text without the spaces around it.

    Raises InvalidInputError ``field-empty``, or ``field-too-long`` beyond ``limit`` characters, at ``field``.
    """
    said = text.strip()
    if not said:
        raise InvalidInputError("field-empty", field=field)
    if len(said) > limit:
        raise InvalidInputError("field-too-long", field=field, limit=limit)
    return said


def check_line(text: str, field: str, limit: int) -> str:
    """The text on one line, with single spaces; raises as :func:`check_text`."""
    return check_text(" ".join(text.split()), field, limit)
