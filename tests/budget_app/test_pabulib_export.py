"""Our Pabulib files: read back exactly, and accepted by pabulib-checker, which was written by others."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pabulib.checker import Checker

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
    Shares,
    Step,
    StepUnit,
    WhenFull,
)
from budget_app.domain.ballot_kind import BallotKind
from budget_app.domain.pabulib import PabulibInstance, PabulibProject, parse_pabulib
from budget_app.domain.pabulib_ballots import POINTED, PabulibBallot, PabulibLimits, VoteType
from budget_app.domain.pabulib_election import allocate_file
from budget_app.domain.pabulib_export import export_result
from budget_app.domain.pabulib_writer import compose_pabulib
from budget_app.domain.result import ResultView
from tests.budget_app.invented_results import EDITION, LIMITS, invented_result
from tests.budget_app.pabulib_files import ELECTIONS, SMALL
from tests.budget_app.refusals import refused

EURO = 100
COSTS = (3_000 * EURO, 6_000 * EURO, 4_000 * EURO, 1_000 * EURO)
BUDGET = 9_000 * EURO
BALLOTS = {
    BallotKind.APPROVAL: [(1, 0, 0, 1), (1, 1, 0, 0), (0, 1, 1, 0), (1, 0, 1, 1), (0, 0, 0, 0), (1, 0, 0, 1)],
    BallotKind.KNAPSACK: [(1, 0, 0, 1), (0, 1, 0, 0), (0, 0, 1, 1), (1, 0, 1, 1), (1, 1, 0, 0)],
    BallotKind.POINTS: [(3, 0, 1, 2), (0, 3, 3, 0), (1, 2, 0, 3), (0, 0, 0, 0), (3, 0, 0, 0)],
    BallotKind.RANKING: [(1, 2, 3, 0), (2, 1, 0, 3), (0, 0, 1, 2), (3, 2, 1, 0)],
}


def _complaints(raw: bytes) -> dict[str, object]:
    """What the checker holds to be wrong."""
    checker = Checker()
    with contextlib.redirect_stdout(io.StringIO()):
        found = checker.process_files([raw.decode()])
    errors: dict[str, object] = found[1]["results"]["errors"]
    return errors


def _shares(step: Step | None = None, *, fill: bool = False, compare: Method | None = None) -> Callable[[Rule], Rule]:
    shares = Shares(Satisfaction.COST, step, fill, compare)
    return lambda rule: replace(rule, method=Method.EQUAL_SHARES, count=Count.CHOICES, shares=shares)


ENVELOPES = Envelopes(Dividing.DISTRICT, (Envelope("Nord", 4_000 * EURO, ("Nord",)),), EnvelopesLeft.TOWN_WIDE)
RULES: dict[str, Callable[[Rule], Rule]] = {
    "the usual one": lambda rule: rule,
    "no threshold": lambda rule: replace(rule, threshold_votes=0),
    "a threshold": lambda rule: replace(rule, threshold_votes=2),
    "a percentage": lambda rule: replace(rule, threshold_percent=50, count=Count.CHOICES),
    "a stop": lambda rule: replace(rule, when_full=WhenFull.STOP),
    "a stop, then filled": lambda rule: replace(rule, when_full=WhenFull.STOP, leftover=Leftover.FILLED),
    "incompatible projects": lambda rule: replace(rule, incompatible=(("1", "4"),)),
    "envelopes": lambda rule: replace(rule, envelopes=ENVELOPES),
    "one a district": lambda rule: replace(rule, one_per_district=True),
    "equal shares": _shares(),
    "equal shares and one euro more": _shares(Step(EURO, StepUnit.CENTS)),
    "equal shares, compared": _shares(compare=Method.EQUAL_SHARES),
    "equal shares, completed and filled": _shares(Step(1, StepUnit.PERCENT), fill=True),
}
NAMES = {
    "the usual one": "greedy-threshold",
    "no threshold": "greedy",
    "a stop": "greedy-no-skip",
    "incompatible projects": "greedy-exclusive",
    "envelopes": "greedy-custom",
    "equal shares": "equalshares",
    "equal shares and one euro more": "equalshares/add1",
    "equal shares, compared": "equalshares-comparison",
    "equal shares, completed and filled": "unknown",
}


def _opened(change: Callable[[Rule], Rule]) -> Callable[[Rule], Rule]:
    """``change``, and choices counted: of points and of choices alike, only ballots can then tell."""
    return lambda rule: replace(change(rule), count=Count.CHOICES)


def _export(result: ResultView) -> bytes:
    return compose_pabulib(export_result(result, EDITION))


def _opened_results() -> list[object]:
    cases = []
    for kind, ballots in BALLOTS.items():
        for name, change in RULES.items():
            if kind is BallotKind.APPROVAL and not name.startswith("equal"):
                continue  # totals are enough: no ballot is opened
            changed = _opened(change) if kind is BallotKind.POINTS else change
            cases.append(pytest.param(kind, changed, ballots, id=f"{kind}: {name}"))
    return cases


@pytest.mark.parametrize(("kind", "change", "ballots"), _opened_results())
def test_every_kind_and_rule_is_exported_as_the_checker_wants_it(
    kind: BallotKind, change: Callable[[Rule], Rule], ballots: list[tuple[int, ...]]
) -> None:
    result = invented_result(kind, COSTS, BUDGET, ballots, change, blank=1)
    raw = _export(result)
    assert _complaints(raw) == {}
    assert compose_pabulib(parse_pabulib(raw)) == raw
    assert parse_pabulib(raw) == export_result(result, EDITION)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_bears_the_formats_name_where_it_is_just_that_rule(name: str) -> None:
    ballots = BALLOTS[BallotKind.KNAPSACK]
    result = invented_result(BallotKind.KNAPSACK, COSTS, BUDGET, ballots, RULES[name])
    assert dict(export_result(result, EDITION).facts)["rule"] == NAMES[name]


def test_a_rule_that_the_format_cannot_say_exactly_has_no_name_there() -> None:
    """A budget that is no whole number of euros for each voter: add1 would begin from another share."""
    ballots = BALLOTS[BallotKind.KNAPSACK]
    change = RULES["equal shares and one euro more"]
    result = invented_result(BallotKind.KNAPSACK, COSTS, BUDGET + 50, ballots, change)
    facts = dict(export_result(result, EDITION).facts)
    assert facts["rule"] == "unknown"
    assert "Equal Shares, in a form that the format has no name for" in facts["comment"]


KINDS = st.sampled_from([BallotKind.KNAPSACK, BallotKind.RANKING])


@st.composite
def _invented(draw: st.DrawFn) -> ResultView:
    kind = draw(KINDS)
    costs = draw(st.lists(st.integers(1, 16).map(lambda steps: steps * 500 * EURO), min_size=4, max_size=6))
    budget = draw(st.integers(max(8, *(cost // (500 * EURO) for cost in costs)), 40)) * 500 * EURO
    chosen = st.lists(st.sampled_from(range(len(costs))), unique=True, min_size=1, max_size=LIMITS[kind].maximum)
    ballots = []
    for places in draw(st.lists(chosen, min_size=1, max_size=12)):
        fields = [0] * len(costs)
        for rank, place in enumerate(places, start=1):
            fields[place] = rank if kind is BallotKind.RANKING else 1
        ballots.append(tuple(fields))
    return invented_result(kind, costs, budget, ballots, RULES[draw(st.sampled_from(sorted(RULES)))], blank=2)


@settings(deadline=None)
@given(_invented())
def test_whatever_was_voted_the_checker_accepts_it_and_finds_the_same_winners(result: ResultView) -> None:
    """For the rules that it knows, the checker computes the winners itself, and compares."""
    if result.count.expressed:
        assert _complaints(_export(result)) == {}


@settings(deadline=None)
@given(_invented())
def test_our_rule_on_our_file_gives_our_winners(result: ResultView) -> None:
    if result.count.expressed:
        again = allocate_file(result.allocation.rule, parse_pabulib(_export(result)))
        assert again.funding.winners == result.allocation.funding.winners


def test_the_checker_refuses_what_is_wrong() -> None:
    """It is no oracle unless it can say no: a vote more than there are ballots, a winner swapped, an old column."""
    raw = _export(invented_result(BallotKind.KNAPSACK, COSTS, BUDGET, BALLOTS[BallotKind.KNAPSACK])).decode()
    lines = raw.split("\n")
    first = next(place for place, line in enumerate(lines) if line.startswith("project_id")) + 1
    cells = lines[first].split(";")
    forged = "\n".join(
        [*lines[:first], ";".join([*cells[:2], str(int(cells[2]) + 1), *cells[3:]]), *lines[first + 1 :]]
    )
    assert "different values in votes" in _complaints(forged.encode())
    assert "greedy-threshold rule not followed" in _complaints(raw.replace(",les aînés;1;", ",les aînés;0;").encode())
    assert "invalid projects field value" in _complaints(raw.replace(";beneficiaries;", ";target;").encode())


def test_nothing_of_anybody_stands_beside_a_ballot_and_silent_ones_are_told() -> None:
    ballots = BALLOTS[BallotKind.APPROVAL]
    raw = _export(invented_result(BallotKind.APPROVAL, COSTS, BUDGET, ballots, RULES["equal shares"], blank=3))
    votes = raw.decode().partition("VOTES\n")[2].splitlines()
    assert votes[0] == "voter_id;vote"
    assert votes[1:] == ["1;1,4", "2;1,4", "3;2,3", "4;1,3,4", "5;1,2"]
    assert "Valid ballots that name no project, which are not in this file: 1." in raw.decode()


def test_a_vote_of_totals_has_no_ballots_to_export() -> None:
    result = invented_result(BallotKind.APPROVAL, COSTS, BUDGET, BALLOTS[BallotKind.KNAPSACK], RULES["equal shares"])
    with refused("ballots-not-opened"):
        export_result(replace(result, sealing="totals"), EDITION)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(lambda text: " ".join(text.split()))
TITLES = TEXTS.map(lambda text: f'{text};"«').map(str.strip)
NOTES = TEXTS.filter(lambda text: text != "-")
LISTS = st.lists(NOTES.map(lambda text: text.replace(",", "").strip()).filter(bool), max_size=3).map(tuple)
DEGREES = st.floats(-80, 80).map(lambda number: round(number, 12))


@st.composite
def _instances(draw: st.DrawFn) -> PabulibInstance:
    kind = draw(st.sampled_from(VoteType))
    names = [f"p{number}" for number in range(1, draw(st.integers(2, 5)) + 1)]
    projects = tuple(
        PabulibProject(
            identifier=name,
            title=draw(TITLES),
            cost=draw(st.integers(1, 10**10)),
            votes=draw(st.none() | st.integers(0, 9)),
            description=draw(NOTES),
            category=draw(NOTES),
            district=draw(NOTES),
            latitude=(place := draw(st.none() | DEGREES)),
            longitude=None if place is None else draw(DEGREES),
            score=draw(st.none() | st.integers(-9, 9)),
            selected=draw(st.none() | st.integers(0, 1)),
            beneficiaries=draw(LISTS.filter(lambda names: names != ("-",))),
        )
        for name in names
    )
    most = 1 if kind is VoteType.CHOOSE_1 else len(names)
    least = -5 if kind is VoteType.SCORING else 0
    limits = PabulibLimits(kind, 1, most, max_points=9 if kind in POINTED else None)
    chosen = draw(st.lists(st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=most), min_size=1))
    entries = tuple(
        PabulibBallot(tuple(some), tuple(draw(st.integers(least, 9)) for _ in some) if kind in POINTED else ())
        for some in chosen
    )
    town, subunit = draw(TEXTS.filter(bool)), draw(TEXTS)
    facts = (("comment", draw(TEXTS.filter(bool))), ("rule", "greedy"), ("zone", draw(TEXTS.filter(bool))))
    return PabulibInstance(
        town=town,
        subunit=subunit,
        description=draw(TEXTS),
        instance="2030",
        budget=draw(st.integers(1, 10**10)),
        limits=limits,
        begins=EDITION.calendar.vote_opens_at.date(),
        ends=None,
        projects=projects,
        entries=entries,
        currency=draw(st.sampled_from(["EUR", "CHF"])),
        facts=facts,
    )


@settings(deadline=None)
@given(_instances())
def test_what_is_written_is_read_back_the_same_for_every_kind_of_ballots(instance: PabulibInstance) -> None:
    raw = compose_pabulib(instance)
    assert parse_pabulib(raw) == instance
    assert compose_pabulib(parse_pabulib(raw)) == raw


def test_a_file_of_the_format_is_written_back_with_all_that_we_keep() -> None:
    instance = parse_pabulib(SMALL.encode())
    assert parse_pabulib(compose_pabulib(instance)) == instance
    assert dict(instance.facts) == {"country": "France", "rule": "greedy"}


@pytest.mark.parametrize("path", sorted(ELECTIONS.glob("*.pb")), ids=lambda path: path.stem)
def test_each_real_file_makes_the_round_and_its_counts_are_those_of_its_ballots(path: object) -> None:
    instance = parse_pabulib(path.read_bytes())
    raw = compose_pabulib(instance)
    assert parse_pabulib(raw) == instance
    assert compose_pabulib(parse_pabulib(raw)) == raw
    assert instance.votes == {project.identifier: project.votes for project in instance.projects}
    assert not {b"age", b"sex", b"time_taken_seconds"} & set(raw.partition(b"VOTES\n")[2].split(b"\n")[0].split(b";"))
