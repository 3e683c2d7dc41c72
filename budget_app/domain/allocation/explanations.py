"""Why a project is funded or not, in numbers: its line, its supporters' money, and what it would have taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from budget_app.domain.allocation.allocate import Allocation
from budget_app.domain.allocation.completion import SharesResult, make_market
from budget_app.domain.allocation.descriptor import Method
from budget_app.domain.allocation.election import Election, Project
from budget_app.domain.allocation.equal_shares import Market, Round
from budget_app.domain.allocation.ledger import open_ledger
from budget_app.domain.allocation.outcome import Line
from budget_app.domain.allocation.search import Needed, less_cost, more_votes


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
    shares do not decide; ``more_votes`` and ``less_cost`` are None for a winner.
    """

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


def _alike(market: Market, position: int, rounds: Iterable[Round]) -> Counter[int]:
    """The project's supporters: one group for all whose ballots give the winners the same, with their number."""
    election, won = market.election, {round_.project for round_ in rounds}
    first: dict[tuple[tuple[int, int], ...], int] = {}
    numbers: Counter[int] = Counter()
    for group, _score in election.supporters[position]:
        entries = election.groups[group].entries
        paid = tuple((project, score if market.by_points else 1) for project, score in entries if project in won)
        numbers[first.setdefault(paid, group)] += election.groups[group].ballots
    return numbers


def supporters_money(market: Market, shares: SharesResult, position: int) -> tuple[SupportersMoney, Fraction]:
    """The money of a project's supporters, and exactly what is left of it (cents)."""
    numbers = _alike(market, position, shares.rounds)
    paid: list[tuple[str, Fraction]] = []
    left = Fraction(0)
    for page in open_ledger(market, shares.share, shares.rounds, numbers):
        if page.round is None:
            left = sum((money * numbers[group] for group, money in page.money.items()), Fraction(0))
            continue
        together = sum((money * numbers[group] for group, money in page.paid.items()), Fraction(0))
        if together:
            paid.append((market.election.projects[page.round.project].identifier, together))
    *payments, at_last = whole_cents([*(cents for _name, cents in paid), left])
    listed = tuple(Payment(name, cents) for (name, _exact), cents in zip(paid, payments, strict=True))
    money = SupportersMoney(numbers.total(), shares.share, sum(payments) + at_last, listed, at_last)
    return money, left


def _purchase(election: Election, market: Market, rounds: tuple[Round, ...], position: int) -> Purchase | None:
    for number, round_ in enumerate(rounds, start=1):
        if round_.project == position:
            votes = round_.effective_votes
            support = 100 * votes / election.voters
            return Purchase(
                number, round_.price, market.by_points, votes, support, round_.paid_in_full, round_.gave_all
            )
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


def explain(allocation: Allocation, identifier: str) -> Explanation:
    """Why the project that ``identifier`` names is funded or not; for what is not, what it would have taken.

    The search applies the rule again, many times where Equal Shares decides (search.py): keep what it gives. Raises
    ValueError for a project that is not among those of ``allocation``.
    """
    tally, shares, election = allocation.tally, allocation.shares, allocation.election
    position = [project.identifier for project in tally.projects].index(identifier)
    line = allocation.lines[identifier]
    reverted = shares is not None and shares.comparison is not None and shares.comparison.kept is Method.BY_VOTES
    money = purchase = None
    lacking = fewest = 0
    if shares is not None and election is not None and not reverted:
        market = make_market(election, allocation.rule)
        money, left = supporters_money(market, shares, position)
        purchase = _purchase(election, market, shares.rounds, position)
        lacking = line.cost - floor(left)
        fewest = ceil(lacking / shares.share) if shares.share else 0
    return Explanation(
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
        more_votes=None if line.funded else more_votes(allocation, identifier, fewest),
        less_cost=None if line.funded else less_cost(allocation, identifier, lacking),
    )
