"""Why a project is funded or not: the numbers that a resident can add up."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budget_app.domain.allocation.allocate import Allocation, allocate, allocate_ballots
from budget_app.domain.allocation.completion import make_market
from budget_app.domain.allocation.descriptor import Method, Rule, Step, StepUnit
from budget_app.domain.allocation.election import Election
from budget_app.domain.allocation.explanations import explain
from budget_app.domain.allocation.guess import guess
from budget_app.domain.allocation.ledger import open_ledger
from budget_app.domain.allocation.outcome import Reason
from budget_app.domain.allocation.search import less_cost
from budget_app.domain.allocation.supporters import Payment, find_supporters, whole_cents
from tests.budget_app.allocation.examples import (
    approvals,
    elections,
    judgment_rule,
    rule,
    shares_rule,
    synthetic,
    tallies,
)


def _by_votes(asked: Rule, costs: list[int], votes: list[int]) -> Allocation:
    return allocate(asked, tallies(costs, votes).tally(points=False))


def test_a_winner_has_its_rank_and_the_running_total_and_nothing_to_find() -> None:
    said = explain(_by_votes(rule(100), [60, 50, 30], [9, 5, 4]), "03")
    assert (said.line.reason, said.line.rank, said.projects, said.line.votes) == (Reason.FUNDED, 3, 3, 4)
    assert (said.running_total, said.voters) == (90, 18)
    assert (said.more_votes, said.less_cost, said.money, said.purchase) == (None, None, None, None)


def test_what_did_not_fit_says_what_was_left_and_what_it_would_have_taken() -> None:
    said = explain(_by_votes(rule(100), [60, 50, 30], [9, 5, 4]), "02")
    assert (said.line.reason, said.line.left_before, said.running_total) == (Reason.DOES_NOT_FIT, 40, 60)
    assert said.more_votes is not None
    assert said.less_cost is not None
    assert (said.more_votes.enough, said.less_cost.enough) == (4, 10)  # at nine votes the cheaper one goes first


@pytest.mark.parametrize(("votes", "percent", "needed"), [(6, 0, 6), (0, 30, 6), (7, 30, 7)])
def test_below_the_threshold_says_how_many_votes_were_needed(votes: int, percent: int, needed: int) -> None:
    asked = rule(100, threshold_votes=votes, threshold_percent=percent)
    said = explain(_by_votes(asked, [60, 50, 30], [9, 5, 4]), "02")
    assert (said.line.reason, said.needed_votes) == (Reason.BELOW_THRESHOLD, needed)


def test_grades_are_told_by_project() -> None:
    allocation = allocate_ballots(judgment_rule(100, lowest_grade=1), approvals([60, 50], [[1]] * 4 + [[2]] * 3), 2)
    said = explain(allocation, "02")
    assert (said.line.reason, said.grades) == (Reason.BELOW_GRADE, (4, 3))
    assert said.more_votes is not None
    assert said.more_votes.enough == 1


def test_a_project_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="99"):
        explain(_by_votes(rule(100), [60], [9]), "99")


SHARED = approvals([600, 450, 200], [[1]] * 4 + [[1, 2]] * 2 + [[2]] * 3 + [[3]])


def test_supporters_money_says_which_winners_used_it() -> None:
    # 1,000 for ten voters, 100 each: 01 takes all from six of them, two of whom want 02 too.
    said = explain(allocate_ballots(shares_rule(1_000), SHARED), "02")
    assert said.line.reason is Reason.CANNOT_PAY
    assert said.money is not None
    assert (said.money.supporters, said.money.share, said.money.at_first, said.money.at_last) == (5, 100, 500, 300)
    assert said.money.payments == (Payment("01", 200),)
    assert said.less_cost is not None
    assert said.less_cost.enough == 150  # what its supporters lacked


def test_a_purchase_says_the_effective_votes_and_their_support() -> None:
    said = explain(allocate_ballots(shares_rule(1_000), SHARED), "01")
    assert said.purchase is not None
    assert (said.purchase.round, said.purchase.price, said.purchase.effective_votes) == (1, 100, 6)
    assert (said.purchase.support, said.purchase.paid_in_full, said.purchase.gave_all) == (60, 6, 0)
    assert said.money is not None
    assert (said.money.payments, said.money.at_last) == ((Payment("01", 600),), 0)


def test_what_the_leftover_paid_for_is_told_apart() -> None:
    said = explain(allocate_ballots(shares_rule(1_100, fill=True), SHARED), "02")
    assert (said.line.reason, said.filled, said.purchase) == (Reason.FUNDED, True, None)


def test_where_equal_shares_give_way_only_the_result_by_votes_is_explained() -> None:
    asked = shares_rule(1_000, compare=Method.BY_VOTES)
    allocation = allocate_ballots(asked, approvals([1_000, 500], [[1]] * 6 + [[2]] * 5))
    said = explain(allocation, "02")
    assert allocation.shares is not None
    assert allocation.shares.funding.winners != allocation.funding.winners
    assert (said.reverted, said.money, said.purchase, said.line.reason) == (True, None, None, Reason.DOES_NOT_FIT)


def test_parts_in_whole_cents_add_up_to_the_whole() -> None:
    assert whole_cents([Fraction(10, 3)] * 3) == [4, 3, 3]
    assert whole_cents([Fraction(1, 4), Fraction(1, 4)]) == [1, 0]
    assert whole_cents([]) == []


STEPS = st.none() | st.builds(Step, st.integers(50, 300), st.just(StepUnit.PERCENT))


@settings(max_examples=50, deadline=None)
@given(elections(most_projects=5), STEPS, st.booleans())
def test_payments_listed_add_up_and_are_those_of_each_voter(election: Election, step: Step | None, fill: bool) -> None:
    asked = shares_rule(8_000, step=step, fill=fill)
    allocation = allocate_ballots(asked, election)
    shares = allocation.shares
    assert shares is not None
    market = make_market(election, asked)
    for place, project in enumerate(election.projects):
        supporters = find_supporters(market, shares, place)
        money, left = supporters.money, supporters.left
        assert money.at_first == sum(payment.cents for payment in money.payments) + money.at_last
        assert abs(money.at_first - money.supporters * money.share) <= Fraction(1, 2)
        own = [payment.cents for payment in money.payments if payment.winner == project.identifier]
        bought = place in [round_.project for round_ in shares.rounds]
        assert own == ([project.cost] if bought else [])
        groups = [group for group, _score in election.supporters[place]]
        *_rounds, last = open_ledger(market, shares.share, shares.rounds, groups)
        assert left == sum(last.money[group] * election.groups[group].ballots for group in groups)
        assert bought or left < project.cost or asked.threshold_votes > election.choices[place]


def test_without_completion_the_first_guess_of_the_cost_is_the_answer_or_a_cent_from_it() -> None:
    election, budget = synthetic(300, 15, seed=3)
    asked = shares_rule(budget)
    allocation = allocate_ballots(asked, election)
    assert allocation.shares is not None
    market = make_market(election, asked)
    losers = [line for line in allocation.funding.lines if not line.funded]
    for line in losers:
        place = [project.identifier for project in election.projects].index(line.identifier)
        guessed = guess(find_supporters(market, allocation.shares, place), line)
        assert less_cost(allocation, line.identifier).enough in (guessed.cents, guessed.cents + 1)
    assert len(losers) > 3
