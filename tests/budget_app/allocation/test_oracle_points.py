"""Real editions whose ballots give points: the same winners in the same order as an independent implementation."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from budget_app.domain.allocation.descriptor import Count, Rule, Satisfaction, Step, StepUnit
from budget_app.domain.allocation.election import Election
from budget_app.domain.pabulib import parse_pabulib
from budget_app.domain.pabulib_election import allocate_file, election_of
from tests.budget_app.allocation.examples import rule, shares_rule
from tests.budget_app.allocation.oracle import Oracle
from tests.budget_app.pabulib_files import ELECTIONS

NAMES = ("France_Toulouse_2019", "Switzerland_Zurich_D10")


def _path(name: str) -> Path:
    path: Path = ELECTIONS / f"{name}.pb"
    if not path.exists():
        pytest.skip(f"{name}.pb is not in ../shared/elections")
    return path


def _rules(budget: int) -> list[Rule]:
    steps = (None, Step(10, StepUnit.PERCENT))
    points = [
        shares_rule(budget, satisfaction=kind, count=Count.POINTS, step=step, fill=True)
        for kind, step in product(Satisfaction, steps)
    ]
    return [rule(budget, count=Count.POINTS), *points]


@pytest.mark.parametrize("name", NAMES)
def test_editions_of_points_have_the_oracles_winners_in_its_order(name: str) -> None:
    instance = parse_pabulib(_path(name).read_bytes())
    election: Election = election_of(instance)
    for made in _rules(instance.budget):
        assert list(allocate_file(made, instance).funding.winners) == Oracle(election, made).winners()


@pytest.mark.parametrize("name", NAMES)
def test_the_sums_of_points_are_those_that_the_town_published(name: str) -> None:
    instance = parse_pabulib(_path(name).read_bytes())
    election = election_of(instance)
    counted = {project.identifier: points for project, points in zip(election.projects, election.points, strict=True)}
    assert counted == {project.identifier: project.score for project in instance.projects}
