"""Who goes first among equals: the lower cost, then more votes, then lots drawn in public from a published seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from budget_app.domain.allocation.election import Project


class Decided(StrEnum):
    """What told equals apart."""

    COST = "cost"
    VOTES = "votes"
    LOT = "lot"


@dataclass(frozen=True)
class Tie:
    """Projects that the rule held for equal, in the order that the ties gave them, and what the order needed last."""

    projects: tuple[str, ...]
    decided: Decided


def lot_order(seed: str, identifiers: Iterable[str]) -> tuple[str, ...]:
    """The identifiers in the order of SHA-256 of ``seed|identifier`` (UTF-8), the smallest digest first.

    Whoever has the published seed draws the same lots with any tool that hashes. Identifiers differ, so digests do.
    """
    return tuple(sorted(identifiers, key=lambda name: (hashlib.sha256(f"{seed}|{name}".encode()).digest(), name)))


@dataclass(frozen=True)
class TieOrder:
    """The order among equals, by position of a project; one for all rounds and reruns."""

    identifiers: tuple[str, ...]
    costs: tuple[int, ...]
    votes: tuple[int, ...]
    lots: tuple[int, ...]

    def key(self, project: int) -> tuple[int, int, int]:
        """What equals are sorted by."""
        return self.costs[project], -self.votes[project], self.lots[project]

    def first(self, equals: Sequence[int]) -> int:
        """The one among ``equals`` that goes first."""
        return min(equals, key=self.key)

    def tell(self, equals: Iterable[int]) -> Tie:
        """How ``equals`` (two or more) were told apart."""
        ordered = sorted(equals, key=self.key)
        keys = [self.key(project) for project in ordered]
        pairs = list(zip(keys, keys[1:], strict=False))
        decided = Decided.COST
        if any(before[:2] == after[:2] for before, after in pairs):
            decided = Decided.LOT
        elif any(before[0] == after[0] for before, after in pairs):
            decided = Decided.VOTES
        return Tie(tuple(self.identifiers[project] for project in ordered), decided)


def tie_order(projects: Sequence[Project], votes: Sequence[int], seed: str) -> TieOrder:
    """The order among equals; ``votes`` by project, as the rule counts them."""
    identifiers = tuple(project.identifier for project in projects)
    places = {name: place for place, name in enumerate(lot_order(seed, identifiers))}
    costs = tuple(project.cost for project in projects)
    return TieOrder(identifiers, costs, tuple(votes), tuple(places[name] for name in identifiers))
