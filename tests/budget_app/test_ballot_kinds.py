"""Every kind of ballot: its limits, its secrecy, its questions, and its votes read back from a real sealed count."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budget_app.domain.ballot_kind import (
    GRADES,
    BallotKind,
    BallotLimits,
    Sealing,
    distinct_patterns,
    find_violation,
    most_projects,
    sealing_of,
)
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.vote_count import OpenedGroup, VoteCount, count_opened, votes_of
from budget_app.services.ballot_questions import choices_of, questions_of, read_count
from tests.node import answers
from tests.voting.simulated_election import SimulatedElection
from voting.election import compose_election, parse_election
from voting.errors import ElectionError
from voting.question import HomomorphicQuestion, NonHomomorphicQuestion
from voting.result import parse_result

ANSWERS = ("1. Un verger", "2. Un préau", "3. Une rampe", "4. Un banc")
COSTS = (300, 500, 400, 200)
BUDGET = 900
LIMITS = {
    BallotKind.APPROVAL: BallotLimits(BallotKind.APPROVAL, 1, 2),
    BallotKind.SINGLE: BallotLimits(BallotKind.SINGLE, 1, 1),
    BallotKind.KNAPSACK: BallotLimits(BallotKind.KNAPSACK, 1, 4),
    BallotKind.POINTS: BallotLimits(BallotKind.POINTS, 1, 4, points=5, points_each=3),
    BallotKind.GRADES: BallotLimits(BallotKind.GRADES, 0, 4),
    BallotKind.RANKING: BallotLimits(BallotKind.RANKING, 1, 3),
}
VOTES: dict[BallotKind, list[tuple[int, ...] | None]] = {
    BallotKind.APPROVAL: [(1, 0, 1, 0), (0, 1, 0, 0), None, (1, 0, 1, 0)],
    BallotKind.SINGLE: [(1, 0, 0, 0), (0, 0, 0, 1), None, (1, 0, 0, 0)],
    BallotKind.KNAPSACK: [(1, 0, 1, 1), (0, 1, 1, 0), None, (1, 0, 1, 1)],
    BallotKind.POINTS: [(3, 0, 2, 0), (1, 1, 1, 1), None, (3, 0, 2, 0)],
    BallotKind.GRADES: [(3, 0, 2, 1), (0, 3, 1, 1), (2, 2, 2, 2), (3, 0, 2, 1)],
    BallotKind.RANKING: [(1, 0, 2, 3), (0, 1, 0, 0), None, (1, 0, 2, 3)],
}
EXPECTED = {
    BallotKind.APPROVAL: (2, 1, 2, 0),
    BallotKind.SINGLE: (2, 0, 0, 1),
    BallotKind.KNAPSACK: (2, 1, 3, 2),
    BallotKind.POINTS: (7, 1, 5, 1),
    BallotKind.GRADES: (8, 5, 7, 5),
    BallotKind.RANKING: (6, 3, 4, 2),
}
BOTH = [
    (kind, sealing)
    for kind in BallotKind
    for sealing in Sealing
    if sealing_of(kind, sealing is Sealing.OPENED) is sealing
]


def _counted(kind: BallotKind, sealing: Sealing, votes: list[tuple[int, ...] | None]) -> VoteCount:
    """The votes sealed, cast, shuffled where they are opened, decrypted and read."""
    limits = LIMITS[kind]
    questions = questions_of(limits, sealing, ANSWERS)
    town = SimulatedElection(questions=questions, voters=len(votes), guardians=1, seed=131)
    for voter, vote in enumerate(votes):
        town.vote(voter, *choices_of(limits, sealing, vote, len(ANSWERS)))
    decrypted = town.shuffles()[1]
    result = parse_result(town.result(decrypted), town.election, len(votes))
    return read_count(limits, COSTS, BUDGET, town.election, result, len(votes), frozenset())


@pytest.mark.parametrize(("kind", "sealing"), BOTH)
def test_votes_of_every_kind_are_read_back_from_a_sealed_count(kind: BallotKind, sealing: Sealing) -> None:
    count = _counted(kind, sealing, VOTES[kind])
    assert count.votes == EXPECTED[kind]
    assert count.invalid == ()
    if kind is BallotKind.GRADES:
        assert count.grades == ((1, 0, 1, 2), (2, 0, 1, 1), (0, 1, 3, 0), (0, 3, 1, 0))
    else:
        assert count.blank == 1
    if sealing is Sealing.OPENED:
        first = VOTES[kind][0]
        assert first is not None
        assert count.groups[0] == OpenedGroup(first, 2)
        assert sum(group.ballots for group in count.groups) + (count.blank or 0) == 4


def test_the_booth_seals_what_is_read_back_here() -> None:
    """The same votes, turned into what is sealed by the booth's code and by ours, of every kind and sealing."""
    tasks, expected = [], []
    for kind, sealing in BOTH:
        limits = LIMITS[kind]
        rules = {
            "kind": limits.kind,
            "blank": limits.blank,
            "pointsEach": limits.points_each,
            "opened": sealing is Sealing.OPENED,
            "width": limits.width,
        }
        for vote in VOTES[kind]:
            values = {str(number): value for number, value in enumerate(vote or (), start=1) if value}
            projects = [{"number": number} for number in range(1, len(ANSWERS) + 1)]
            tasks.append(
                {"task": "choices", "values": values, "blank": vote is None, "projects": projects, "rules": rules}
            )
            expected.append(choices_of(limits, sealing, vote, len(ANSWERS)))
    assert answers(*tasks) == expected


