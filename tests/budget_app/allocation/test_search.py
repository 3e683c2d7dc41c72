"""What it would have taken, against trying every number of votes and every cost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budget_app.domain.allocation import search
from budget_app.domain.allocation.allocate import Allocation, allocate, allocate_ballots
from budget_app.domain.allocation.descriptor import (
    Count,
    Dividing,
    Envelope,
    Envelopes,
    EnvelopesLeft,
    Leftover,
    Method,
    Rule,
    Satisfaction,
    Step,
    StepUnit,
    WhenFull,
)
from budget_app.domain.allocation.election import Election, Project, Tally, make_election, make_tally
from budget_app.domain.allocation.search import Needed, Unit, less_cost, lift, more_votes
from tests.budget_app.allocation.examples import approvals, judgment_rule, rule, shares_rule, tallies

BANDS = Envelopes(
    Dividing.COST, (Envelope("petits", 12, up_to=9), Envelope("moyens", 20, up_to=16)), EnvelopesLeft.TOWN_WIDE
)
DISTRICTS = Envelopes(
    Dividing.DISTRICT,
    (Envelope("nord", 15, holds=("nord",)), Envelope("sud", 10, holds=("sud",))),
    EnvelopesLeft.TOWN_WIDE,
)
FULL = st.sampled_from([(WhenFull.SKIP, Leftover.RETURNED), *((WhenFull.STOP, left) for left in Leftover)])


@st.composite
def _ballots(draw: st.DrawFn, most_points: int) -> Election:
    """Two to five projects that cost 1 to 25 cents, and a few ballots."""
    names = [f"{number:02}" for number in range(1, draw(st.integers(3, 6)))]
    projects = [
        Project(name, draw(st.integers(1, 25)), district=draw(st.sampled_from(["nord", "sud", ""]))) for name in names
    ]
    ballot = st.dictionaries(st.sampled_from(names), st.integers(1, most_points))
    groups = draw(st.lists(st.tuples(ballot, st.integers(1, 4)), max_size=7))
    return make_election(projects, ((tuple(entries.items()), number) for entries, number in groups))


@st.composite
def _walks(draw: st.DrawFn) -> Tally:
    """Projects of small costs with few different numbers of votes."""
    costs = draw(st.lists(st.integers(1, 25), min_size=2, max_size=6))
    votes = [draw(st.integers(0, 6)) for _ in costs]
    districts = [draw(st.sampled_from(["nord", "sud", ""])) for _ in costs]
    return tallies(costs, votes, districts).tally(points=False)


WALK_RULES = st.builds(
    lambda full, envelopes, votes, percent, apart, one: rule(
        40,
        when_full=full[0],
        leftover=full[1],
        envelopes=envelopes,
        threshold_votes=votes,
        threshold_percent=percent,
        incompatible=(("01", "02"),) if apart else (),
        one_per_district=one,
    ),
    FULL,
    st.sampled_from([None, None, BANDS, DISTRICTS]),
    st.integers(0, 4),
    st.sampled_from([0, 0, 10, 25, 100]),
    st.booleans(),
    st.booleans(),
)


def _losers(allocation: Allocation) -> list[str]:
    return [line.identifier for line in allocation.funding.lines if not line.funded]


def _cheaper(projects: tuple[Project, ...], name: str, cost: int) -> tuple[Project, ...]:
    return tuple(replace(project, cost=cost) if project.identifier == name else project for project in projects)


def _wins_with(asked: Rule, tally: Tally, name: str, more: int) -> bool:
    """Whether so many ballots more, for this project alone, fund it by votes: counted anew."""
    votes = dict(zip((project.identifier for project in tally.projects), tally.votes, strict=True))
    votes[name] += more
    return name in allocate(asked, make_tally(tally.projects, votes, tally.voters + more)).funding.winners


@settings(max_examples=60, deadline=None)
@given(WALK_RULES, _walks())
def test_by_votes_no_smaller_number_of_votes_is_enough(asked: Rule, tally: Tally) -> None:
    allocation = allocate(asked, tally)
    for name in _losers(allocation):
        found = more_votes(allocation, name)
        enough = next((more for more in range(1, 80) if _wins_with(asked, tally, name, more)), None)
        assert (found.enough, found.smallest, found.unit) == (enough, True, Unit.BALLOTS)


@settings(max_examples=60, deadline=None)
@given(WALK_RULES, _walks())
def test_by_votes_no_smaller_reduction_is_enough(asked: Rule, tally: Tally) -> None:
    allocation = allocate(asked, tally)
    for name in _losers(allocation):
        cost = allocation.projects[name].cost
        costs = range(cost - 1, 0, -1)
        wins = (allocate(asked, replace(tally, projects=_cheaper(tally.projects, name, less))) for less in costs)
        enough = next((less for less, made in enumerate(wins, start=1) if name in made.funding.winners), None)
        assert less_cost(allocation, name) == Needed(
            Unit.CENTS, enough, cost - 1 if enough is None else enough - 1, smallest=True
        )


@settings(max_examples=60, deadline=None)
@given(_ballots(2), FULL, st.integers(0, 2), st.sampled_from([None, DISTRICTS]))
def test_by_grades_no_smaller_number_of_voters_is_enough(
    election: Election, full: tuple[WhenFull, Leftover], lowest: int, envelopes: Envelopes | None
) -> None:
    asked = judgment_rule(40, when_full=full[0], leftover=full[1], lowest_grade=lowest, envelopes=envelopes)
    allocation = allocate_ballots(asked, election, grades=3)
    names = [project.identifier for project in election.projects]
    for name in _losers(allocation):
        grades, place = list(allocation.tally.grades), names.index(name)
        enough = None
        for number in range(1, election.voters + 1):
            grades[place] = lift(allocation.tally.grades[place], number)
            if name in allocate(asked, replace(allocation.tally, grades=tuple(grades))).funding.winners:
                enough = number
                break
        found = more_votes(allocation, name)
        assert (found.enough, found.smallest, found.unit) == (enough, True, Unit.GRADES)


def test_points_are_counted_as_points() -> None:
    allocation = allocate(rule(40, count=Count.POINTS), tallies([30, 31], [7, 4]).tally(points=False))
    assert more_votes(allocation, "02") == Needed(Unit.POINTS, 4, 3, smallest=True)


SHARES_RULES = st.builds(
    lambda kind, step, fill, compared, votes, apart: shares_rule(
        40,
        satisfaction=kind,
        count=Count.CHOICES if kind is Satisfaction.COST else Count.POINTS,
        step=step,
        fill=fill,
        compare=compared,
        threshold_votes=votes,
        incompatible=(("01", "02"),) if apart else (),
    ),
    st.sampled_from(Satisfaction),
    st.none() | st.builds(Step, st.integers(50, 300), st.just(StepUnit.PERCENT)),
    st.booleans(),
    st.sampled_from([None, Method.EQUAL_SHARES, Method.BY_VOTES]),
    st.integers(0, 2),
    st.booleans(),
)


def _joined(election: Election, name: str, score: int, more: int, cost: int | None = None) -> Election:
    """The election with so many ballots more for one project, made anew; or with another cost."""
    names = [project.identifier for project in election.projects]
    ballots = [([(names[place], given) for place, given in group.entries], group.ballots) for group in election.groups]
    projects = election.projects if cost is None else _cheaper(election.projects, name, cost)
    return make_election(projects, [*ballots, *([([(name, score)], more)] if more else [])])


@settings(max_examples=60, deadline=None)
@given(_ballots(3), SHARES_RULES, st.integers(0, 50))
def test_by_equal_shares_the_number_is_enough_and_one_less_is_not(election: Election, asked: Rule, hint: int) -> None:
    allocation = allocate_ballots(asked, election)
    for name in _losers(allocation):
        votes, cost = more_votes(allocation, name, hint), less_cost(allocation, name, hint)
        before = allocation.projects[name].cost
        for found in (votes, cost):
            assert found.enough is None or found.short == found.enough - 1

        def wins(number: int, name: str = name, each: int = votes.each) -> bool:
            return name in allocate_ballots(asked, _joined(election, name, each, number)).funding.winners

        def wins_at(less: int, name: str = name, before: int = before) -> bool:
            changed = _joined(election, name, 1, 0, before - less)
            return name in allocate_ballots(asked, changed).funding.winners

        assert not wins(votes.short)
        assert not wins_at(cost.short)
        assert votes.enough is None or wins(votes.enough)
        assert cost.enough is None or wins_at(cost.enough)


def test_a_good_guess_needs_two_tries_and_any_guess_finds_the_same() -> None:
    # Ten voters, 10 each: 02 costs 45 and its four supporters have 40.
    allocation = allocate_ballots(shares_rule(100), approvals([50, 45], [[1]] * 6 + [[2]] * 4))
    assert less_cost(allocation, "02", 5) == Needed(Unit.CENTS, 5, 4, smallest=False)
    assert {less_cost(allocation, "02", guess) for guess in (0, 1, 3, 9, 44, 900)} == {less_cost(allocation, "02", 5)}
    assert more_votes(allocation, "02").enough == 1  # 5 of 11 voters have 5 · 100 / 11 > 45


def test_a_search_that_is_too_long_says_what_it_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    allocation = allocate_ballots(shares_rule(100_000), approvals([50_000, 45_000], [[1]] * 6 + [[2]] * 4))
    monkeypatch.setattr(search, "MOST_TRIES", 4)
    assert less_cost(allocation, "02", 1) == Needed(Unit.CENTS, None, 74, smallest=False, cut=True)
    assert less_cost(allocation, "02", 5_900) == Needed(Unit.CENTS, 5_827, 0, smallest=False, cut=True)
    monkeypatch.setattr(search, "MOST_LOOKS", 2 * search.FEWEST_TRIES - 1)  # two different ballots of one entry
    assert less_cost(allocation, "02", 5_000) == Needed(Unit.CENTS, None, 0, smallest=False, cut=True)


def test_no_cost_helps_where_votes_are_missing() -> None:
    allocation = allocate_ballots(shares_rule(100, threshold_votes=9), approvals([50, 45], [[1]] * 9 + [[2]] * 4))
    assert less_cost(allocation, "02") == Needed(Unit.CENTS, None, 44, smallest=True)
    assert more_votes(allocation, "02") == Needed(Unit.BALLOTS, 5, 4, smallest=False)
