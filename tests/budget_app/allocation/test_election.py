"""What rules are given: refusals at the border, grouping, and lots that anyone can draw again."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_app.domain.allocation.election import Project, make_election
from budget_app.domain.allocation.ties import Decided, lot_order, tie_order
from budget_app.domain.errors import InvalidInputError
from budget_app.locale.sentences import SENTENCES
from tests.budget_app.allocation.examples import tallies

A, B = Project("a", 100), Project("b", 200)


@pytest.mark.parametrize(
    ("projects", "ballots", "code"),
    [
        ([A, A], [], "allocation-project-duplicate"),
        ([A, Project("c", 0)], [], "allocation-project-invalid"),
        ([Project("", 5)], [], "allocation-project-invalid"),
        ([A, B], [([("a", 1), ("a", 2)], 1)], "allocation-ballot-duplicate"),
        ([A, B], [([("c", 1)], 1)], "allocation-ballot-unknown"),
        ([A, B], [([("a", -1)], 1)], "allocation-ballot-invalid"),
        ([A, B], [([("a", 1)], 0)], "allocation-ballot-invalid"),
    ],
)
def test_what_is_no_election_is_refused(
    projects: list[Project], ballots: list[tuple[list[tuple[str, int]], int]], code: str
) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        make_election(projects, ballots)
    assert refusal.value.code == code
    assert code in SENTENCES


def test_identical_ballots_are_counted_once_whatever_the_order_of_their_choices() -> None:
    election = make_election([B, A], [([("a", 1), ("b", 1)], 1), ([("b", 1), ("a", 1)], 2), ([("b", 1)], 1), ([], 3)])
    assert [(group.entries, group.ballots) for group in election.groups] == [
        ((), 3),
        (((0, 1), (1, 1)), 3),
        (((1, 1),), 1),
    ]
    assert (election.voters, election.choices, election.points) == (7, (3, 4), (3, 4))
    assert election.supporters == (((1, 1),), ((1, 1), (2, 1)))


def test_a_score_of_nothing_says_nothing() -> None:
    assert make_election([A, B], [([("a", 0), ("b", 2)], 1)]) == make_election([A, B], [([("b", 2)], 1)])


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 3)), max_size=8), st.randoms())
def test_the_order_of_ballots_and_projects_changes_nothing(
    ballots: list[dict[str, int]], chance: random.Random
) -> None:
    projects = [A, B, Project("c", 300)]
    given_ballots = [(list(ballot.items()), 1) for ballot in ballots]
    first = make_election(projects, given_ballots)
    chance.shuffle(projects)
    chance.shuffle(given_ballots)
    assert make_election(projects, given_ballots) == first


def test_lots_are_the_order_of_published_hashes() -> None:
    names = ["7", "12", "projet é"]
    expected = sorted(names, key=lambda name: hashlib.sha256(b"graine 2026|" + name.encode()).hexdigest())
    assert list(lot_order("graine 2026", names)) == expected
    assert lot_order("graine 2026", reversed(names)) == tuple(expected)


def test_another_seed_draws_other_lots() -> None:
    names = [str(number) for number in range(20)]
    assert lot_order("a", names) != lot_order("b", names)


@pytest.mark.parametrize(
    ("costs", "votes", "decided"),
    [
        ((3, 2, 1), (1, 1, 1), Decided.COST),
        ((2, 2, 1), (1, 2, 3), Decided.VOTES),
        ((2, 2, 1), (1, 1, 3), Decided.LOT),
    ],
)
def test_equals_are_told_apart_by_cost_then_votes_then_lot(
    costs: tuple[int, ...], votes: tuple[int, ...], decided: Decided
) -> None:
    election = tallies(costs, votes)
    ties = tie_order(election.projects, election.choices, "s")
    tie = ties.tell([0, 1, 2])
    assert tie.decided is decided
    assert tie.projects[0] == "03"
    assert ties.first([0, 1, 2]) == 2
    if decided is Decided.LOT:
        assert tie.projects[1:] == tuple(name for name in lot_order("s", ["01", "02"]))
    if decided is Decided.VOTES:
        assert tie.projects[1:] == ("02", "01")