@pytest.mark.parametrize("kind", [BallotKind.APPROVAL, BallotKind.POINTS, BallotKind.GRADES])
def test_totals_and_opened_ballots_say_the_same(kind: BallotKind) -> None:
    totals, opened = (_counted(kind, sealing, VOTES[kind]) for sealing in Sealing)
    assert (totals.votes, totals.grades) == (opened.votes, opened.grades)


def test_totals_are_opened_alone_wherever_they_suffice() -> None:
    opened = {kind for kind in BallotKind if sealing_of(kind, False) is Sealing.OPENED}
    assert opened == {BallotKind.KNAPSACK, BallotKind.RANKING}
    assert {sealing_of(kind, True) for kind in BallotKind} == {Sealing.OPENED}
    for kind in BallotKind:
        questions = questions_of(LIMITS[kind], Sealing.OPENED, ANSWERS)
        assert isinstance(questions[0], NonHomomorphicQuestion)


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        (BallotKind.APPROVAL, (1, 1, 1, 0), "ballot-too-many"),
        (BallotKind.APPROVAL, (0, 0, 0, 0), "ballot-too-few"),
        (BallotKind.SINGLE, (1, 1, 0, 0), "ballot-too-many"),
        (BallotKind.KNAPSACK, (1, 1, 1, 0), "ballot-over-budget"),
        (BallotKind.KNAPSACK, (0, 0, 0, 0), "ballot-too-few"),
        (BallotKind.POINTS, (3, 3, 0, 0), "ballot-points"),
        (BallotKind.POINTS, (4, 0, 0, 0), "ballot-points"),
        (BallotKind.POINTS, (0, 0, 0, 0), "ballot-too-few"),
        (BallotKind.RANKING, (1, 1, 0, 0), "ballot-ranks"),
        (BallotKind.RANKING, (1, 3, 0, 0), "ballot-ranks"),
        (BallotKind.RANKING, (1, 2, 3, 4), "ballot-too-many"),
    ],
)
def test_an_opened_ballot_that_breaks_its_limits_is_invalid_and_listed(
    kind: BallotKind, fields: tuple[int, ...], reason: str
) -> None:
    assert find_violation(LIMITS[kind], COSTS, BUDGET, fields) == reason
    good = VOTES[kind][0]
    assert good is not None
    count = count_opened(LIMITS[kind], COSTS, BUDGET, [fields, good, fields], 0, 0)
    assert [(item.reason, item.ballots) for item in count.invalid] == [(reason, 2)]
    assert count.groups == (OpenedGroup(good, 1),)
    assert count.votes == votes_of(LIMITS[kind], good)


