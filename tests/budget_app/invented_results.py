"""Results of invented votes, put together without a vote: for what is written about a result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from budget_app.domain.allocation.allocate import allocate
from budget_app.domain.allocation.descriptor import Rule
from budget_app.domain.allocation.votes import as_candidates, sealing_for, tally_of, usual_rule
from budget_app.domain.ballot_kind import BallotKind, BallotLimits
from budget_app.domain.ballot_list import compose_ballot_list
from budget_app.domain.edition import Calendar, Edition, ElectionState, VotingRules
from budget_app.domain.project import ProjectView
from budget_app.domain.result import ResultView
from budget_app.domain.vote_count import count_opened

OPENS = datetime(2030, 5, 4, 8, tzinfo=UTC)
EDITION = Edition(
    slug="essai",
    uuid="VrMYzsTRX1Q2Mi",
    name="Édition d'essai",
    town="Essai-sur-Test",
    description="",
    budget=1,
    calendar=Calendar(OPENS, OPENS + timedelta(days=14)),
    rules=VotingRules(1, 1),
    state=ElectionState.COUNTED,
    created_at=OPENS - timedelta(days=30),
)
PLACES = ("Nord", "", "Sud")
LIMITS = {
    BallotKind.APPROVAL: BallotLimits(BallotKind.APPROVAL, 0, 3),
    BallotKind.KNAPSACK: BallotLimits(BallotKind.KNAPSACK, 1, 4),
    BallotKind.POINTS: BallotLimits(BallotKind.POINTS, 0, 1, 6, 3),
    BallotKind.RANKING: BallotLimits(BallotKind.RANKING, 1, 3),
}
"""One of each kind whose ballots can be opened."""


def invented_projects(costs: Sequence[int]) -> tuple[ProjectView, ...]:
    """Projects of these costs (cents), with texts that are hard to write."""
    return tuple(
        ProjectView(
            number=number,
            title=f'Un jardin ; "partagé", n° {number}',
            summary="" if number == 2 else "Des bancs\net des fleurs",
            description="",
            beneficiaries="les enfants, les aînés" if number % 2 else "",
            category="Nature, Mobilité" if number % 3 else "",
            district=PLACES[number % 3],
            place="",
            cost=cost,
            latitude=46.5 + number / 1000 if number > 1 else None,
            longitude=-1e-05 if number > 1 else None,
            picture=None,
        )
        for number, cost in enumerate(costs, start=1)
    )


def invented_result(
    kind: BallotKind,
    costs: Sequence[int],
    budget: int,
    ballots: Sequence[tuple[int, ...]],
    change: Callable[[Rule], Rule] = lambda rule: rule,
    blank: int = 0,
) -> ResultView:
    """The result of opened ``ballots`` (a number for each project) by the usual rule, changed."""
    limits, projects = LIMITS[kind], invented_projects(costs)
    rule = change(usual_rule(kind, budget, "graine"))
    sealing = sealing_for(rule, kind)
    count = count_opened(limits, costs, budget, ballots, blank, 0)
    tally, election = tally_of(rule, limits, sealing, as_candidates(projects), count)
    voters = len(ballots) + blank
    return ResultView(
        allocation=allocate(rule, tally, election),
        projects=projects,
        limits=limits,
        sealing=sealing,
        count=count,
        ballots=voters,
        attended=voters,
        voters=voters,
        counted_at=OPENS + timedelta(days=15),
        ballot_list=compose_ballot_list(projects, budget, limits, sealing, rule),
    )
