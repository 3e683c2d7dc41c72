"""The rule of an edition: chosen while it is prepared, hashed into the election, and the one that decides."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from budget_app.domain.allocation.descriptor import (
    Count,
    Dividing,
    Envelope,
    Envelopes,
    EnvelopesLeft,
    Method,
    Rule,
    Satisfaction,
    Shares,
    Step,
    StepUnit,
    WhenFull,
)
from budget_app.domain.allocation.outcome import Reason
from budget_app.domain.allocation.rule_json import compose_rule
from budget_app.domain.ballot_kind import SMALLEST_OPENED_ROLL, BallotKind, Sealing
from budget_app.domain.ballot_list import find_rule
from budget_app.domain.edition import VotingRules
from budget_app.domain.result import ResultView
from budget_app.services.actor import SYSTEM
from budget_app.services.elections import public_election, readiness
from budget_app.services.projects import remove_project
from budget_app.services.results import find_result
from budget_app.services.rules import choose_rule, find_edition_rule
from tests.budget_app.refusals import refused
from tests.budget_app.simulated_town import DURING, SimulatedTown

pytestmark = pytest.mark.usefixtures("database")

APPROVAL = VotingRules(1, 3)
GRADES = VotingRules(0, 1, kind=BallotKind.GRADES)
POINTS = VotingRules(1, 1, kind=BallotKind.POINTS, points=5, points_each=3)
SHARES = Shares(Satisfaction.COST, Step(1, StepUnit.PERCENT), fill=True, compare=Method.EQUAL_SHARES)


def _shared(rule: Rule) -> Rule:
    return replace(rule, method=Method.EQUAL_SHARES, shares=SHARES)


def _counted(town: SimulatedTown, *ballots: tuple[int, ...]) -> ResultView:
    """The result after these ballots (a number for each project; none for a blank vote), shuffled where it needs be."""
    town.cast_all(*ballots)
    town.count()
    result = find_result(town.slug)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("rules", "method", "count"),
    [
        (APPROVAL, Method.BY_VOTES, Count.CHOICES),
        (POINTS, Method.BY_VOTES, Count.POINTS),
        (GRADES, Method.MAJORITY_JUDGMENT, Count.CHOICES),
    ],
    ids=lambda value: getattr(value, "kind", value),
)
def test_an_edition_has_the_usual_rule_of_its_ballots(rules: VotingRules, method: Method, count: Count) -> None:
    town = SimulatedTown(rules=rules).create()
    found = find_edition_rule(town.slug)
    assert (found.rule.method, found.rule.count, found.sealing) == (method, count, Sealing.TOTALS)
    assert (found.rule.budget, found.rule.seed, found.frozen) == (10_000_00, town.uuid, False)


def test_the_rule_is_hashed_into_the_election_and_frozen_with_it() -> None:
    town = SimulatedTown(change_rule=lambda rule: replace(rule, threshold_votes=2)).set_up()
    public = public_election(town.uuid, DURING)
    assert public.ballot_list is not None
    assert town.election.description.endswith(f"[sha256:{hashlib.sha256(public.ballot_list.encode()).hexdigest()}]")
    frozen = find_rule(public.ballot_list.encode())
    assert frozen == find_edition_rule(town.slug).rule
    assert find_edition_rule(town.slug).frozen
    assert frozen is not None
    with refused("vote-already-set-up"):
        choose_rule(SYSTEM, town.slug, replace(frozen, threshold_votes=0))
    assert find_edition_rule(town.slug).rule == frozen


def test_a_list_of_a_former_version_has_no_rule_of_its_own() -> None:
    assert find_rule(b'{"projects":[]}') is None


def test_the_chosen_rule_decides_and_not_the_usual_one() -> None:
    """Projects cost 3,000, 6,000 and 9,000 euros; the budget is 10,000."""
    ballots = [(0, 1, 1), (0, 1, 1), (0, 0, 1), (1, 0, 0)]
    usual = _counted(SimulatedTown(rules=APPROVAL).set_up(), *ballots)
    stopping = SimulatedTown(rules=APPROVAL, change_rule=lambda rule: replace(rule, when_full=WhenFull.STOP))
    wanting = SimulatedTown(rules=APPROVAL, change_rule=lambda rule: replace(rule, threshold_votes=3))
    assert [(line.number, line.reason) for line in usual.lines] == [
        (3, Reason.FUNDED),
        (2, Reason.DOES_NOT_FIT),
        (1, Reason.DOES_NOT_FIT),
    ]
    assert [line.reason for line in _counted(stopping.set_up(), *ballots).lines] == [
        Reason.FUNDED,
        Reason.DOES_NOT_FIT,
        Reason.AFTER_STOP,
    ]
    assert [line.reason for line in _counted(wanting.set_up(), *ballots).lines] == [
        Reason.FUNDED,
        Reason.BELOW_THRESHOLD,
        Reason.BELOW_THRESHOLD,
    ]


def test_equal_shares_open_the_ballots_and_fund_what_supporters_pay_for() -> None:
    town = SimulatedTown(voters=SMALLEST_OPENED_ROLL, rules=APPROVAL, guardians=1, change_rule=_shared).set_up()
    result = _counted(town, (0, 0, 1), (0, 0, 1), (1, 1, 0), (1, 1, 0), ())
    assert (result.sealing, result.count.expressed, result.blank) == (Sealing.OPENED, 4, 1)
    assert result.allocation.shares is not None
    assert result.allocation.funding.winners == ("1", "2")
    assert result.allocation.by_votes is not None
    assert result.allocation.by_votes.winners == ("1", "2")
    assert result.allocation.shares.first_share == 2_500_00


def test_points_that_must_name_a_project_need_the_ballots() -> None:
    town = SimulatedTown(rules=POINTS, change_rule=lambda rule: replace(rule, count=Count.CHOICES)).create()
    assert find_edition_rule(town.slug).sealing is Sealing.OPENED
    assert "roll-missing" in {piece.code for piece in readiness(SYSTEM, town.slug)}


def test_grades_are_ranked_by_majority_judgment_and_blank_votes_are_nobody_s() -> None:
    """Project 1 has more points in sum, project 2 the better median."""
    town = SimulatedTown(voters=5, projects=2, guardians=1, rules=GRADES).set_up()
    result = _counted(town, (3, 2), (1, 2), (1, 2), (3, 1), ())
    assert (result.blank, result.count.expressed) == (1, 4)
    assert result.count.grades == ((0, 2, 0, 2), (0, 1, 3, 0))
    assert [line.number for line in result.lines] == [2, 1]


def test_choices_are_counted_by_district_and_a_small_district_is_no_obstacle() -> None:
    rules = VotingRules(1, 3, per_district=True)
    town = SimulatedTown(voters=3, guardians=1, rules=rules, districts=("Nord", "", "Nord")).set_up()
    assert [question.answers for question in town.election.questions] == [
        ("1. Projet 1", "3. Projet 3"),
        ("2. Projet 2",),
    ]
    result = _counted(town, (1, 1, 1), (0, 1, 1), ())
    assert {line.number: line.votes for line in result.lines} == {1: 1, 2: 2, 3: 2}
    assert (result.blank, result.count.expressed) == (1, 2)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda rule: replace(rule, incompatible=(("1", "9"),)), "rule-project-unknown"),
        (lambda rule: replace(rule, method=Method.MAJORITY_JUDGMENT, threshold_votes=0), "rule-not-for-ballots"),
        (
            lambda rule: replace(
                rule,
                envelopes=Envelopes(Dividing.DISTRICT, (Envelope("Nord", 100, ("Nord",)),), EnvelopesLeft.KEPT),
            ),
            "rule-place-unknown",
        ),
    ],
    ids=["a project that is not there", "for other ballots", "a district without a project"],
)
def test_a_rule_that_cannot_be_applied_is_refused_and_nothing_is_stored(
    change: Callable[[Rule], Rule], code: str
) -> None:
    town = SimulatedTown().create()
    before = find_edition_rule(town.slug)
    with refused(code):
        choose_rule(SYSTEM, town.slug, change(before.rule))
    assert find_edition_rule(town.slug) == before


def test_a_project_that_the_rule_names_and_that_went_away_is_told_before_the_vote() -> None:
    town = SimulatedTown(change_rule=lambda rule: replace(rule, incompatible=(("1", "2"),))).create()
    remove_project(SYSTEM, town.slug, 2)
    missing = {piece.code: dict(piece.facts) for piece in readiness(SYSTEM, town.slug)}
    assert missing["rule-project-unknown"] == {"project": "2"}


def test_the_budget_of_the_rule_is_always_that_of_the_edition() -> None:
    town = SimulatedTown(change_rule=lambda rule: replace(rule, budget=5)).create()
    assert find_edition_rule(town.slug).rule.budget == 10_000_00


def test_the_frozen_rule_is_published_as_data() -> None:
    town = SimulatedTown().set_up()
    published = json.loads(public_election(town.uuid, DURING).ballot_list or "")["rule"]
    assert published == json.loads(compose_rule(find_edition_rule(town.slug).rule))
