"""The Method of Equal Shares for one size of shares, exactly.

Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive Utilities" (NeurIPS 2021). Every
voter has the same share of money. Each round takes the project whose supporters can pay for it at the lowest price for
what it is worth to them; who has less than the price gives all that is left.

Money is held in integers over one common denominator, which grows with each purchase. Voters with the same money share
a purse, and only purses are looked at. Prices can only rise from round to round, as money gets less: a project's last
price bounds its next one, so most projects are not looked at in most rounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from heapq import heapify, heappop
from math import gcd, lcm

from budget_app.domain.allocation.descriptor import Rule, Satisfaction
from budget_app.domain.allocation.election import Election
from budget_app.domain.allocation.funding import Exclusions
from budget_app.domain.allocation.ties import Tie, TieOrder
from budget_app.domain.allocation.wide_integers import quick

_BITS = 64
_EMPTY, _START = 0, 1


@dataclass(frozen=True)
class Round:
    """A purchase. ``price`` (cents) is what a supporter pays for one unit of weight: for a choice, or for a point.

    ``effective_votes`` are the cost divided by the price: as many full payments as the project's money is worth.
    """

    project: int
    price: Fraction
    effective_votes: Fraction
    paid_in_full: int
    gave_all: int
    tie: Tie | None


@dataclass(frozen=True)
class _Weighed:
    """Supporters who give a project the same weight: groups of one ballot, and groups of more with their numbers."""

    weight: int
    singles: tuple[int, ...]
    others: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Market:
    """What all runs of one rule on one election share: who may pay for what, and what it is worth."""

    election: Election
    rule: Rule
    ties: TieOrder
    eligible: tuple[int, ...]

    @cached_property
    def by_points(self) -> bool:
        """Whether supporters pay in proportion to the points they gave."""
        return self.rule.shares is not None and self.rule.shares.satisfaction is not Satisfaction.COST

    def worth(self, project: int) -> int:
        """What one unit of weight is worth when the project is funded: its cost, or 1 where only points count."""
        points = self.rule.shares is not None and self.rule.shares.satisfaction is Satisfaction.POINTS
        return 1 if points else self.election.projects[project].cost

    @cached_property
    def supporters(self) -> tuple[tuple[_Weighed, ...], ...]:
        """By project, its supporters by the weight they give it."""
        return tuple(map(self._weighed, range(len(self.election.projects))))

    def _weighed(self, project: int) -> tuple[_Weighed, ...]:
        groups = self.election.groups
        by_weight: dict[int, tuple[list[int], list[tuple[int, int]]]] = {}
        for number, score in self.election.supporters[project]:
            singles, others = by_weight.setdefault(score if self.by_points else 1, ([], []))
            if groups[number].ballots == 1:
                singles.append(number)
            else:
                others.append((number, groups[number].ballots))
        return tuple(_Weighed(weight, tuple(one), tuple(more)) for weight, (one, more) in sorted(by_weight.items()))

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """By project, the weight of all its supporters together."""
        return self.election.points if self.by_points else self.election.choices

    @cached_property
    def payable(self) -> tuple[int, ...]:
        """The projects with enough votes that somebody would pay for."""
        return tuple(position for position in self.eligible if self.weights[position])

    @cached_property
    def common(self) -> int:
        """A multiple of all weights, to compare money by weight without fractions."""
        return lcm(*(weighed.weight for project in self.supporters for weighed in project))


@dataclass(frozen=True)
class _Offer:
    """A project's price now: ``money`` (over the common denominator) divided by ``weight``."""

    project: int
    money: int
    weight: int
    bound: int


