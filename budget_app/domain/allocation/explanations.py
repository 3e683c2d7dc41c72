"""Why a project is funded or not, in numbers: its line, its supporters' money, and what it would have taken."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from budget_app.domain.allocation.allocate import Allocation
from budget_app.domain.allocation.completion import make_market
from budget_app.domain.allocation.descriptor import Method, Rule
from budget_app.domain.allocation.election import Election, Project
from budget_app.domain.allocation.equal_shares import Round
from budget_app.domain.allocation.guess import Guess, guess
from budget_app.domain.allocation.outcome import Line
from budget_app.domain.allocation.search import Needed, less_cost, more_votes
from budget_app.domain.allocation.supporters import SupportersMoney, find_supporters


@dataclass(frozen=True)
class Purchase:
    """How the shares paid for a project.

    ``price`` is what a supporter paid in full for one vote, or one point (cents); ``effective_votes`` are as many such
    payments as its cost; ``support`` is their part of all ballots in percent.
    """

    round: int
    price: Fraction
    by_points: bool
    effective_votes: Fraction
    support: Fraction
    paid_in_full: int
    gave_all: int


@dataclass(frozen=True)
class Explanation:
    """All that decided about one project.

    ``projects`` is how many there were, ``voters`` how many ballots, ``needed_votes`` how many votes the threshold
    asked for. ``running_total`` is what the winners cost up to this project's place in the result, itself included, in
    cents. ``filled`` says that the shares did not pay for it, but what they left did; ``reverted`` that Equal Shares
    gave way to the result by votes, to which all numbers then belong. ``money`` and ``purchase`` are None where the
    shares do not decide; ``more_votes`` and ``less_cost`` are None for a winner, and without a search.
    """

    rule: Rule
    project: Project
    line: Line
    projects: int
    voters: int
    needed_votes: int
    running_total: int
    grades: tuple[int, ...]
    filled: bool
    reverted: bool
    money: SupportersMoney | None
    purchase: Purchase | None
    more_votes: Needed | None
    less_cost: Needed | None


def _purchase(election: Election, by_points: bool, rounds: tuple[Round, ...], position: int) -> Purchase | None:
    for number, round_ in enumerate(rounds, start=1):
        if round_.project == position:
            votes = round_.effective_votes
            support = 100 * votes / election.voters
            return Purchase(number, round_.price, by_points, votes, support, round_.paid_in_full, round_.gave_all)
    return None


def _running_total(allocation: Allocation, identifier: str) -> int:
    total = 0
    for line in allocation.funding.lines:
        total += line.cost if line.funded else 0
        if line.identifier == identifier:
            break
    return total


def _needed_votes(allocation: Allocation) -> int:
    rule = allocation.rule
    return max(rule.threshold_votes, -(-rule.threshold_percent * allocation.tally.voters // 100))


def explain(allocation: Allocation, identifier: str, *, search: bool = True) -> Explanation:
    """Why the project that ``identifier`` names is funded or not; for what is not, what it would have taken.

    That search applies the rule again, many times where Equal Shares decides (search.py): keep what it gives, or leave
    it out (``search``). Raises ValueError for a project that is not among those of ``allocation``.
    """
    tally, shares, election = allocation.tally, allocation.shares, allocation.election
    position = [project.identifier for project in tally.projects].index(identifier)
    line = allocation.lines[identifier]
    reverted = shares is not None and shares.comparison is not None and shares.comparison.kept is Method.BY_VOTES
    money = purchase = None
    first = Guess(0, line.cost - line.left_before)
    lost = search and not line.funded
    if shares is not None and election is not None and not reverted:
        market = make_market(election, allocation.rule)
        supporters = find_supporters(market, shares, position)
        money = supporters.money
        purchase = _purchase(election, market.by_points, shares.rounds, position)
        first = guess(supporters, line)
    return Explanation(
        rule=allocation.rule,
        project=tally.projects[position],
        line=line,
        projects=len(tally.projects),
        voters=tally.voters,
        needed_votes=_needed_votes(allocation),
        running_total=_running_total(allocation, identifier),
        grades=tally.grades[position] if tally.grades else (),
        filled=shares is not None and not reverted and identifier in shares.filled,
        reverted=reverted,
        money=money,
        purchase=purchase,
        more_votes=more_votes(allocation, identifier, first.votes) if lost else None,
        less_cost=less_cost(allocation, identifier, first.cents) if lost else None,
    )
