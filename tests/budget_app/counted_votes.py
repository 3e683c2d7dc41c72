"""Counted votes as files, made once for many tests: the archive, and the result as it is published."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from budget_app.domain.allocation.descriptor import Count, Method, Rule, Satisfaction, Shares, Step, StepUnit
from budget_app.domain.ballot_kind import SMALLEST_OPENED_ROLL, BallotKind, Sealing
from budget_app.domain.edition import VotingRules
from budget_app.services.ballot_questions import choices_of
from budget_app.services.result_files import load_result_csv, load_result_file, load_result_pabulib
from budget_app.services.upkeep import prepare_database
from tests.budget_app.simulated_town import Person, SimulatedTown
from voting.ballot import seal_ballot
from voting.question import NonHomomorphicQuestion

SHARES = Shares(Satisfaction.COST, Step(1, StepUnit.PERCENT), fill=True, compare=Method.EQUAL_SHARES)


@dataclass(frozen=True)
class CountedVote:
    """What anybody can download."""

    slug: str
    archive: bytes
    result: bytes
    sheet: bytes
    ballots: bytes | None


def _cast_marked(town: SimulatedTown, person: Person) -> None:
    """A ballot of somebody's own program: a mark stands before the numbers of a good one."""
    honest = town.election
    (question,) = honest.questions
    assert isinstance(question, NonHomomorphicQuestion)
    marked = replace(honest, questions=(NonHomomorphicQuestion(question.question, ("mark", *question.answers)),))
    (values,) = choices_of(town.rules.limits, Sealing.OPENED, (1, 2, 3), town.projects)
    town.cast(person, seal_ballot(marked, person.code, [[66, *values]], os.urandom).raw)


def _shared(rule: Rule) -> Rule:
    return replace(rule, method=Method.EQUAL_SHARES, count=Count.CHOICES, shares=SHARES)


def _totals() -> tuple[SimulatedTown, list[tuple[int, ...]]]:
    """Projects of 3,000, 6,000 and 9,000 euros, and 10,000 to spend; the first two have the same votes."""
    return SimulatedTown(), [(1, 1, 0), (0, 0, 1), (1, 1, 0), ()]


def _districts() -> tuple[SimulatedTown, list[tuple[int, ...]]]:
    """One project in each district at most; the north has two."""
    rules = VotingRules(0, 1, per_district=True)
    return SimulatedTown(rules=rules, districts=("Nord", "Sud", "Nord")), [(1, 1, 0), (0, 1, 0), (0, 0, 1), ()]


def _shares() -> tuple[SimulatedTown, list[tuple[int, ...]]]:
    rules = VotingRules(1, 2)
    town = SimulatedTown(voters=SMALLEST_OPENED_ROLL, guardians=1, rules=rules, change_rule=_shared)
    return town, [(0, 0, 1), (0, 0, 1), (1, 1, 0), (1, 1, 0), (1, 1, 1), ()]


def _ranking() -> tuple[SimulatedTown, list[tuple[int, ...]]]:
    rules = VotingRules(1, 3, kind=BallotKind.RANKING)
    town = SimulatedTown(voters=SMALLEST_OPENED_ROLL, guardians=1, rules=rules)
    return town, [(1, 2, 3), (0, 1, 2), (2, 1, 0), (2, 2, 0)]  # and one that is marked


def _points() -> tuple[SimulatedTown, list[tuple[int, ...]]]:
    return SimulatedTown(rules=VotingRules(1, 1, kind=BallotKind.POINTS, points=5, points_each=3)), [
        (3, 1, 1),
        (0, 2, 1),
    ]


def _grades() -> tuple[SimulatedTown, list[tuple[int, ...]]]:
    rules = VotingRules(0, 1, kind=BallotKind.GRADES)
    return SimulatedTown(projects=2, guardians=1, rules=rules), [(3, 2), (1, 2), (1, 2), ()]


VOTES: dict[str, Callable[[], tuple[SimulatedTown, list[tuple[int, ...]]]]] = {
    "totals": _totals,
    "shares": _shares,
    "districts": _districts,
    "ranking": _ranking,
    "points": _points,
    "grades": _grades,
}
OPENED = ("shares", "ranking")


@cache
def counted_vote(name: str) -> CountedVote:
    """The vote ``name`` of VOTES, in a database that is gone when it is given; the same bytes in a whole run."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISOLOIR_DATA", str(Path(folder)))
        patch.delenv("DATABASE_URL", raising=False)
        prepare_database()
        town, ballots = VOTES[name]()
        town.set_up()
        if name == "ranking":
            _cast_marked(town, town.people[-1])
        town.cast_all(*ballots)
        town.count()
        return CountedVote(
            slug=town.slug,
            archive=town.archive(),
            result=load_result_file(town.slug),
            sheet=load_result_csv(town.slug, "fr"),
            ballots=load_result_pabulib(town.slug) if name in OPENED else None,
        )