@dataclass
class _Run:
    """Purses and offers; ``denominators[n]`` is the common denominator after ``n`` purchases."""

    market: Market
    share: Fraction
    denominators: list[int] = field(default_factory=list)
    money: list[int] = field(default_factory=list)
    since: list[int] = field(default_factory=list)
    purse_of: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.denominators = [self.share.denominator]
        self.money, self.since = [0, self.share.numerator], [0, 0]
        self.purse_of = [_START] * len(self.market.election.groups)

    def _money(self, purse: int) -> int:
        """What each voter of the purse has, over the denominator of now."""
        now = len(self.denominators) - 1
        if self.since[purse] != now:
            self.money[purse] *= self.denominators[now] // self.denominators[self.since[purse]]
            self.since[purse] = now
        return self.money[purse]

    def offer(self, project: int) -> _Offer | None:
        """The project's lowest price now; None when its supporters cannot pay for it, now or ever."""
        market = self.market
        missing = market.election.projects[project].cost * self.denominators[-1]
        weight = market.weights[project]
        for by_weight, voters, money, each in self._purses(project):
            if missing * market.common <= by_weight * weight:
                worth = weight * market.worth(project)
                bound = (missing << _BITS) // (worth * self.denominators[-1])
                return _Offer(project, missing, weight, bound)
            missing -= voters * money
            weight -= voters * each
        return None

    def _purses(self, project: int) -> list[tuple[int, int, int, int]]:
        """Supporters' money by weight, the least first: that, their number, the money of each, the weight of each."""
        find = self.purse_of.__getitem__
        purses = []
        for weighed in self.market.supporters[project]:
            counts = Counter(map(find, weighed.singles))
            for group, ballots in weighed.others:
                counts[find(group)] += ballots
            scale = self.market.common // weighed.weight
            for purse, voters in counts.items():
                money = self._money(purse)
                purses.append((money * scale, voters, money, weighed.weight))
        purses.sort()
        return purses

    def buy(self, offer: _Offer) -> tuple[Fraction, int, int]:
        """Takes the money; the price, and how many voters paid in full and gave all they had."""
        common = gcd(offer.money, offer.weight)
        price, denominator = offer.money // common, offer.weight // common
        full = short = 0
        self.denominators.append(quick(self.denominators[-1] * denominator))
        for weighed in self.market.supporters[offer.project]:
            paying = _Paying(self, price * weighed.weight)
            for group in weighed.singles:
                paying.pay(group, 1)
            for group, ballots in weighed.others:
                paying.pay(group, ballots)
            full, short = full + paying.full, short + paying.short
        return Fraction(int(price), int(self.denominators[-1])), full, short

    def open_purse(self, money: int) -> int:
        """A new purse with that much money for each voter."""
        if money <= 0:
            return _EMPTY
        self.money.append(money)
        self.since.append(len(self.denominators) - 1)
        return len(self.money) - 1

    def pay_from(self, purse: int, price: int) -> tuple[int, bool]:
        """The purse of those who paid ``price`` from ``purse``, and whether they had it."""
        left = self._money(purse) - price
        return self.open_purse(left), left >= 0


@dataclass
class _Paying:
    """One purchase at one price: which purse becomes which."""

    run: _Run
    price: int
    full: int = 0
    short: int = 0
    _after: dict[int, tuple[int, bool]] = field(default_factory=dict)

    def pay(self, group: int, ballots: int) -> None:
        """Moves a group of voters to the purse they have after paying."""
        before = self.run.purse_of[group]
        if before not in self._after:
            self._after[before] = self.run.pay_from(before, self.price)
        self.run.purse_of[group], in_full = self._after[before]
        if in_full:
            self.full += ballots
        else:
            self.short += ballots


def _cheapest(offers: Sequence[_Offer], market: Market) -> list[_Offer]:
    """The offers whose price for what they are worth is the lowest, exactly."""
    best: list[_Offer] = []
    for offer in offers:
        if best:
            here = offer.money * best[0].weight * market.worth(best[0].project)
            there = best[0].money * offer.weight * market.worth(offer.project)
            if here > there:
                continue
            if here < there:
                best = []
        best.append(offer)
    return best


def _look(run: _Run, waiting: list[tuple[int, int]]) -> list[_Offer]:
    """The offers of this round that may be the cheapest; what nobody can pay for any more leaves ``waiting``."""
    offers: list[_Offer] = []
    lowest: int | None = None
    while waiting and (lowest is None or waiting[0][0] <= lowest):
        offer = run.offer(heappop(waiting)[1])
        if offer is not None:
            offers.append(offer)
            lowest = offer.bound if lowest is None else min(lowest, offer.bound)
    return offers


def run_shares(
    market: Market, share: Fraction, limit: int | None = None
) -> tuple[tuple[Round, ...], Exclusions] | None:
    """The rounds with that share for each voter (cents), and which projects the winners keep out.

    None as soon as the winners cost more than ``limit``.
    """
    run, projects = _Run(market, share), market.election.projects
    exclusions = Exclusions(projects, market.rule)
    waiting = [
        ((projects[project].cost << _BITS) // (market.weights[project] * market.worth(project)), project)
        for project in market.payable
    ]
    heapify(waiting)
    rounds: list[Round] = []
    spent = 0
    while offers := _look(run, waiting):
        rounds.append(_purchase(run, _cheapest(offers, market)))
        exclusions.take(rounds[-1].project)
        spent += projects[rounds[-1].project].cost
        if limit is not None and spent > limit:
            return None
        waiting += [(offer.bound, offer.project) for offer in offers if offer.project != rounds[-1].project]
        waiting = [entry for entry in waiting if exclusions.find(entry[1]) is None]
        heapify(waiting)
    return tuple(rounds), exclusions


def _purchase(run: _Run, equals: list[_Offer]) -> Round:
    """Buys the first among equals."""
    market = run.market
    tied = [offer.project for offer in equals]
    first = market.ties.first(tied)
    price, full, short = run.buy(next(offer for offer in equals if offer.project == first))
    votes = Fraction(market.election.projects[first].cost) / price
    return Round(first, price, votes, full, short, market.ties.tell(tied) if len(tied) > 1 else None)
