"""A counted vote whose ballots were opened, as a Pabulib file: the valid ballots, and nothing of anybody.

The format holds neither blank votes nor ballots that name no project: they are left out, and a comment says how many.
"""

from __future__ import annotations

from dataclasses import dataclass

from budget_app.domain.allocation.descriptor import Count, Leftover, Method, Rule, Satisfaction, StepUnit, WhenFull
from budget_app.domain.allocation.rule_json import rule_fingerprint
from budget_app.domain.allocation.ties import Decided
from budget_app.domain.ballot_kind import BallotKind, BallotLimits, Sealing
from budget_app.domain.dates import PARIS
from budget_app.domain.edition import Edition
from budget_app.domain.errors import NotFoundError
from budget_app.domain.pabulib import PabulibInstance, PabulibProject
from budget_app.domain.pabulib_ballots import PabulibBallot, PabulibLimits, VoteType
from budget_app.domain.project import ProjectView
from budget_app.domain.result import ResultView
from budget_app.domain.vote_count import OpenedGroup

_TYPES = {
    BallotKind.APPROVAL: VoteType.APPROVAL,
    BallotKind.KNAPSACK: VoteType.APPROVAL,
    BallotKind.SINGLE: VoteType.CHOOSE_1,
    BallotKind.POINTS: VoteType.CUMULATIVE,
    BallotKind.GRADES: VoteType.SCORING,
    BallotKind.RANKING: VoteType.ORDINAL,
}
_EURO = 100


@dataclass(frozen=True)
class _Named:
    """A rule in the format's words, and the threshold that goes with it."""

    rule: str
    threshold: int = 0
    comment: str = ""


def _limits(limits: BallotLimits, projects: int, budget: int) -> PabulibLimits:
    kind = _TYPES[limits.kind]
    points = limits.kind is BallotKind.POINTS
    most = projects if points or limits.kind is BallotKind.GRADES else min(limits.maximum, projects)
    return PabulibLimits(
        vote_type=kind,
        min_length=1 if points else max(1, limits.minimum),
        max_length=most,
        max_sum_cost=budget if limits.kind is BallotKind.KNAPSACK else None,
        max_points=limits.points_each if points else None,
        max_sum_points=limits.points if points else None,
    )


def _ballot(limits: BallotLimits, names: list[str], group: OpenedGroup) -> PabulibBallot:
    """One of the group's ballots: ranks in their order, the most points first, else in the order of the list."""
    named = [(number, name) for number, name in zip(group.fields, names, strict=True) if number]
    if limits.kind is BallotKind.RANKING:
        return PabulibBallot(tuple(name for _rank, name in sorted(named)))
    pointed = limits.kind in (BallotKind.POINTS, BallotKind.GRADES)
    ordered = sorted(named, key=lambda entry: -entry[0]) if pointed else named
    points = tuple(number for number, _name in ordered) if pointed else ()
    return PabulibBallot(tuple(name for _number, name in ordered), points)


