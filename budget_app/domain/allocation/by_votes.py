"""The rule "by votes": the most votes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from budget_app.domain.allocation.descriptor import Count, Leftover, Method, Rule, WhenFull
from budget_app.domain.allocation.election import Project, Tally
from budget_app.domain.allocation.funding import Ranking, fund
from budget_app.domain.allocation.outcome import Funding, Reason
from budget_app.domain.allocation.ties import Tie, TieOrder, tie_order
from budget_app.domain.errors import InvalidInputError

FUNDED = "funded"
DOES_NOT_FIT = "does-not-fit"
NO_VOTES = "no-votes"


def below_threshold(rule: Rule, votes: int, voters: int) -> bool:
    """Whether ``votes`` of ``voters`` ballots are too few."""
    return votes < rule.threshold_votes or votes * 100 < rule.threshold_percent * voters


def rank_by_votes(tally: Tally, rule: Rule, ties: TieOrder) -> Ranking:
    """The most votes first; who has enough of them; and how equals were told apart."""
    votes = tally.votes
    order = sorted(range(len(votes)), key=lambda position: (-votes[position], *ties.key(position)))
    refused = {
        position: Reason.BELOW_THRESHOLD for position in order if below_threshold(rule, votes[position], tally.voters)
    }
    used: list[Tie] = []
    for _votes, equals in groupby((p for p in order if p not in refused), key=lambda position: votes[position]):
        positions = list(equals)
        if len(positions) > 1:
            used.append(ties.tell(positions))
    return Ranking(tuple(order), votes, refused, tuple(used))


def fund_by_votes(tally: Tally, rule: Rule) -> Funding:
    """The result of ``rule`` by votes; the order of the input does not matter.

    Raises InvalidInputError ``rule-project-unknown``.
    """
    ties = tie_order(tally.projects, tally.votes, rule.seed)
    return fund(tally.projects, rank_by_votes(tally, rule, ties), rule)


@dataclass(frozen=True)
class Candidate:
    """A project with its cost in cents and its votes."""

    number: int
    cost: int
    votes: int


@dataclass(frozen=True)
class AllocationLine:
    """What the rule did with one project; money in cents, what is left before and after it."""

    number: int
    rank: int
    votes: int
    cost: int
    funded: bool
    reason: str
    left_before: int
    left_after: int


@dataclass(frozen=True)
class Allocation:
    """The whole: lines in the order in which the rule went through the projects."""

    lines: tuple[AllocationLine, ...]
    spent: int
    left: int


def _plain_rule(budget: int) -> Rule:
    return Rule(
        method=Method.BY_VOTES,
        budget=budget,
        seed="-",
        count=Count.CHOICES,
        threshold_votes=1,
        threshold_percent=0,
        lowest_grade=0,
        when_full=WhenFull.SKIP,
        leftover=Leftover.RETURNED,
        envelopes=None,
        one_per_district=False,
        incompatible=(),
        shares=None,
    )


def allocate_by_votes(candidates: Sequence[Candidate], budget: int) -> Allocation:
    """The rule of editions without a descriptor: one vote is enough, what does not fit is passed over, and with equal
    votes and costs the lower number goes first. ``budget`` in cents.

    Raises InvalidInputError ``candidate-duplicate`` or ``candidate-invalid``.
    """
    if len({candidate.number for candidate in candidates}) != len(candidates):
        raise InvalidInputError("candidate-duplicate")
    if budget < 0 or any(candidate.cost <= 0 or candidate.votes < 0 for candidate in candidates):
        raise InvalidInputError("candidate-invalid")
    ordered = sorted(candidates, key=lambda candidate: candidate.number)
    projects = tuple(Project(str(candidate.number), candidate.cost) for candidate in ordered)
    votes = tuple(candidate.votes for candidate in ordered)
    identifiers = tuple(project.identifier for project in projects)
    ties = TieOrder(identifiers, tuple(candidate.cost for candidate in ordered), votes, tuple(range(len(ordered))))
    rule = _plain_rule(max(budget, 1))
    ranking = rank_by_votes(Tally(projects, votes, sum(votes)), rule, ties)
    funding = fund(projects, ranking, rule, budget)
    lines = tuple(
        AllocationLine(
            number=int(line.identifier),
            rank=line.rank,
            votes=line.votes,
            cost=line.cost,
            funded=line.funded,
            reason=NO_VOTES if line.reason is Reason.BELOW_THRESHOLD else line.reason.value,
            left_before=line.left_before,
            left_after=line.left_after,
        )
        for line in funding.lines
    )
    return Allocation(lines, funding.spent, funding.left)
