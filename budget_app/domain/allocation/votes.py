"""From a count to what a rule is given, and the rule that an edition has before anybody chooses another."""

from __future__ import annotations

from collections.abc import Sequence

from budget_app.domain.allocation.descriptor import Count, Leftover, Method, Rule, WhenFull
from budget_app.domain.allocation.election import Election, Project, Tally, make_election, make_tally
from budget_app.domain.ballot_kind import BallotKind, BallotLimits, Sealing, sealing_of
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.project import ProjectView
from budget_app.domain.vote_count import VoteCount, votes_of

_SCORED = (BallotKind.POINTS, BallotKind.RANKING)


def usual_rule(kind: BallotKind, budget: int, seed: str) -> Rule:
    """By votes, one vote being enough; for grades majority judgment, "to be rejected" being too little."""
    graded = kind is BallotKind.GRADES
    return Rule(
        method=Method.MAJORITY_JUDGMENT if graded else Method.BY_VOTES,
        budget=budget,
        seed=seed,
        count=Count.POINTS if kind in _SCORED else Count.CHOICES,
        threshold_votes=int(not graded),
        threshold_percent=0,
        lowest_grade=int(graded),
        when_full=WhenFull.SKIP,
        leftover=Leftover.RETURNED,
        envelopes=None,
        one_per_district=False,
        incompatible=(),
        shares=None,
    )


def sealing_for(rule: Rule, kind: BallotKind) -> Sealing:
    """What must be decrypted so that ``rule`` can be applied to ballots of ``kind``.

    Equal Shares looks at ballots one by one; of sums of points nobody can tell how many ballots name a project.
    """
    named = kind is BallotKind.POINTS and rule.count is Count.CHOICES
    return sealing_of(kind, ballots_needed=rule.method is Method.EQUAL_SHARES or named)


def as_candidates(projects: Sequence[ProjectView]) -> tuple[Project, ...]:
    """The projects as a rule sees them; the identifier is the number on the ballot list."""
    return tuple(
        Project(
            identifier=str(project.number),
            cost=project.cost,
            title=project.title,
            category=project.category,
            district=project.district,
            beneficiaries=(project.beneficiaries,) if project.beneficiaries else (),
        )
        for project in projects
    )


def tally_of(
    rule: Rule, limits: BallotLimits, sealing: Sealing, projects: Sequence[Project], count: VoteCount
) -> tuple[Tally, Election | None]:
    """The votes as ``rule`` counts them, and the ballots one by one where they were opened.

    ``projects`` are in the order of the ballot list, as the numbers of ``count``. Blank and invalid ballots are no
    voters: percentages and shares are of the ballots that say something, or could have.
    Raises InvalidInputError ``rule-needs-ballots`` where only the ballots could tell what the rule asks.
    """
    names = [project.identifier for project in projects]
    if sealing is Sealing.OPENED:
        ballots = (
            (zip(names, votes_of(limits, group.fields), strict=True), group.ballots) for group in count.groups
        )
        election = make_election(projects, ballots)
        return election.tally(points=rule.count is Count.POINTS), election
    if sealing_for(rule, limits.kind) is Sealing.OPENED:
        raise InvalidInputError("rule-needs-ballots")
    votes = dict(zip(names, count.votes, strict=True))
    grades = dict(zip(names, count.grades, strict=True)) if count.grades else None
    return make_tally(projects, votes, count.expressed, grades), None
