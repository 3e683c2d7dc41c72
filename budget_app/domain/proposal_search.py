"""What somebody looks for among the proposals, and what is found: cards, pages and places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from budget_app.domain.proposal import fold

PAGE = 24
_NEAR = re.compile(r"(-?[0-9]{1,2}\.[0-9]{1,6}),(-?[0-9]{1,3}\.[0-9]{1,6})")
MOST_WORDS = 8
MOST_COMPARED = 4


class Order(StrEnum):
    """In which order proposals are listed. That of the day gives each of them its turn to be first."""

    DAY = "jour"
    NEWEST = "recents"
    SUPPORTED = "soutenus"
    CHEAPEST = "moins-cher"


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty texts leave all. Pages count from 1. ``near`` (degrees: latitude, longitude) goes
    before ``order``: the nearest come first.
    """

    words: str = ""
    category: str = ""
    district: str = ""
    order: Order = Order.DAY
    page: int = 1
    near: tuple[float, float] | None = None

    @property
    def folded(self) -> tuple[str, ...]:
        """The words, folded, each of which must occur."""
        return tuple(fold(self.words).split()[:MOST_WORDS])


def parse_compared(raw: str) -> tuple[int, ...]:
    """The numbers of the proposals to compare in an address ("3,7"): the first four, each once; others are left out."""
    numbers = (int(part) for part in raw.split(",") if part.isascii() and part.isdigit() and len(part) < 9)
    return tuple(dict.fromkeys(numbers))[:MOST_COMPARED]


@dataclass(frozen=True)
class ProposalCard:
    """A proposal in a list; ``picture`` is the key of its first photo, ``cost`` in cents, 0 when not known."""

    number: int
    title: str
    summary: str
    category: str
    district: str
    cost: int
    picture: str | None
    supports: int


@dataclass(frozen=True)
class NewProposal:
    """A proposal as the feed tells it; ``changed_at`` is the time of its newest version."""

    number: int
    title: str
    summary: str
    category: str
    sent_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Pin:
    """A proposal's place on the map, in degrees."""

    number: int
    title: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Found:
    """One page of what was found, of ``total`` proposals; all categories and districts that there are to choose."""

    cards: tuple[ProposalCard, ...]
    total: int
    page: int
    categories: tuple[str, ...]
    districts: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max((self.total + PAGE - 1) // PAGE, 1)


def parse_near(text: str) -> tuple[float, float] | None:
    """The place of an address such as ``46.92030,1.32880``; None for anything else."""
    found = _NEAR.fullmatch(text)
    place = (float(found[1]), float(found[2])) if found else None
    return place if place and abs(place[0]) <= 90 and abs(place[1]) <= 180 else None
