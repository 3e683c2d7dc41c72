"""Rules and elections for tests."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from budget_app.domain.allocation.descriptor import (
    Count,
    Leftover,
    Method,
    Rule,
    Satisfaction,
    Shares,
    Step,
    StepUnit,
    WhenFull,
)
from budget_app.domain.allocation.election import Election, Project, make_election

IN_ITS_TIME = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For properties on a machine that has other things to do."""
LARGE_STEPS = st.none() | st.builds(Step, st.integers(20, 60), st.just(StepUnit.PERCENT))
PLAIN_SHARES = Shares(Satisfaction.COST, step=None, fill=False, compare=None)


def rule(budget: int = 10_000, **changes: Any) -> Rule:
    """By votes, the plainest; ``changes`` name what differs."""
    plain: dict[str, Any] = {
        "method": Method.BY_VOTES,
        "budget": budget,
        "seed": "essai",
        "count": Count.CHOICES,
        "threshold_votes": 1,
        "threshold_percent": 0,
        "lowest_grade": 0,
        "when_full": WhenFull.SKIP,
        "leftover": Leftover.RETURNED,
        "envelopes": None,
        "one_per_district": False,
        "incompatible": (),
        "shares": None,
    }
    return Rule(**{**plain, **changes})


def shares_rule(budget: int = 10_000, **changes: Any) -> Rule:
    """Equal Shares; ``satisfaction``, ``step``, ``fill`` and ``compare`` are those of Shares."""
    inside = {name: changes.pop(name) for name in ("satisfaction", "step", "fill", "compare") if name in changes}
    shares = Shares(**{**vars(PLAIN_SHARES), **inside})
    return rule(budget, **{"method": Method.EQUAL_SHARES, "shares": shares, **changes})


def judgment_rule(budget: int = 10_000, **changes: Any) -> Rule:
    """Majority judgment."""
    return rule(budget, **{"method": Method.MAJORITY_JUDGMENT, "threshold_votes": 0, **changes})


def approvals(costs: Sequence[int], ballots: Sequence[Sequence[int]]) -> Election:
    """Projects "01", "02"... of these costs, and ballots that choose them by number."""
    projects = [Project(f"{number:02}", cost) for number, cost in enumerate(costs, start=1)]
    return make_election(projects, (([(f"{number:02}", 1) for number in ballot], 1) for ballot in ballots))


def tallies(costs: Sequence[int], votes: Sequence[int], districts: Sequence[str] = ()) -> Election:
    """Projects of these costs, each chosen alone by as many ballots."""
    places = districts or [""] * len(costs)
    projects = [
        Project(f"{number:02}", cost, district=place)
        for number, (cost, place) in enumerate(zip(costs, places, strict=True), start=1)
    ]
    return make_election(
        projects,
        (([(project.identifier, 1)], number) for project, number in zip(projects, votes, strict=True) if number),
    )


STEPS = st.none() | st.builds(Step, st.integers(1, 60), st.sampled_from(["percent", "per-mille", "cents"]))


@st.composite
def elections(draw: st.DrawFn, most_projects: int = 7, most_points: int = 1, most_cost: int = 12_000) -> Election:
    """Small elections with many equals: few costs, few kinds of ballots."""
    costs = draw(
        st.lists(
            st.sampled_from([500, 1_000, 2_500, 4_000, most_cost]) | st.integers(1, most_cost),
            min_size=1,
            max_size=most_projects,
        )
    )
    names = [f"{number:02}" for number in range(1, len(costs) + 1)]
    districts = [draw(st.sampled_from(["nord", "sud", ""])) for _ in costs]
    projects = [
        Project(*pair, district=place) for pair, place in zip(zip(names, costs, strict=True), districts, strict=True)
    ]
    ballot = st.dictionaries(st.sampled_from(names), st.integers(1, most_points), max_size=len(names))
    groups = draw(st.lists(st.tuples(ballot, st.integers(1, 4)), max_size=9))
    return make_election(projects, ((tuple(entries.items()), number) for entries, number in groups))


def synthetic(ballots: int, projects: int, seed: int, most: int = 10) -> tuple[Election, int]:
    """A town with that many ballots, always the same; popular projects get more of them. And its budget in cents."""
    seeded = random.Random(seed)  # noqa: S311  invented votes
    listed = [Project(f"{n:03}", seeded.randrange(200_000, 20_000_000, 10_000)) for n in range(1, projects + 1)]
    weights = [1 / (1 + rank) ** 0.6 for rank in range(projects)]
    seeded.shuffle(weights)
    places = range(projects)

    def one() -> list[tuple[str, int]]:
        chosen = set(seeded.choices(places, weights, k=seeded.randint(1, most)))
        return [(listed[place].identifier, 1) for place in sorted(chosen)]

    budget = sum(project.cost for project in listed) // 4
    return make_election(listed, ((one(), 1) for _ in range(ballots))), budget
