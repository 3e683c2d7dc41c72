"""The figures of a result add up, whatever was asked and won."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.allocation.allocate import allocate, allocate_ballots
from budget_app.domain.allocation.descriptor import Count, Method, Step, StepUnit
from budget_app.domain.allocation.election import Election, Project, make_election
from budget_app.domain.allocation.statistics import (
    Grouping,
    find_stages,
    find_two_results,
    mean_winners,
    money_by,
    voters_of,
    voters_of_single,
)
from tests.budget_app.allocation.examples import (
    IN_ITS_TIME,
    LARGE_STEPS,
    approvals,
    elections,
    judgment_rule,
    rule,
    shares_rule,
    tallies,
)

PLACES = st.sampled_from(["", "école", "parc"])


@st.composite
def _described(draw: st.DrawFn) -> Election:
    """An election whose projects have categories and several beneficiaries."""
    election = draw(elections())
    groups = st.lists(st.sampled_from(["enfants", "aînés", "tous"]), max_size=3).map(tuple)
    projects = [replace(project, category=draw(PLACES), beneficiaries=draw(groups)) for project in election.projects]
    return replace(election, projects=tuple(projects))


@IN_ITS_TIME
@given(_described(), st.sampled_from(Grouping), st.integers(3_000, 30_000))
def test_the_money_of_all_groups_adds_up(election: Election, grouping: Grouping, budget: int) -> None:
    allocation = allocate_ballots(rule(budget), election)
    groups = money_by(allocation.tally, allocation.funding, grouping)
    assert sum(group.spent for group in groups) == allocation.funding.spent
    assert sum(group.asked for group in groups) == sum(project.cost for project in election.projects)
    assert len({group.name for group in groups}) == len(groups)
    for group in groups:
        assert group.spent <= group.asked
        assert (group.funded == 0) == (group.spent == 0) or group.spent < group.projects


def test_the_group_with_the_most_money_comes_first_and_no_group_last() -> None:
    projects = [Project("1", 500, category="parc"), Project("2", 900, category="école"), Project("3", 5_000)]
    election = make_election(projects, [([("1", 1), ("2", 1), ("3", 1)], 1)])
    allocation = allocate_ballots(rule(), election)
    names = [group.name for group in money_by(allocation.tally, allocation.funding, Grouping.CATEGORY)]
    assert names == ["école", "parc", ""]


def test_a_project_for_several_groups_is_split_to_the_cent() -> None:
    projects = [Project("1", 1_001, beneficiaries=("enfants", "aînés")), Project("2", 99)]
    allocation = allocate_ballots(rule(), make_election(projects, [([("1", 1)], 1)]))
    groups = money_by(allocation.tally, allocation.funding, Grouping.BENEFICIARIES)
    assert [(group.name, group.spent) for group in groups] == [("enfants", 501), ("aînés", 500), ("", 0)]


@IN_ITS_TIME
@given(elections(most_points=3), st.integers(3_000, 30_000))
def test_every_voter_is_counted_once_and_every_choice_of_a_winner_too(election: Election, budget: int) -> None:
    allocation = allocate_ballots(rule(budget), election)
    figures = voters_of(election, allocation.funding)
    assert figures.voters == election.voters
    won = set(allocation.funding.winners)
    chosen = [v for p, v in zip(election.projects, election.choices, strict=True) if p.identifier in won]
    assert sum(number * voters for number, voters in enumerate(figures.by_number)) == sum(chosen)
    assert figures.without == sum(
        group.ballots
        for group in election.groups
        if not any(election.projects[position].identifier in won for position, _score in group.entries)
    )


@IN_ITS_TIME
@given(elections(), st.integers(3_000, 30_000))
def test_totals_say_the_mean_that_the_ballots_say(election: Election, budget: int) -> None:
    allocation = allocate_ballots(rule(budget), election)
    without_ballots = allocate(rule(budget), allocation.tally)
    assert (mean_winners(without_ballots) or 0) == voters_of(election, allocation.funding).mean


def test_points_and_grades_do_not_say_how_many_projects_a_voter_won() -> None:
    election = approvals([100, 100], [[1], [1, 2]])
    assert mean_winners(allocate_ballots(rule(count=Count.POINTS), election)) is None
    assert mean_winners(allocate_ballots(judgment_rule(), election, grades=2)) is None
    assert mean_winners(allocate_ballots(rule(), approvals([100], []))) is None


@IN_ITS_TIME
@given(st.lists(st.integers(0, 5), min_size=1, max_size=5), st.integers(1, 12_000))
def test_totals_of_single_choices_say_what_their_ballots_say(votes: list[int], budget: int) -> None:
    election = tallies([3_000] * len(votes), votes)
    allocation = allocate_ballots(rule(budget), election)
    by_totals = voters_of_single(allocation.tally, allocation.funding)
    known = voters_of(election, allocation.funding)
    assert (by_totals.voters, by_totals.without) == (known.voters, known.without)


@IN_ITS_TIME
@given(elections(), st.integers(3_000, 30_000), LARGE_STEPS, st.booleans())
def test_each_stage_of_equal_shares_is_within_the_budget_and_filling_takes_nothing_away(
    election: Election, budget: int, step: Step | None, fill: bool
) -> None:
    allocation = allocate_ballots(shares_rule(budget, step=step, fill=fill), election)
    stages = find_stages(allocation)
    assert stages is not None
    assert stages.first.spent <= budget
    assert stages.completed.spent <= stages.filled.spent == allocation.funding.spent <= budget
    assert stages.completed.projects <= stages.filled.projects == len(allocation.funding.winners)
    if step is None:
        assert stages.first == stages.completed


@IN_ITS_TIME
@given(elections(), st.integers(3_000, 30_000), st.sampled_from([Method.EQUAL_SHARES, Method.BY_VOTES, None]))
def test_two_results_hold_every_winner_once(election: Election, budget: int, compare: Method | None) -> None:
    allocation = allocate_ballots(shares_rule(budget, fill=True, compare=compare), election)
    two = find_two_results(allocation)
    assert two is not None
    assert allocation.shares is not None
    assert allocation.by_votes is not None
    assert {*two.both, *two.only_shares} == set(allocation.shares.funding.winners)
    assert {*two.both, *two.only_votes} == set(allocation.by_votes.winners)
    assert not set(two.only_shares) & set(two.only_votes)


def test_another_rule_has_neither_stages_nor_two_results() -> None:
    allocation = allocate_ballots(rule(), approvals([100], [[1]]))
    assert find_stages(allocation) is None
    assert find_two_results(allocation) is None


def test_larger_shares_are_told_apart_from_the_first_ones() -> None:
    election = approvals([6_000, 5_000], [[1], [1], [2]])
    allocation = allocate_ballots(shares_rule(11_000, step=Step(10, StepUnit.PERCENT)), election)
    stages = find_stages(allocation)
    assert stages is not None
    assert (stages.first.projects, stages.first.spent) == (1, 6_000)
    assert (stages.completed.projects, stages.completed.spent) == (2, 11_000)
    assert voters_of(election, allocation.funding).mean == Fraction(1)


@pytest.mark.parametrize("voters", [[], [[]]])
def test_a_result_without_winners_leaves_every_voter_without(voters: list[list[int]]) -> None:
    election = approvals([100], voters)
    figures = voters_of(election, allocate_ballots(rule(), election).funding)
    assert figures.by_number == (len(voters),)
    assert figures.mean == 0
