"""Who paid what in a run of Equal Shares: the rounds played again for some voters, in exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from budget_app.domain.allocation.equal_shares import Market, Round


@dataclass(frozen=True)
class Page:
    """A round: each group's money before it and what each voter of a group paid in it (cents); by number of group.

    ``paid`` holds only groups that support the round's project. After the last round comes a page without one.
    """

    round: Round | None
    money: dict[int, Fraction]
    paid: dict[int, Fraction]


def weight_in(market: Market, group: int, project: int) -> int:
    """What the group's ballots give a project: 0 where they do not name it."""
    score = next((score for position, score in market.election.groups[group].entries if position == project), 0)
    return score if market.by_points or not score else 1


def open_ledger(market: Market, share: Fraction, rounds: Iterable[Round], groups: Iterable[int]) -> Iterator[Page]:
    """The pages of ``groups``, whose voters had ``share`` each at first; groups are independent of one another."""
    money = dict.fromkeys(groups, share)
    entries = {group: dict(market.election.groups[group].entries) for group in money}
    for round_ in rounds:
        paid: dict[int, Fraction] = {}
        for group, here in money.items():
            score = entries[group].get(round_.project)
            if score is not None:
                paid[group] = min(here, round_.price * (score if market.by_points else 1))
        yield Page(round_, money, paid)
        money = {**money, **{group: money[group] - payment for group, payment in paid.items()}}
    yield Page(None, money, {})
