"""The way to a result, step by step: whose turn it was, what it cost, what was left, and who had won by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from budget_app.domain.allocation.allocate import Allocation
from budget_app.domain.allocation.completion import Comparison, SharesResult
from budget_app.domain.allocation.outcome import Line
from budget_app.domain.allocation.ties import Tie


@dataclass(frozen=True)
class Step:
    """``winners`` so far, in their order, and what they cost in cents."""

    winners: tuple[str, ...]
    spent: int


@dataclass(frozen=True)
class Opening(Step):
    """Every voter gets a share (cents). It was ``first_share`` at first and rose in ``steps`` equal steps."""

    first_share: Fraction
    share: Fraction
    steps: int
    voters: int


@dataclass(frozen=True)
class Purchase(Step):
    """A round: the supporters buy a project. Money in cents.

    ``price`` is what a supporter pays for one unit of weight; ``paid_in_full`` voters do, ``gave_all`` voters pay all
    they have left. ``money_left`` is what all voters together have after it.
    """

    project: str
    cost: int
    price: Fraction
    effective_votes: Fraction
    paid_in_full: int
    gave_all: int
    money_left: Fraction
    tie: Tie | None


@dataclass(frozen=True)
class Turn(Step):
    """A project's turn in the order of the votes or grades; ``filling`` what Equal Shares left."""

    line: Line
    filling: bool


@dataclass(frozen=True)
class Verdict(Step):
    """The result that stays after both were compared."""

    comparison: Comparison


def _turns(lines: tuple[Line, ...], winners: tuple[str, ...], spent: int, *, filling: bool) -> Iterator[Turn]:
    for line in lines:
        if line.funded:
            winners, spent = (*winners, line.identifier), spent + line.cost
        yield Turn(winners, spent, line, filling)


def _replay_shares(allocation: Allocation, shares: SharesResult) -> Iterator[Step]:
    tally, rule = allocation.tally, allocation.rule
    yield Opening((), 0, shares.first_share, shares.share, shares.steps, tally.voters)
    winners: tuple[str, ...] = ()
    spent = 0
    for bought in shares.rounds:
        project = tally.projects[bought.project]
        winners, spent = (*winners, project.identifier), spent + project.cost
        yield Purchase(
            winners,
            spent,
            project=project.identifier,
            cost=project.cost,
            price=bought.price,
            effective_votes=bought.effective_votes,
            paid_in_full=bought.paid_in_full,
            gave_all=bought.gave_all,
            money_left=shares.share * tally.voters - spent,
            tie=bought.tie,
        )
    if rule.shares is not None and rule.shares.fill:
        yield from _turns(shares.funding.turns, winners, spent, filling=True)
    if shares.comparison is not None:
        yield Verdict(allocation.funding.winners, allocation.funding.spent, shares.comparison)


def replay(allocation: Allocation) -> tuple[Step, ...]:
    """All steps in their order; the last one has the winners of the result. Without a project there is none."""
    if allocation.shares is not None:
        return tuple(_replay_shares(allocation, allocation.shares))
    return tuple(_turns(allocation.funding.turns, (), 0, filling=False))
