"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import StrEnum

_PIECES = re.compile(r"\s+|[^\s]+")
_MOST_PIECES = 4000


class Change(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


def compare_texts(before: str, after: str) -> tuple[tuple[Change, str], ...]:
    """The pieces in order; those that are not removed make ``after``, those that are not added make ``before``.

    Very long texts are told as replaced whole: comparing them would take too long.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if max(len(old), len(new)) > _MOST_PIECES:
        return tuple(piece for piece in ((Change.REMOVED, before), (Change.ADDED, after)) if piece[1])
    pieces: list[tuple[Change, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append((Change.SAME, "".join(old[a:b])))
            continue
        pieces += [(Change.REMOVED, "".join(old[a:b]))] if b > a else []
        pieces += [(Change.ADDED, "".join(new[c:d]))] if d > c else []
    return tuple(pieces)
