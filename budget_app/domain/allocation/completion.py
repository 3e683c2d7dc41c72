"""Equal Shares as a whole: larger and larger shares, then filling by votes, then comparing with the result by votes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from budget_app.domain.allocation.by_votes import fund_by_votes, rank_by_votes
from budget_app.domain.allocation.descriptor import Count, Method, Rule, Shares, Step, StepUnit
from budget_app.domain.allocation.election import Election
from budget_app.domain.allocation.equal_shares import Market, Round, run_shares
from budget_app.domain.allocation.funding import Exclusions, Ranking, fund
from budget_app.domain.allocation.outcome import Funding, Line, Reason
from budget_app.domain.allocation.ties import tie_order
from budget_app.domain.errors import InvalidInputError

MOST_STEPS = 20_000


@dataclass(frozen=True)
class Comparison:
    """How many voters have more winners in which result, and the result that stays."""

    more_by_shares: int
    more_by_votes: int
    even: int
    kept: Method


@dataclass(frozen=True)
class SharesResult:
    """How equal shares went: money of each voter at first and at last (cents), steps, rounds, and what was filled.

    ``funding`` is the result of the shares themselves, before the comparison.
    """

    first_share: Fraction
    share: Fraction
    steps: int
    rounds: tuple[Round, ...]
    filled: tuple[str, ...]
    funding: Funding
    comparison: Comparison | None


def make_market(election: Election, rule: Rule) -> Market:
    """What the runs share; ``rule`` is one of Equal Shares."""
    tally = election.tally(points=rule.count is Count.POINTS)
    ties = tie_order(election.projects, tally.votes, rule.seed)
    ranking = rank_by_votes(tally, rule, ties)
    eligible = tuple(position for position in range(len(tally.votes)) if position not in ranking.refused)
    return Market(election, rule, ties, eligible)


def _rise(step: Step, first: Fraction) -> Fraction:
    if step.unit is StepUnit.CENTS:
        return Fraction(step.amount)
    return first * step.amount / (100 if step.unit is StepUnit.PERCENT else 1000)


def _complete(
    market: Market, first: Fraction, step: Step | None
) -> tuple[int, Fraction, tuple[Round, ...], Exclusions]:
    """The last result within the budget before the first that is not; the number of steps that it took.

    It also ends where larger shares change nothing: everything is funded, or each voter alone could pay for everything.
    Raises InvalidInputError ``rule-step-small``.
    """
    found = run_shares(market, first)
    assert found is not None  # noqa: S101  without a limit there is always a result; shares never exceed the budget
    steps, share = 0, first
    everything = sum(market.election.projects[position].cost for position in market.eligible)
    payable = sum(1 for position in market.eligible if market.weights[position])
    while step is not None and len(found[0]) < payable and share < everything:
        if steps >= MOST_STEPS:
            raise InvalidInputError("rule-step-small", limit=MOST_STEPS)
        larger = run_shares(market, share + _rise(step, first), market.rule.budget)
        if larger is None:
            break
        steps, share, found = steps + 1, share + _rise(step, first), larger
    return steps, share, *found


def _lines_of_shares(market: Market, ranking: Ranking, rounds: tuple[Round, ...], exclusions: Exclusions) -> list[Line]:
    """Winners in their rounds, then all others in the order of votes."""
    ranks = {position: rank for rank, position in enumerate(ranking.order, start=1)}
    left = market.rule.budget
    lines: list[Line] = []
    won = [round_.project for round_ in rounds]
    for position in [*won, *(position for position in ranking.order if position not in set(won))]:
        project, before = market.election.projects[position], left
        rival: str | None = None
        if len(lines) < len(won):
            reason, left = Reason.FUNDED, left - project.cost
        elif position in ranking.refused:
            reason = ranking.refused[position]
        else:
            reason, rival = exclusions.find(position) or (Reason.CANNOT_PAY, None)
        votes = ranking.votes[position]
        lines.append(Line(project.identifier, ranks[position], votes, project.cost, reason, before, left, "", rival))
    return lines


def _finish(market: Market, rounds: tuple[Round, ...], exclusions: Exclusions, *, fill: bool) -> Funding:
    """The result of the rounds, and of what is left by votes where ``fill`` says so."""
    election, rule = market.election, market.rule
    ranking = rank_by_votes(election.tally(points=rule.count is Count.POINTS), rule, market.ties)
    lines = _lines_of_shares(market, ranking, rounds, exclusions)
    ties = tuple(round_.tie for round_ in rounds if round_.tie is not None)
    winners = tuple(line.identifier for line in lines if line.funded)
    if not fill:
        return Funding(winners, tuple(lines), ties, rule.budget)
    won = {round_.project for round_ in rounds}
    waiting = tuple(position for position in ranking.order if position not in won)
    left = rule.budget - sum(line.cost for line in lines if line.funded)
    rest = fund(election.projects, Ranking(waiting, ranking.votes, ranking.refused, ()), rule, left, exclusions)
    ranks = {line.identifier: line.rank for line in lines}
    filled = [replace(line, rank=ranks[line.identifier]) for line in rest.lines]
    whole = (*lines[: len(won)], *filled)
    used = (*ties, *(ranking.ties if rest.winners else ()))
    turns = tuple(replace(line, rank=ranks[line.identifier]) for line in rest.turns)
    return Funding((*winners, *rest.winners), whole, used, rule.budget, turns)


def winners_by_group(election: Election, winners: tuple[str, ...]) -> list[int]:
    """For each group of ballots, how many of the projects it names have won."""
    won = {position for position, project in enumerate(election.projects) if project.identifier in set(winners)}
    return [sum(1 for project, _score in group.entries if project in won) for group in election.groups]


def compare(election: Election, shares: Funding, votes: Funding, even: Method) -> Comparison:
    """The result in which more voters have more winners; ``even`` names the one that stays when they are as many."""
    by_shares, by_votes = (winners_by_group(election, funding.winners) for funding in (shares, votes))
    more = fewer = 0
    for group, one, other in zip(election.groups, by_shares, by_votes, strict=True):
        more += group.ballots * (one > other)
        fewer += group.ballots * (one < other)
    kept = even if more == fewer else Method.EQUAL_SHARES if more > fewer else Method.BY_VOTES
    return Comparison(more, fewer, election.voters - more - fewer, kept)


def fund_by_shares(election: Election, rule: Rule) -> tuple[Funding, SharesResult]:
    """The result of ``rule`` by Equal Shares, and how it came about.

    Raises InvalidInputError ``rule-project-unknown`` or ``rule-step-small``.
    """
    shares: Shares | None = rule.shares
    if shares is None:
        raise InvalidInputError("rule-shares")
    market = make_market(election, rule)
    first = Fraction(rule.budget, max(election.voters, 1))
    steps, share, rounds, exclusions = _complete(market, first, shares.step)
    funding = _finish(market, rounds, exclusions, fill=shares.fill)
    filled = funding.winners[len(rounds) :]
    if shares.compare is None:
        return funding, SharesResult(first, share, steps, rounds, filled, funding, None)
    votes = fund_by_votes(election.tally(points=rule.count is Count.POINTS), rule)
    comparison = compare(election, funding, votes, shares.compare)
    kept = funding if comparison.kept is Method.EQUAL_SHARES else votes
    return kept, SharesResult(first, share, steps, rounds, filled, funding, comparison)
