"""Equal Shares: worked examples, and what must hold in every election."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.allocation.by_votes import fund_by_votes
from budget_app.domain.allocation.completion import (
    SharesResult,
    compare,
    fund_by_shares,
    make_market,
    winners_by_group,
)
from budget_app.domain.allocation.descriptor import Count, Method, Rule, Satisfaction, Step, StepUnit
from budget_app.domain.allocation.election import Election, Project, make_election
from budget_app.domain.allocation.equal_shares import run_shares
from budget_app.domain.allocation.ledger import open_ledger
from budget_app.domain.allocation.outcome import Funding
from budget_app.domain.allocation.ties import Decided
from budget_app.domain.errors import InvalidInputError
from tests.budget_app.allocation.examples import approvals, elections, rule, shares_rule

POINTS = {"satisfaction": Satisfaction.POINTS, "count": Count.POINTS}
RULES = st.builds(
    lambda budget, kind, step, fill, compared, votes, apart: shares_rule(
        budget,
        satisfaction=kind,
        count=Count.CHOICES if kind is Satisfaction.COST else Count.POINTS,
        step=step,
        fill=fill,
        compare=compared,
        threshold_votes=votes,
        incompatible=(("01", "02"),) if apart else (),
    ),
    st.integers(2_000, 12_000),
    st.sampled_from(Satisfaction),
    st.none() | st.builds(Step, st.integers(50, 300), st.just(StepUnit.PERCENT)),
    st.booleans(),
    st.sampled_from([None, Method.EQUAL_SHARES, Method.BY_VOTES]),
    st.sampled_from([0, 1, 1, 1, 2]),
    st.booleans(),
)
ELECTIONS = elections(most_points=3).filter(lambda election: len(election.projects) > 1)


def _names(election: Election, result: SharesResult) -> list[str]:
    return [election.projects[round_.project].identifier for round_ in result.rounds]


def test_a_group_pays_for_its_project_in_equal_parts_and_a_larger_group_cannot_take_all() -> None:
    # Ten voters, 1,000 each: six want 01 and 02, four want 03. By votes, 01 and 02 take everything.
    election = approvals([5_000, 5_000, 4_000], [[1, 2]] * 6 + [[3]] * 4)
    funding, result = fund_by_shares(election, shares_rule())
    assert (sorted(funding.winners)[1], len(funding.winners)) == ("03", 2)
    assert fund_by_votes(election.tally(points=False), rule()).winners == ("01", "02")
    first = result.rounds[0]
    assert (first.price, first.effective_votes, first.paid_in_full, first.gave_all) == (Fraction(2_500, 3), 6, 6, 0)
    assert result.rounds[1].price == 1_000


def test_who_has_less_than_the_price_gives_all_that_is_left() -> None:
    # 600 each. 01 costs the first three 400; for 02, one of them has 200 left, and two others pay 500.
    election = approvals([1_200, 1_200], [[1], [1], [1, 2], [2], [2]])
    funding, result = fund_by_shares(election, shares_rule(3_000, seed="a"))
    assert sorted(funding.winners) == ["01", "02"]
    second = result.rounds[1]
    assert (second.price, second.paid_in_full, second.gave_all) == (500, 2, 1)
    assert second.effective_votes == Fraction(12, 5)


def test_equals_go_by_cost_then_votes_then_lot_and_the_tie_is_shown() -> None:
    election = approvals([1_000, 900, 1_000], [[1], [2], [3]] * 2)
    funding, result = fund_by_shares(election, shares_rule(12_000))
    assert funding.winners[0] == "02"
    assert result.rounds[0].tie is not None
    assert result.rounds[0].tie.projects[0] == "02"
    assert result.rounds[0].tie.decided is Decided.LOT
    assert result.rounds[1].tie is not None
    assert set(result.rounds[1].tie.projects) == {"01", "03"}
    assert result.rounds[2].tie is None


def test_points_weigh_what_a_voter_pays() -> None:
    projects = [Project("a", 600), Project("b", 600)]
    election = make_election(projects, [([("a", 2)], 1), ([("a", 1), ("b", 2)], 1)])
    _funding, result = fund_by_shares(election, shares_rule(1_200, **POINTS))
    first = result.rounds[0]
    assert (election.projects[first.project].identifier, first.price, first.effective_votes) == ("a", 200, 3)


def test_shares_rise_until_the_first_step_that_would_overspend_and_do_not_stop_when_nothing_more_fits() -> None:
    # At first nothing can be paid; with 5,000 each 01 and 02 can; both together never leave room for 03.
    election = approvals([4_000, 4_000, 7_000], [[1, 3], [2, 3], [3]])
    funding, result = fund_by_shares(election, shares_rule(9_000, step=Step(10, StepUnit.PERCENT)))
    assert (result.first_share, result.share) == (3_000, 3_000 + 300 * result.steps)
    larger = run_shares(make_market(election, shares_rule(9_000)), result.share + 300)
    assert larger is not None
    assert sum(election.projects[round_.project].cost for round_ in larger[0]) > 9_000
    assert funding.spent <= 9_000


@pytest.mark.parametrize(
    ("unit", "rise"),
    [(StepUnit.PERCENT, Fraction(70)), (StepUnit.PER_MILLE, Fraction(7)), (StepUnit.CENTS, Fraction(7))],
)
def test_a_step_is_what_the_rule_states(unit: StepUnit, rise: Fraction) -> None:
    election = approvals([1_100, 9_000], [[1], [2]])
    _funding, result = fund_by_shares(election, shares_rule(2_000, step=Step(7, unit)))
    assert result.share == 1_000 + result.steps * rise
    assert result.steps > 1


def test_what_is_left_is_filled_by_votes_when_the_rule_says_so() -> None:
    election = approvals([4_000, 5_000], [[1], [2]])
    assert fund_by_shares(election, shares_rule(6_000))[0].winners == ()
    funding, result = fund_by_shares(election, shares_rule(6_000, fill=True))
    assert (funding.winners, result.filled, result.rounds) == (("01",), ("01",), ())
    assert [line.reason.value for line in funding.lines] == ["funded", "does-not-fit"]


def _two_results() -> tuple[Election, Funding, Funding]:
    election = approvals([5_000, 5_000, 4_000], [[1, 2]] * 6 + [[3]] * 4)
    shares = fund_by_shares(election, shares_rule())[0]
    return election, shares, fund_by_votes(election.tally(points=False), rule())


def test_the_result_in_which_more_voters_have_more_winners_stays() -> None:
    election, shares, votes = _two_results()
    comparison = compare(election, shares, votes, Method.EQUAL_SHARES)
    assert (comparison.more_by_shares, comparison.more_by_votes, comparison.even) == (4, 6, 0)
    assert comparison.kept is Method.BY_VOTES
    funding, result = fund_by_shares(election, shares_rule(compare=Method.EQUAL_SHARES))
    assert funding.winners == ("01", "02")
    assert result.funding.winners == shares.winners


@pytest.mark.parametrize("even", [Method.EQUAL_SHARES, Method.BY_VOTES])
def test_an_even_comparison_is_decided_as_the_rule_states(even: Method) -> None:
    election, shares, _votes = _two_results()
    assert compare(election, shares, shares, even).kept is even


def test_a_project_incompatible_with_a_winner_is_out_and_says_with_which() -> None:
    election = approvals([1_000, 1_000], [[1, 2]] * 3 + [[1]])
    funding, _result = fund_by_shares(election, shares_rule(incompatible=(("01", "02"),), fill=True))
    assert [(line.reason.value, line.rival) for line in funding.lines] == [("funded", None), ("incompatible", "01")]


def test_without_ballots_nothing_is_funded() -> None:
    funding, result = fund_by_shares(approvals([100], []), shares_rule(step=Step(1, StepUnit.PERCENT), fill=True))
    assert (funding.winners, result.steps) == ((), 0)


def test_a_rule_without_shares_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="rule-shares"):
        fund_by_shares(approvals([100], []), rule())


@given(ELECTIONS, RULES)
def test_the_budget_is_never_passed_and_every_project_has_its_line(election: Election, made: Rule) -> None:
    funding, result = fund_by_shares(election, made)
    costs = {project.identifier: project.cost for project in election.projects}
    for one in (funding, result.funding):
        assert one.spent == sum(costs[name] for name in one.winners) <= made.budget
        assert sorted(line.identifier for line in one.lines) == sorted(costs)
        assert {line.identifier for line in one.lines if line.funded} == set(one.winners)
    assert result.funding.winners == (*_names(election, result), *result.filled)


@given(ELECTIONS, RULES)
def test_payments_add_up_to_costs_and_nobody_pays_for_others_or_more_than_they_have(
    election: Election, made: Rule
) -> None:
    _funding, result = fund_by_shares(election, made)
    market = make_market(election, made)
    groups = range(len(election.groups))
    pages = list(open_ledger(market, result.share, result.rounds, groups))
    assert set(pages[0].money.values()) <= {result.share}
    for page, after in pairwise(pages):
        assert page.round is not None
        cost = election.projects[page.round.project].cost
        assert sum(page.paid[group] * election.groups[group].ballots for group in page.paid) == cost
        for group, payment in page.paid.items():
            assert page.round.project in dict(election.groups[group].entries)
            assert payment <= page.round.price * (3 if market.by_points else 1)
        assert all(money >= 0 for money in after.money.values())
        short = [
            group for group, payment in page.paid.items() if payment == page.money[group] and not after.money[group]
        ]
        exact = sum(election.groups[group].ballots for group in short)
        assert page.round.gave_all <= exact
        voters = sum(election.groups[group].ballots for group in page.paid)
        assert page.round.paid_in_full + page.round.gave_all == voters


@given(ELECTIONS, RULES)
def test_at_the_end_no_projects_supporters_still_hold_its_cost(election: Election, made: Rule) -> None:
    _funding, result = fund_by_shares(election, made)
    market = make_market(election, made)
    *_rounds, last = open_ledger(market, result.share, result.rounds, range(len(election.groups)))
    out = run_shares(market, result.share)
    assert out is not None
    won = {round_.project for round_ in result.rounds}
    for position in set(market.eligible) - won:
        held = sum(
            last.money[group] * election.groups[group].ballots for group, _score in election.supporters[position]
        )
        assert held < election.projects[position].cost or out[1].find(position) is not None


@given(ELECTIONS, RULES.filter(lambda made: made.shares is not None and made.shares.step is not None))
def test_one_step_more_would_overspend_or_change_nothing(election: Election, made: Rule) -> None:
    _funding, result = fund_by_shares(election, made)
    market = make_market(election, made)
    assert made.shares is not None
    assert made.shares.step is not None
    rise = result.first_share * made.shares.step.amount / 100
    won = [round_.project for round_ in result.rounds]
    larger, largest = (run_shares(market, result.share + more) for more in (rise, Fraction(100_000)))
    assert larger is not None
    assert largest is not None
    overspends = sum(election.projects[round_.project].cost for round_ in larger[0]) > made.budget
    changes_nothing = {round_.project for round_ in largest[0]} == set(won)
    assert overspends or changes_nothing


@given(ELECTIONS, RULES, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(election: Election, made: Rule, chance: random.Random) -> None:
    names = [project.identifier for project in election.projects]
    ballots = [
        ([(names[position], score) for position, score in group.entries], 1)
        for group in election.groups
        for _ in range(group.ballots)
    ]
    projects = list(election.projects)
    chance.shuffle(ballots)
    chance.shuffle(projects)
    assert fund_by_shares(make_election(projects, ballots), made) == fund_by_shares(election, made)


@given(ELECTIONS, RULES)
def test_winners_by_group_are_those_that_its_ballots_name(election: Election, made: Rule) -> None:
    funding, _result = fund_by_shares(election, made)
    for group, number in zip(election.groups, winners_by_group(election, funding.winners), strict=True):
        named = {election.projects[position].identifier for position, _score in group.entries}
        assert number == len(named & set(funding.winners))
