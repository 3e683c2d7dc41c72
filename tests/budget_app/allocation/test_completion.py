"""The completion of Equal Shares: every step counts, none is computed in vain, and the count always ends."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from budget_app.domain.allocation.completion import MOST_STEPS, fund_by_shares, make_market
from budget_app.domain.allocation.descriptor import Count, Rule, Satisfaction, Step, StepUnit
from budget_app.domain.allocation.election import Election
from budget_app.domain.allocation.equal_shares import Market, Round, run_shares
from budget_app.domain.allocation.ties import Decided
from tests.budget_app.allocation.examples import PLAIN_SHARES, approvals, elections, shares_rule

ONE_PERCENT = Step(1, StepUnit.PERCENT)
RULES = st.builds(
    lambda budget, kind, amount, apart: shares_rule(
        budget,
        satisfaction=kind,
        count=Count.CHOICES if kind is Satisfaction.COST else Count.POINTS,
        step=Step(amount, StepUnit.PERCENT),
        incompatible=apart,
    ),
    st.integers(2_000, 30_000),
    st.sampled_from(Satisfaction),
    st.integers(7, 90),
    st.sampled_from([(), (("01", "02"),), (("01", "02"), ("02", "03"))]),
)
ELECTIONS = elections(most_points=3).filter(lambda election: len(election.projects) > 2 and election.voters > 0)


def _one_by_one(market: Market, first: Fraction, rise: Fraction, steps: int) -> list[tuple[Round, ...] | None]:
    """The rounds of each share up to one step more than ``steps``; None where they overspend."""
    runs = [run_shares(market, first + number * rise, market.rule.budget) for number in range(steps + 2)]
    return [run and run[0] for run in runs]


@settings(deadline=None)
@given(ELECTIONS, RULES)
def test_steps_that_were_not_computed_would_have_changed_nothing(election: Election, made: Rule) -> None:
    _funding, result = fund_by_shares(election, made)
    assume(result.steps < 400)
    assert made.shares is not None
    assert made.shares.step is not None
    market, rise = make_market(election, made), result.first_share * made.shares.step.amount / 100
    *within, last, after = _one_by_one(market, result.first_share, rise, result.steps)
    assert None not in within
    assert last == result.rounds
    assert result.share == result.first_share + result.steps * rise
    if after is None or len(result.rounds) == len(market.payable):
        return
    for larger in _one_by_one(market, result.share, rise * 50, 40):
        assert larger is not None
        assert [round_.project for round_ in larger] == [round_.project for round_ in result.rounds]


def test_a_tie_that_only_the_last_share_had_is_told() -> None:
    # At first the one voter of 01 and 02 cannot pay for 02; with the last share they could, and the cost decides.
    election = approvals([500, 1_000, 2_500], [[3], [3], [1, 2]])
    made = shares_rule(2_000, step=Step(7, StepUnit.PERCENT), incompatible=(("01", "02"),))
    funding, result = fund_by_shares(election, made)
    assert (funding.winners, result.share) == (("01",), Fraction(3_680, 3))
    assert [(tie.projects, tie.decided) for tie in funding.ties] == [(("01", "02"), Decided.COST)]


def test_a_project_of_few_is_waited_for_however_many_steps_that_takes() -> None:
    # A share is worth 3.33 at first. Three of 3,000 voters can pay 5,000 once each has a third of it.
    election = approvals([4_000, 5_000], [[1]] * 2_997 + [[2]] * 3)
    funding, result = fund_by_shares(election, shares_rule(10_000, step=ONE_PERCENT))
    assert funding.winners == ("01", "02")
    assert (result.steps, result.share) == (49_900, Fraction(5_000, 3))


def test_shares_that_only_an_incompatible_project_could_use_no_longer_rise() -> None:
    election = approvals([4_000, 4_000, 3_000], [[1, 2, 3]] * 300)
    funding, result = fund_by_shares(election, shares_rule(10_000, step=ONE_PERCENT, incompatible=(("01", "02"),)))
    assert funding.winners[0] == "03"
    assert (len(funding.winners), result.steps) == (2, 0)


def test_an_excluded_project_that_larger_shares_make_cheaper_than_its_rival_still_wins() -> None:
    # 01 takes 250 from a voter of 02; three of 850 then have 2,300 of the 2,400 that 02 costs, and 03 keeps it out.
    election = approvals([1_000, 2_400, 1_600], [[1, 2], [1], [1], [1], [2], [2], [3], [3]])
    made = shares_rule(6_800, step=ONE_PERCENT, incompatible=(("02", "03"),))
    assert fund_by_shares(election, replace(made, shares=PLAIN_SHARES))[0].winners == ("01", "03")
    funding, result = fund_by_shares(election, made)
    assert funding.winners == ("01", "02")
    # From 1,050 on, where it still has 800 after 01, all of them pay for 02 in full and nothing changes any more.
    assert (result.steps, result.share) == (24, 1_054)


def test_while_somebody_gives_all_they_have_every_step_changes_the_prices() -> None:
    # 600 each at first: one voter of 02 has 200 left for it. With 800 or more all pay 400, long before 03 costs 9,000.
    election = approvals([1_200, 1_200, 9_000], [[1], [1], [1, 2], [2], [2], [3]])
    _funding, result = fund_by_shares(election, shares_rule(3_600, step=Step(10, StepUnit.PERCENT)))
    assert [round_.price for round_ in result.rounds] == [400, 400]
    assert (result.share, result.steps) == (8_940, 139)


@pytest.mark.parametrize(("fill", "winners"), [(False, ()), (True, ("01",))])
def test_the_completion_ends_at_its_last_step_and_the_result_stands(fill: bool, winners: tuple[str, ...]) -> None:
    election = approvals([50_000_000, 50_000_000], [[1], [1], [2]])
    made = shares_rule(50_000_000, step=Step(1, StepUnit.CENTS), fill=fill)
    funding, result = fund_by_shares(election, made)
    assert (result.steps, result.share) == (MOST_STEPS, Fraction(50_000_000, 3) + MOST_STEPS)
    assert funding.winners == winners


def test_a_tie_among_projects_that_shares_have_funded_is_not_said_to_be_one_of_the_filling() -> None:
    # 01 and 02 win by shares, at different prices; 03 and 04 are equal in votes when the rest is filled.
    election = approvals([1_000, 900, 6_000, 6_000], [[1], [2], [1], [2], [3], [4]])
    funding, result = fund_by_shares(election, shares_rule(10_000, fill=True))
    assert result.filled == funding.winners[2:]
    assert len(result.filled) == 1
    assert [set(tie.projects) for tie in funding.ties] == [{"01", "02"}, {"03", "04"}]
