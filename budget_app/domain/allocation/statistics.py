"""The whole result in figures: where the money goes, and what voters get of what they named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from budget_app.domain.allocation.allocate import Allocation
from budget_app.domain.allocation.completion import make_market, winners_by_group
from budget_app.domain.allocation.descriptor import Count, Method
from budget_app.domain.allocation.election import Election, Project, Tally
from budget_app.domain.allocation.equal_shares import run_shares
from budget_app.domain.allocation.outcome import Funding


class Grouping(StrEnum):
    """What projects are put together by."""

    CATEGORY = "category"
    DISTRICT = "district"
    BENEFICIARIES = "beneficiaries"


@dataclass(frozen=True)
class GroupMoney:
    """Projects of one group, "" for those of none; money in cents.

    ``asked`` is what all its projects cost, ``spent`` what its funded ones do. A project of several groups counts in
    each of them, its cost in equal parts: the money of all groups adds up.
    """

    name: str
    projects: int
    funded: int
    asked: int
    spent: int


@dataclass(frozen=True)
class VoterFigures:
    """How many voters have 0, 1, 2... funded projects among those that they named: ``by_number[n]`` have ``n``."""

    by_number: tuple[int, ...]

    @property
    def voters(self) -> int:
        """All of them."""
        return sum(self.by_number)

    @property
    def without(self) -> int:
        """Those who get nothing of what they named."""
        return self.by_number[0]

    @property
    def mean(self) -> Fraction:
        """Funded projects per voter; 0 without a voter."""
        return Fraction(sum(n * voters for n, voters in enumerate(self.by_number)), max(self.voters, 1))


@dataclass(frozen=True)
class Stage:
    """What is funded at one point of Equal Shares: number of projects, and what they cost in cents."""

    projects: int
    spent: int


@dataclass(frozen=True)
class Stages:
    """Equal Shares with the first share, with the last one, and after what is left was given by votes."""

    first: Stage
    completed: Stage
    filled: Stage


@dataclass(frozen=True)
class TwoResults:
    """Equal Shares (before any comparison) beside the same votes without them; identifiers in the order of funding."""

    both: tuple[str, ...]
    only_shares: tuple[str, ...]
    only_votes: tuple[str, ...]


def _names(project: Project, grouping: Grouping) -> tuple[str, ...]:
    if grouping is Grouping.BENEFICIARIES:
        return tuple(dict.fromkeys(project.beneficiaries)) or ("",)
    return (project.category if grouping is Grouping.CATEGORY else project.district,)


def money_by(tally: Tally, funding: Funding, grouping: Grouping) -> tuple[GroupMoney, ...]:
    """The money of each group, the most first, those of no group last."""
    won = set(funding.winners)
    counts: Mapping[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for project in tally.projects:
        names = _names(project, grouping)
        part, rest = divmod(project.cost, len(names))
        for place, name in enumerate(names):
            cost, funded = part + (place < rest), project.identifier in won
            for field, more in enumerate((1, int(funded), cost, cost * funded)):
                counts[name][field] += more
    groups = (GroupMoney(name, *numbers) for name, numbers in counts.items())
    return tuple(sorted(groups, key=lambda group: (not group.name, -group.spent, -group.asked, group.name)))


def voters_of(election: Election, funding: Funding) -> VoterFigures:
    """Of ballots known one by one: how many winners each voter has."""
    won = winners_by_group(election, funding.winners)
    numbers = [0] * (max(won, default=0) + 1)
    for group, winners in zip(election.groups, won, strict=True):
        numbers[winners] += group.ballots
    return VoterFigures(tuple(numbers))


def voters_of_single(tally: Tally, funding: Funding) -> VoterFigures:
    """Of ballots that each name one project, whose totals say as much."""
    won = set(funding.winners)
    pairs = zip(tally.projects, tally.votes, strict=True)
    happy = sum(votes for project, votes in pairs if project.identifier in won)
    return VoterFigures((tally.voters - happy, happy))


def mean_winners(allocation: Allocation) -> Fraction | None:
    """Funded projects per voter, from totals alone; None where votes are points or grades, which do not say."""
    rule, tally = allocation.rule, allocation.tally
    if rule.count is not Count.CHOICES or rule.method is Method.MAJORITY_JUDGMENT or not tally.voters:
        return None
    won = set(allocation.funding.winners)
    pairs = zip(tally.projects, tally.votes, strict=True)
    return Fraction(sum(votes for project, votes in pairs if project.identifier in won), tally.voters)


def find_stages(allocation: Allocation) -> Stages | None:
    """How far each stage of Equal Shares came; None for another rule. Takes one run of the first share."""
    shares, election = allocation.shares, allocation.election
    if shares is None or election is None:
        return None
    found = run_shares(make_market(election, allocation.rule), shares.first_share)
    if found is None:
        raise AssertionError("without a limit there is always a result")

    def stage(positions: tuple[int, ...]) -> Stage:
        return Stage(len(positions), sum(election.projects[position].cost for position in positions))

    first, last = (tuple(r.project for r in rounds) for rounds in (found[0], shares.rounds))
    return Stages(stage(first), stage(last), Stage(len(shares.funding.winners), shares.funding.spent))


def find_voters(allocation: Allocation, funding: Funding, *, single: bool) -> VoterFigures | None:
    """What voters get of ``funding``; None where only totals are known. ``single`` ballots name one project each."""
    if allocation.election is not None:
        return voters_of(allocation.election, funding)
    return voters_of_single(allocation.tally, funding) if single else None


def find_two_results(allocation: Allocation) -> TwoResults | None:
    """What Equal Shares and the order of votes fund in common and alone; None for another rule."""
    if allocation.shares is None or allocation.by_votes is None:
        return None
    shares, votes = allocation.shares.funding.winners, allocation.by_votes.winners
    return TwoResults(
        tuple(name for name in shares if name in set(votes)),
        tuple(name for name in shares if name not in set(votes)),
        tuple(name for name in votes if name not in set(shares)),
    )


@dataclass(frozen=True)
class ResultFigures:
    """All figures of a result; ``voters`` are those of ``funding``, None where only totals are known.

    ``by_shares`` and ``by_votes`` are the voters of each of the two results, of which one stays.
    """

    money: Mapping[Grouping, tuple[GroupMoney, ...]]
    voters: VoterFigures | None
    mean: Fraction | None
    stages: Stages | None
    two: TwoResults | None
    by_shares: VoterFigures | None
    by_votes: VoterFigures | None


def result_figures(allocation: Allocation, *, single: bool) -> ResultFigures:
    """The figures of a result; ``single`` says that a ballot names one project and no more."""
    shares, votes = allocation.shares, allocation.by_votes
    return ResultFigures(
        money={grouping: money_by(allocation.tally, allocation.funding, grouping) for grouping in Grouping},
        voters=find_voters(allocation, allocation.funding, single=single),
        mean=mean_winners(allocation),
        stages=find_stages(allocation),
        two=find_two_results(allocation),
        by_shares=find_voters(allocation, shares.funding, single=single) if shares else None,
        by_votes=find_voters(allocation, votes, single=single) if shares and votes else None,
    )
