"""The money of a project's supporters by Equal Shares: what they had, which winners used it, and what was left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor

from budget_app.domain.allocation.completion import SharesResult
from budget_app.domain.allocation.equal_shares import Market
from budget_app.domain.allocation.ledger import Page, open_ledger, weight_in


@dataclass(frozen=True)
class Payment:
    """What a project's supporters paid together for a winner (perhaps for this project itself), in cents."""

    winner: str
    cents: int


@dataclass(frozen=True)
class SupportersMoney:
    """Money of a project's supporters in the run of Equal Shares that counts, together, in whole cents.

    ``share`` is what each voter had, not rounded. Payments are in the order of the rounds, without those of nothing;
    ``at_first`` is what they and ``at_last`` add up to.
    """

    supporters: int
    share: Fraction
    at_first: int
    payments: tuple[Payment, ...]
    at_last: int


def whole_cents(parts: Iterable[Fraction]) -> list[int]:
    """``parts`` in whole cents whose sum is the sum of all, rounded up from half a cent.

    The largest remainders are rounded up, the first of equals.
    """
    exact = list(parts)
    rounded = [floor(part) for part in exact]
    missing = floor(sum(exact) + Fraction(1, 2)) - sum(rounded)
    order = sorted(range(len(exact)), key=lambda place: (rounded[place] - exact[place], place))
    for place in order[:missing]:
        rounded[place] += 1
    return rounded


@dataclass(frozen=True)
class Supporters:
    """A project's supporters and the pages of their ledger.

    Those whose ballots give the winners, and the project, the same have the same money: ``numbers`` are of one group
    for all of them.
    """

    market: Market
    shares: SharesResult
    position: int
    numbers: Counter[int]
    pages: tuple[Page, ...]

    @cached_property
    def weights(self) -> dict[int, int]:
        """By group, what it gives the project."""
        return {group: weight_in(self.market, group, self.position) for group in self.numbers}

    def _together(self, money: dict[int, Fraction]) -> Fraction:
        return sum((each * self.numbers[group] for group, each in money.items()), Fraction(0))

    @cached_property
    def left(self) -> Fraction:
        """What they have at the end, in cents."""
        return self._together(self.pages[-1].money)

    @cached_property
    def money(self) -> SupportersMoney:
        """What they had and what it went to."""
        paid = [
            (self.market.election.projects[page.round.project].identifier, self._together(page.paid))
            for page in self.pages
            if page.round is not None
        ]
        *payments, at_last = whole_cents([*(cents for _name, cents in paid), self.left])
        listed = tuple(
            Payment(name, cents) for (name, exact), cents in zip(paid, payments, strict=True) if exact
        )
        return SupportersMoney(self.numbers.total(), self.shares.share, sum(payments) + at_last, listed, at_last)


def find_supporters(market: Market, shares: SharesResult, position: int) -> Supporters:
    """The supporters of a project in the run of Equal Shares that counts."""
    relevant = {round_.project for round_ in shares.rounds} | {position}
    first: dict[tuple[tuple[int, int], ...], int] = {}
    numbers: Counter[int] = Counter()
    for group, _score in market.election.supporters[position]:
        entries = market.election.groups[group].entries
        alike = tuple((project, score if market.by_points else 1) for project, score in entries if project in relevant)
        numbers[first.setdefault(alike, group)] += market.election.groups[group].ballots
    pages = tuple(open_ledger(market, shares.share, shares.rounds, numbers))
    return Supporters(market, shares, position, numbers, pages)
