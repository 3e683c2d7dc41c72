"""A first guess at what a project lacked by Equal Shares, from the rounds as they were.

Only where a search begins depends on it: whatever is guessed is tried, exactly (search.py). So floats will do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from budget_app.domain.allocation.descriptor import Satisfaction
from budget_app.domain.allocation.ledger import Page
from budget_app.domain.allocation.outcome import Line, Reason
from budget_app.domain.allocation.supporters import Supporters

_Purse = tuple[float, int, int]
"""The money of each voter (cents), what they give the project, and how many they are."""


@dataclass(frozen=True)
class Guess:
    """So many ballots more, or so many cents less."""

    votes: int
    cents: int


def _payable(purses: list[_Purse], rate: float) -> float:
    """The largest cost that the supporters pay at no more than ``rate`` for a weight of one, for each cent of cost."""
    purses.sort(key=lambda purse: purse[0] / purse[1])
    money = sum(each * number for each, _weight, number in purses)
    paying, bound = 0, money
    for each, weight, number in reversed(purses):  # who is richest pays in full, the others give all
        cost = money / (1 - rate * paying) if rate * paying < 1 else bound
        if cost * rate >= each / weight:
            return cost
        bound = each / weight / rate
        money -= each * number
        paying += weight * number
    return 0.0


def _purses(supporters: Supporters, page: Page) -> list[_Purse]:
    return [
        (float(page.money[group]), weight, supporters.numbers[group]) for group, weight in supporters.weights.items()
    ]


def _costs(supporters: Supporters) -> Iterator[float]:
    """The costs at which the project would have gone before the winner of each round, or been paid for at the end."""
    market = supporters.market
    for page in supporters.pages:
        if page.round is None:
            yield float(supporters.left)
            continue
        rate = float(page.round.price) / market.worth(page.round.project)
        purses = _purses(supporters, page)
        if _worth_its_cost(supporters):
            yield _payable(purses, rate)
        else:
            yield sum(number * min(each, rate * weight) for each, weight, number in purses)


def _worth_its_cost(supporters: Supporters) -> bool:
    shares = supporters.market.rule.shares
    return shares is not None and shares.satisfaction is not Satisfaction.POINTS


def _votes(supporters: Supporters, cost: int) -> Iterator[float]:
    """The numbers of voters more, each with a whole share, with whom it would have been so."""
    market, share = supporters.market, float(supporters.shares.share)
    voters, own = market.election.voters, supporters.numbers.total()
    for page in supporters.pages:
        if page.round is None:
            smaller_shares = voters / (voters - own) if own < voters else 1
            yield (cost - float(supporters.left)) / share * smaller_shares
            continue
        price = float(page.round.price) / market.worth(page.round.project)
        price *= cost if _worth_its_cost(supporters) else 1
        paid = sum(number * min(each, price * weight) for each, weight, number in _purses(supporters, page))
        yield (cost - paid) / min(share, price)


def guess(supporters: Supporters, line: Line) -> Guess:
    """What may have been missing for the project of ``line``."""
    if not supporters.shares.share or not supporters.numbers:
        return Guess(0, 0)
    payable = max(_costs(supporters))
    if line.reason is Reason.DOES_NOT_FIT:  # what the shares left would pay for it
        payable = max(payable, line.left_before)
    elif supporters.market.rule.shares and supporters.market.rule.shares.step:  # dearer, it ends the rise of the shares
        payable = min(payable, line.left_before)
    votes = min(_votes(supporters, line.cost))
    return Guess(max(ceil(votes), 0), max(line.cost - floor(payable), 0))