def _by_votes(rule: Rule, result: ResultView) -> _Named:
    tally = result.allocation.tally
    share = -(-rule.threshold_percent * tally.voters // 100)
    threshold = max(rule.threshold_votes, share)
    if rule.envelopes is not None or rule.one_per_district:
        return _Named("greedy-custom", comment="Envelopes or winners by district")
    if result.limits.kind is BallotKind.RANKING and rule.count is Count.POINTS:
        return _Named("greedy-custom", comment="Ranks give Borda points: as many for the first as may be ranked")
    if rule.incompatible:
        return _Named("greedy-exclusive", threshold)
    if rule.when_full is WhenFull.STOP and rule.leftover is not Leftover.FILLED:
        return _Named("greedy-no-skip", threshold)
    return _Named("greedy-threshold" if threshold else "greedy", threshold)


def _by_shares(rule: Rule, result: ResultView) -> _Named:
    """Named only where the format's rule is just this one: whole euros, no thresholds, nothing left to chance."""
    shares, tally = rule.shares, result.allocation.tally
    unknown = _Named("unknown", comment="Equal Shares, in a form that the format has no name for")
    whole = all(amount % _EURO == 0 for amount in (rule.budget, *(project.cost for project in tally.projects)))
    wanted = max(rule.threshold_votes, -(-rule.threshold_percent * tally.voters // 100))
    drawn = any(tie.decided is Decided.LOT for tie in result.allocation.funding.ties)
    plain = whole and wanted <= 1 and not drawn and not rule.incompatible and min(tally.votes, default=0) > 0
    if shares is None or shares.fill or shares.satisfaction is not Satisfaction.COST or not plain:
        return unknown
    if shares.compare is Method.BY_VOTES or rule.when_full is WhenFull.STOP:
        return unknown
    ending = "-comparison" if shares.compare else ""
    if shares.step is None:
        return _Named(f"equalshares{ending}")
    one_each = shares.step.unit is StepUnit.CENTS and shares.step.amount == _EURO
    even = tally.voters > 0 and rule.budget % (_EURO * tally.voters) == 0
    return _Named(f"equalshares/add1{ending}") if one_each and even else unknown


def _named(result: ResultView) -> _Named:
    rule = result.allocation.rule
    if rule.method is Method.BY_VOTES:
        return _by_votes(rule, result)
    if rule.method is Method.EQUAL_SHARES:
        return _by_shares(rule, result)
    return _Named("unknown", comment="Majority judgment")


def _list(text: str) -> tuple[str, ...]:
    """The entries of a text that enumerates, each once."""
    return tuple(dict.fromkeys(" ".join(part.split()) for part in text.split(",") if part.strip()))


def _projects(result: ResultView) -> tuple[PabulibProject, ...]:
    """In the order of the result: programs that go by the order of the file break ties as the rule did."""
    views: dict[str, ProjectView] = {str(project.number): project for project in result.projects}
    counted = result.allocation.election
    choices = dict(zip(result.allocation.projects, counted.choices if counted else (), strict=True))
    points = dict(zip(result.allocation.projects, counted.points if counted else (), strict=True))
    scored = result.limits.kind is BallotKind.POINTS and result.allocation.rule.count is Count.POINTS
    ranked = sorted(result.allocation.funding.lines, key=lambda line: line.rank)

    def made(identifier: str, funded: bool) -> PabulibProject:
        view = views[identifier]
        return PabulibProject(
            identifier=identifier,
            title=" ".join(view.title.split()),
            cost=view.cost,
            votes=choices[identifier],
            description=" ".join(view.summary.split()),
            category=",".join(_list(view.category)),
            district=" ".join(view.district.split()),
            latitude=view.latitude,
            longitude=view.longitude,
            score=points[identifier] if scored else None,
            selected=int(funded),
            beneficiaries=_list(view.beneficiaries),
        )

    return tuple(made(line.identifier, line.funded) for line in ranked)


def _facts(result: ResultView, named: _Named, silent: int) -> tuple[tuple[str, str], ...]:
    notes = [f"Rule of SHA-256 {rule_fingerprint(result.allocation.rule)}"]
    notes += [named.comment] if named.comment else []
    notes += [f"Valid ballots that name no project, which are not in this file: {silent}"] if silent else []
    facts = {
        "country": "France",
        "rule": named.rule,
        "language": "fr",
        "comment": " ".join(f"#{number}: {note}." for number, note in enumerate(notes, start=1)),
    }
    if named.threshold:
        facts["min_project_score_threshold"] = str(named.threshold)
    if sum(project.cost for project in result.projects) <= result.budget:
        facts["fully_funded"] = "1"
    return tuple(sorted(facts.items()))


def export_result(result: ResultView, edition: Edition) -> PabulibInstance:
    """The valid opened ballots of a result; raises NotFoundError ``ballots-not-opened`` where only totals were."""
    if result.sealing is not Sealing.OPENED:
        raise NotFoundError("ballots-not-opened")
    names = [str(project.number) for project in result.projects]
    speaking = [group for group in result.count.groups if any(group.fields)]
    ballots = (ballot for group in speaking for ballot in [_ballot(result.limits, names, group)] * group.ballots)
    silent = result.count.expressed - sum(group.ballots for group in speaking)
    days = (edition.calendar.vote_opens_at, edition.calendar.vote_closes_at)
    begins, ends = (moment.astimezone(PARIS).date() for moment in days)
    return PabulibInstance(
        town=" ".join(edition.town.split()),
        subunit="",
        description=" ".join(edition.name.split()),
        instance=str(begins.year),
        budget=result.budget,
        limits=_limits(result.limits, len(result.projects), result.budget),
        begins=begins,
        ends=ends,
        projects=_projects(result),
        entries=tuple(ballots),
        facts=_facts(result, _named(result), silent),
    )
