"""Which proposals look like another: by their words, rare ones counting more, and by how near they are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from budget_app.domain.territory import Place, distance_metres

MOST = 5
NEAR = 300.0  # metres
_ALIKE = 0.3  # by words alone
_ALIKE_NEAR = 0.15  # by words, for two that are nowhere but in the same street
_MARKS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]{3,}")
_STEM = 6  # letters: "arbre" and "arbres", "cyclable" and "cyclables"
_TITLE = 2  # a word of the title counts so many times


@dataclass(frozen=True)
class Text:
    """What is compared of a proposal: its title and summary, and where it is when that is known."""

    title: str
    summary: str
    place: Place | None = None


@dataclass(frozen=True)
class Alike:
    """A text that looks like the one asked about, by its position in the list; ``metres`` where both have a place."""

    position: int
    score: float
    metres: float | None


def stems(text: str) -> Counter[str]:
    """How often each word of three letters or more is there: without accents, plural or ending."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return Counter([word.rstrip("sx")[:_STEM] for word in _WORD.findall(plain)])


def _counted(text: Text) -> Counter[str]:
    return stems(" ".join((*(text.title,) * _TITLE, text.summary)))


def _rarity(documents: Sequence[Counter[str]]) -> dict[str, float]:
    """The weight of each word: the logarithm of how few of the texts have it (inverse document frequency)."""
    having = Counter([word for document in documents for word in document])
    return {word: log(1 + len(documents) / (1 + number)) for word, number in having.items()}


def find_alike(one: Text, others: Sequence[Text]) -> tuple[Alike, ...]:
    """At most five of ``others`` that look like ``one``, the likest first; the order of the list settles ties.

    The words are compared by the cosine of their weights (0 to 1); a place within 300 metres adds up to 0.3.
    """
    documents = [_counted(other) for other in others]
    asked = _counted(one)
    rarity = _rarity([*documents, asked])
    mine = {word: number * rarity[word] ** 2 for word, number in asked.items()}
    length = sqrt(sum((number * rarity[word]) ** 2 for word, number in asked.items()))
    found = []
    for position, document in enumerate(documents):
        shared = sum(mine[word] * document[word] for word in mine.keys() & document.keys())
        if not shared:
            continue
        words = shared / (length * sqrt(sum((number * rarity[word]) ** 2 for word, number in document.items())))
        there = others[position].place
        metres = distance_metres(one.place, there) if one.place and there else None
        near = max(0.0, 1 - metres / NEAR) if metres is not None else 0.0
        if words >= (_ALIKE_NEAR if near else _ALIKE):
            found.append(Alike(position, words + 0.3 * near, metres))
    return tuple(sorted(found, key=lambda alike: (-alike.score, alike.position))[:MOST])