def test_every_grade_is_lawful() -> None:
    assert find_violation(LIMITS[BallotKind.GRADES], COSTS, BUDGET, (0, 0, 0, 0)) is None


def test_a_cheat_s_ballots_stop_nothing() -> None:
    """One over the budget, one with bits that say nothing, one marked: all invalid, the others counted."""
    limits = LIMITS[BallotKind.KNAPSACK]
    town = SimulatedElection(questions=questions_of(limits, Sealing.OPENED, ANSWERS), voters=4, guardians=1, seed=132)
    for voter, vote in enumerate([(1, 1, 1, 0), (1, 0, 0, 0)]):
        town.vote(voter, *choices_of(limits, Sealing.OPENED, vote, 4))
    town.vote(2, [1])
    town.vote(3, *choices_of(limits, Sealing.OPENED, (0, 1, 0, 0), 4))
    result = parse_result(town.result(town.shuffles()[1]), town.election, 4)
    place = list(result[0]).index(tuple(choices_of(limits, Sealing.OPENED, (0, 1, 0, 0), 4)[0]))
    count = read_count(limits, COSTS, BUDGET, town.election, result, 4, frozenset({place}))
    assert [(item.reason, item.ballots) for item in count.invalid] == [
        ("ballot-over-budget", 1),
        ("ballot-unreadable", 2),
    ]
    assert count.votes == (1, 0, 0, 0)


def test_a_blank_vote_is_invalid_where_none_is_allowed() -> None:
    limits = BallotLimits(BallotKind.KNAPSACK, 0, 4, blank=False)
    count = count_opened(limits, COSTS, BUDGET, [], 3, 0)
    assert count.blank is None
    assert [(item.reason, item.ballots) for item in count.invalid] == [("ballot-blank", 3)]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_count_does_not_depend_on_the_order_of_the_ballots(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(BallotKind)))
    field = st.integers(0, {BallotKind.GRADES: 3, BallotKind.POINTS: 3, BallotKind.RANKING: 3}.get(kind, 1))
    ballots = data.draw(st.lists(st.tuples(field, field, field, field), max_size=12))
    mixed = Random(5).sample(ballots, len(ballots))  # noqa: S311  a test must be replayable
    counts = [count_opened(LIMITS[kind], COSTS, BUDGET, order, 0, 0) for order in (ballots, mixed)]
    assert counts[0] == counts[1]
    valid = sum(group.ballots for group in counts[0].groups)
    assert valid + sum(item.ballots for item in counts[0].invalid) == len(ballots)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (BallotLimits(BallotKind.APPROVAL, 2, 1), "choices-bounds"),
        (BallotLimits(BallotKind.APPROVAL, -1, 1), "choices-bounds"),
        (BallotLimits(BallotKind.APPROVAL, 0, 0), "choices-bounds"),
        (BallotLimits(BallotKind.SINGLE, 0, 1), "choices-single"),
        (BallotLimits(BallotKind.SINGLE, 1, 2), "choices-single"),
        (BallotLimits(BallotKind.RANKING, 1, 16), "ranks-too-many"),
        (BallotLimits(BallotKind.POINTS, 0, 1, points=0, points_each=0), "points-bounds"),
        (BallotLimits(BallotKind.POINTS, 0, 1, points=3, points_each=4), "points-bounds"),
        (BallotLimits(BallotKind.POINTS, 0, 1, points=30, points_each=16), "points-bounds"),
    ],
)
def test_limits_that_make_no_sense_are_refused_with_their_field(limits: BallotLimits, code: str) -> None:
    with pytest.raises(InvalidInputError, match=code) as refusal:
        limits.check()
    assert refusal.value.facts["field"] in ("max_choices", "points_each")


@pytest.mark.parametrize("limits", LIMITS.values(), ids=lambda limits: limits.kind)
def test_limits_that_make_sense_are_taken(limits: BallotLimits) -> None:
    limits.check()


