"""One door to all rules: each gets the votes that it needs, or says what is missing."""

from __future__ import annotations

import pytest

from budget_app.domain.allocation.allocate import allocate, allocate_ballots
from budget_app.domain.allocation.descriptor import Rule
from budget_app.domain.errors import InvalidInputError
from tests.budget_app.allocation.examples import approvals, judgment_rule, rule, shares_rule

ELECTION = approvals([6_000, 4_000, 3_000], [[1, 2], [1], [1], [2, 3], [3]])


def test_by_votes_needs_totals_only() -> None:
    allocation = allocate(rule(), ELECTION.tally(points=False))
    assert allocation.funding.winners == ("01", "03")
    assert (allocation.shares, allocation.by_votes) == (None, None)
    assert allocation.lines["02"].left_before == 1_000


def test_equal_shares_are_shown_beside_the_result_by_votes() -> None:
    allocation = allocate_ballots(shares_rule(), ELECTION)
    assert allocation.shares is not None
    assert allocation.by_votes is not None
    assert allocation.by_votes.winners == ("01", "03")


def test_grades_are_counted_from_the_ballots() -> None:
    graded = allocate_ballots(judgment_rule(), approvals([100, 100], [[1], [1], [2]]), grades=2)
    assert graded.tally.grades == ((1, 2), (2, 1))
    assert [line.identifier for line in graded.funding.lines] == ["01", "02"]


@pytest.mark.parametrize(
    ("asked", "code"), [(shares_rule(), "rule-needs-ballots"), (judgment_rule(), "rule-needs-grades")]
)
def test_a_rule_without_the_votes_it_needs_says_so(asked: Rule, code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        allocate(asked, ELECTION.tally(points=False))
    assert caught.value.code == code
