"""Words that the town asked to be looked at: found as whole words, whatever their case and accents."""

from __future__ import annotations

from collections.abc import Iterable

from budget_app.domain.proposal import fold


def find_words(text: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """The ``wanted`` words or phrases that stand in ``text``, in the order of the list."""
    inside = f" {fold(text)} "
    return tuple(word for word in wanted if fold(word) and f" {fold(word)} " in inside)