@pytest.mark.parametrize(("kind", "sealing"), BOTH)
def test_as_many_projects_fit_as_is_said_and_not_one_more_where_ballots_are_opened(
    kind: BallotKind, sealing: Sealing
) -> None:
    limits = LIMITS[kind]
    most = most_projects(limits, sealing)
    town = SimulatedElection(seed=133)

    def compose(projects: int) -> None:
        questions = questions_of(limits, sealing, [f"{number}. Projet" for number in range(projects)])
        raw = compose_election(
            uuid=town.uuid, name="n", description="", public_key=town.election.public_key, questions=questions
        )
        assert parse_election(raw).questions == tuple(questions)

    compose(most)
    if sealing is Sealing.OPENED:
        with pytest.raises(ElectionError, match="fields-code"):
            compose(most + 1)


@pytest.mark.parametrize(
    ("kind", "patterns"),
    [
        (BallotKind.SINGLE, 4),
        (BallotKind.APPROVAL, 4 + 6),
        (BallotKind.KNAPSACK, 15),
        (BallotKind.GRADES, GRADES**4),
        (BallotKind.RANKING, 4 + 12 + 24),
    ],
)
def test_the_number_of_different_ballots_is_told(kind: BallotKind, patterns: int) -> None:
    assert distinct_patterns(LIMITS[kind], 4) == patterns


def test_the_ways_to_give_points_are_counted() -> None:
    limits = BallotLimits(BallotKind.POINTS, 0, 1, points=5, points_each=3)
    ways = sum(a + b <= 5 for a in range(4) for b in range(4))
    assert distinct_patterns(limits, 2) == ways
    assert distinct_patterns(limits, 300) == 10**9


DISTRICTS = ("Nord", "Sud", "Nord", "Sud")
APART = BallotLimits(BallotKind.APPROVAL, 1, 2, per_district=True).placed(DISTRICTS)


def _counted_apart(sealing: Sealing, votes: list[tuple[int, ...] | None]) -> VoteCount:
    town = SimulatedElection(questions=questions_of(APART, sealing, ANSWERS), voters=len(votes), guardians=1, seed=133)
    for voter, vote in enumerate(votes):
        town.vote(voter, *choices_of(APART, sealing, vote, len(ANSWERS)))
    result = parse_result(town.result(town.shuffles()[1]), town.election, len(votes))
    return read_count(APART, COSTS, BUDGET, town.election, result, len(votes), frozenset())


@pytest.mark.parametrize("sealing", Sealing)
def test_choices_limited_in_each_district_are_counted_by_project(sealing: Sealing) -> None:
    count = _counted_apart(sealing, [(1, 1, 1, 0), (0, 0, 1, 1), None])
    assert (count.votes, count.expressed, count.blank, count.invalid) == ((1, 1, 2, 1), 2, 1, ())


def test_a_district_s_question_never_asks_for_more_projects_than_it_has() -> None:
    limits = BallotLimits(BallotKind.APPROVAL, 2, 3, per_district=True).placed(("Nord", "", "Nord", "Nord"))
    questions = questions_of(limits, Sealing.TOTALS, ANSWERS)
    assert [(q.answers, q.minimum, q.maximum) for q in questions if isinstance(q, HomomorphicQuestion)] == [
        ((ANSWERS[0], ANSWERS[2], ANSWERS[3]), 2, 3),
        ((ANSWERS[1],), 1, 1),
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [((1, 0, 0, 0), "ballot-too-few"), ((1, 1, 1, 1), None), ((1, 1, 0, 0), None), ((0, 0, 1, 1), None)],
)
def test_an_opened_ballot_must_keep_to_the_limits_of_each_district(fields: tuple[int, ...], code: str | None) -> None:
    assert find_violation(APART, COSTS, BUDGET, fields) == code
    assert find_violation(replace(APART, maximum=1), COSTS, BUDGET, (1, 1, 1, 0)) == "ballot-too-many"


def test_different_ballots_are_told_by_district() -> None:
    assert distinct_patterns(APART, 4) == 9


def test_only_chosen_projects_are_limited_in_each_district() -> None:
    with pytest.raises(InvalidInputError, match="choices-per-district"):
        BallotLimits(BallotKind.RANKING, 1, 3, per_district=True).check()
