"""Equal Shares as a whole: larger and larger shares, then filling by votes, then comparing with the result by votes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from budget_app.domain.allocation.by_votes import fund_by_votes, rank_by_votes, ties_by_votes
from budget_app.domain.allocation.descriptor import Count, Method, Rule, Shares, Step, StepUnit
from budget_app.domain.allocation.election import Election
from budget_app.domain.allocation.equal_shares import Market, Round, run_shares
from budget_app.domain.allocation.funding import Exclusions, Ranking, fund
from budget_app.domain.allocation.outcome import Funding, Line, Reason
from budget_app.domain.allocation.ties import tie_order
from budget_app.domain.errors import InvalidInputError

MOST_STEPS = 100_000
"""Where the completion ends at the latest: version 1 of the rule says so."""


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


def _next_change(market: Market, rounds: tuple[Round, ...], exclusions: Exclusions) -> Fraction | None:
    """The share (cents) below which larger shares buy just the same; None where no larger share buys anything else.

    While everybody pays in full, larger shares change no price. Another project wins only once its supporters together
    have its cost; one that a winner keeps out never does, unless it could be cheaper than that winner. 0 says that
    the next share may already change something.
    """
    if any(round_.gave_all for round_ in rounds):
        return Fraction(0)
    projects, ties = market.election.projects, market.ties
    keys = {
        projects[round_.project].identifier: (round_.price / market.worth(round_.project), *ties.key(round_.project))
        for round_ in rounds
    }
    reached: list[Fraction] = []
    for position in market.payable:
        project, kept_out = projects[position], exclusions.find(position)
        if project.identifier in keys:
            continue
        lowest = Fraction(project.cost, market.weights[position] * market.worth(position))
        if kept_out is None or (lowest, *ties.key(position)) < keys[kept_out[1]]:
            reached.append(Fraction(project.cost, market.election.choices[position]))
    return min(reached, default=None)


def _run_again(
    market: Market, share: Fraction, found: tuple[tuple[Round, ...], Exclusions], idle: int
) -> tuple[tuple[Round, ...], Exclusions]:
    """The result at ``share``: it buys what ``found`` did ``idle`` steps before, but may have had to break a tie."""
    if not idle:
        return found
    again = run_shares(market, share)
    assert again is not None  # noqa: S101  without a limit there is always a result
    return again


def _complete(
    market: Market, first: Fraction, step: Step | None, most_runs: int | None
) -> tuple[int, Fraction, tuple[Round, ...], Exclusions]:
    """The last result within the budget before the first that is not; the number of steps that it took.

    It also ends where larger shares change nothing (everything is funded, or each voter alone could pay for
    everything), and after ``MOST_STEPS``. Steps that cannot change anything are counted and not computed.
    Raises InvalidInputError ``allocation-too-long`` where it would take more than ``most_runs`` runs.
    """
    found = run_shares(market, first)
    assert found is not None  # noqa: S101  without a limit there is always a result; shares never exceed the budget
    runs, steps, share, rise = 1, 0, first, _rise(step, first) if step else Fraction(0)
    everything = sum(market.election.projects[position].cost for position in market.eligible)
    while rise and steps < MOST_STEPS and len(found[0]) < len(market.payable) and share < everything:
        change = _next_change(market, *found)
        if change is None:
            break
        if runs == most_runs:
            raise InvalidInputError("allocation-too-long")
        idle = min(max(ceil((change - share) / rise) - 1, 0), MOST_STEPS - steps - 1)
        runs, larger = runs + 1, run_shares(market, share + (idle + 1) * rise, market.rule.budget)
        taken = idle + (larger is not None)
        steps, share = steps + taken, share + taken * rise
        if larger is None:
            return steps, share, *_run_again(market, share, found, idle)
        found = larger
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
    filling = ties_by_votes((p for p in waiting if p not in ranking.refused), ranking.votes, market.ties)
    rest = fund(election.projects, Ranking(waiting, ranking.votes, ranking.refused, ()), rule, left, exclusions)
    ranks = {line.identifier: line.rank for line in lines}
    filled = [replace(line, rank=ranks[line.identifier]) for line in rest.lines]
    whole = (*lines[: len(won)], *filled)
    used = (*ties, *(filling if rest.winners else ()))
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


def fund_by_shares(election: Election, rule: Rule, most_runs: int | None = None) -> tuple[Funding, SharesResult]:
    """The result of ``rule`` by Equal Shares, and how it came about.

    Raises InvalidInputError ``rule-project-unknown``, and ``allocation-too-long`` beyond ``most_runs`` runs.
    """
    shares: Shares | None = rule.shares
    if shares is None:
        raise InvalidInputError("rule-shares")
    market = make_market(election, rule)
    first = Fraction(rule.budget, max(election.voters, 1))
    steps, share, rounds, exclusions = _complete(market, first, shares.step, most_runs)
    funding = _finish(market, rounds, exclusions, fill=shares.fill)
    filled = funding.winners[len(rounds) :]
    if shares.compare is None:
        return funding, SharesResult(first, share, steps, rounds, filled, funding, None)
    votes = fund_by_votes(election.tally(points=rule.count is Count.POINTS), rule)
    comparison = compare(election, funding, votes, shares.compare)
    kept = funding if comparison.kept is Method.EQUAL_SHARES else votes
    return kept, SharesResult(first, share, steps, rounds, filled, funding, comparison)
