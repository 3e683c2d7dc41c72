"""The same winners in the same order as an independent implementation, on real editions and on invented ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budget_app.domain.allocation.by_votes import fund_by_votes
from budget_app.domain.allocation.completion import fund_by_shares
from budget_app.domain.allocation.descriptor import Count, Method, Rule, Satisfaction, Step, StepUnit
from budget_app.domain.allocation.election import Election
from budget_app.domain.pabulib import parse_pabulib
from budget_app.domain.pabulib_election import election_of
from tests.budget_app.allocation.examples import elections, rule, shares_rule, synthetic
from tests.budget_app.allocation.oracle import Oracle
from tests.budget_app.allocation.test_oracle_points import NAMES as NAMES_OF_POINTS
from tests.budget_app.pabulib_files import ELECTIONS

NAMES = (
    "France_Toulouse_2022",
    "France_Toulouse_2022_district_1",
    "France_Toulouse_2022_district_17",
    "France_Toulouse_2024",
    "Netherlands_Amsterdam_643",
    "Netherlands_Assen_2024",
)
LARGE = ("France_Toulouse_2022", "France_Toulouse_2024")
ONE_PERCENT = Step(1, StepUnit.PERCENT)


def _read(name: str) -> tuple[Election, int]:
    """The election of a file, and its budget in cents."""
    path: Path = ELECTIONS / f"{name}.pb"
    if not path.exists():
        pytest.skip(f"{name}.pb is not in ../shared/elections")
    file = parse_pabulib(path.read_bytes())
    return election_of(file), file.budget


def _winners(election: Election, made: Rule) -> list[str]:
    if made.method is Method.BY_VOTES:
        return list(fund_by_votes(election.tally(points=made.count is Count.POINTS), made).winners)
    return list(fund_by_shares(election, made)[0].winners)


@pytest.mark.parametrize("name", NAMES)
def test_real_editions_have_the_oracles_winners_in_its_order(name: str) -> None:
    election, budget = _read(name)
    assert _winners(election, rule(budget)) == Oracle(election, rule(budget)).winners()
    oracle = Oracle(election, shares_rule(budget))
    found = oracle.equal_shares()
    assert _winners(election, shares_rule(budget)) == found
    assert _winners(election, shares_rule(budget, fill=True)) == [*found, *oracle.by_votes(found)]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in LARGE])
def test_completed_shares_have_the_oracles_winners_too(name: str) -> None:
    election, budget = _read(name)
    made = shares_rule(budget, step=ONE_PERCENT, fill=True)
    assert _winners(election, made) == Oracle(election, made).winners()


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_large_editions_are_completed_to_the_step_before_the_oracle_overspends(name: str) -> None:
    # The oracle takes minutes for all steps: it is asked for the last one and the one after it, where ours ends.
    election, budget = _read(name)
    funding, result = fund_by_shares(election, shares_rule(budget, step=ONE_PERCENT))
    oracle = Oracle(election, shares_rule(budget))
    assert oracle.equal_shares(result.share) == list(funding.winners)
    larger = oracle.equal_shares(result.share + result.first_share / 100)
    assert sum(project.cost for project in oracle.projects if project.name in set(larger)) > budget
    assert result.steps > 50


def test_assen_has_its_official_winners() -> None:
    election, budget = _read("Netherlands_Assen_2024")
    text = (ELECTIONS / "Netherlands_Assen_2024.pb").read_text().split("VOTES")[0].splitlines()
    rows = [line.split(";") for line in text[text.index("PROJECTS") + 2 :]]
    official = {row[0] for row in rows if row[4] == "1"}
    funding, _result = fund_by_shares(election, shares_rule(budget, step=Step(100, StepUnit.CENTS)))
    assert (set(funding.winners), len(official), funding.spent) == (official, 9, 7_670_000)


RULES = st.builds(
    lambda budget, kind, step, fill, scored: shares_rule(
        budget,
        satisfaction=kind,
        count=Count.POINTS if scored or kind is not Satisfaction.COST else Count.CHOICES,
        step=step,
        fill=fill,
    ),
    st.integers(2_000, 12_000),
    st.sampled_from(Satisfaction),
    st.none() | st.builds(Step, st.integers(50, 300), st.just(StepUnit.PERCENT)),
    st.booleans(),
    st.booleans(),
)
BY_VOTES = st.builds(lambda budget, count: rule(budget, count=count), st.integers(1, 12_000), st.sampled_from(Count))
CASES = elections(most_points=3).filter(lambda election: election.voters > 0)


@settings(deadline=None)
@given(CASES, RULES | BY_VOTES)
def test_invented_elections_full_of_equals_have_the_oracles_winners(election: Election, made: Rule) -> None:
    assert _winners(election, made) == Oracle(election, made).winners()


@pytest.mark.slow
@pytest.mark.parametrize("ballots", [2_000, 130_000])
def test_large_invented_elections_have_the_oracles_winners(ballots: int) -> None:
    election, budget = synthetic(ballots, 40, seed=5, most=4)
    for made in (rule(budget), shares_rule(budget)):
        assert _winners(election, made) == Oracle(election, made).winners()


def test_every_file_at_hand_is_compared() -> None:
    if not ELECTIONS.is_dir():
        pytest.skip("../shared/elections is not on this machine")
    assert {path.stem for path in ELECTIONS.glob("*.pb")} == {*NAMES, *NAMES_OF_POINTS}
