"""The ballots of a Pabulib file as the rules see them."""

from __future__ import annotations

from collections.abc import Iterator

from budget_app.domain.allocation.allocate import Allocation, allocate_ballots
from budget_app.domain.allocation.descriptor import Method, Rule, check_rule_for
from budget_app.domain.allocation.election import Election, Project, make_election
from budget_app.domain.ballot_kind import GRADES, BallotKind
from budget_app.domain.pabulib import PabulibInstance
from budget_app.domain.pabulib_ballots import PabulibBallot, PabulibLimits, VoteType

_KINDS = {
    VoteType.APPROVAL: BallotKind.APPROVAL,
    VoteType.CHOOSE_1: BallotKind.SINGLE,
    VoteType.CUMULATIVE: BallotKind.POINTS,
    VoteType.SCORING: BallotKind.POINTS,
    VoteType.ORDINAL: BallotKind.RANKING,
}


def _entries(ballot: PabulibBallot, limits: PabulibLimits) -> Iterator[tuple[str, int]]:
    """Projects with 1, their points or, of an order, Borda's points: as many for the first as may be ranked."""
    if limits.vote_type is VoteType.ORDINAL:
        return ((name, limits.max_length - place) for place, name in enumerate(ballot.projects))
    points = ballot.points or (1,) * len(ballot.projects)
    return zip(ballot.projects, points, strict=True)


def election_of(instance: PabulibInstance) -> Election:
    """The election of a file; raises InvalidInputError ``allocation-ballot-invalid`` for points below nothing."""
    projects = [
        Project(
            identifier=project.identifier,
            cost=project.cost,
            title=project.title,
            category=project.category,
            district=project.district,
            beneficiaries=project.beneficiaries,
        )
        for project in instance.projects
    ]
    return make_election(projects, ((_entries(ballot, instance.limits), 1) for ballot in instance.entries))


def allocate_file(rule: Rule, instance: PabulibInstance) -> Allocation:
    """What ``rule`` makes of the file's ballots; by majority judgment, its scores are grades (3 the best).

    Raises InvalidInputError ``rule-not-for-ballots``, or as ``allocate_ballots``.
    """
    graded = instance.vote_type is VoteType.SCORING and rule.method is Method.MAJORITY_JUDGMENT
    check_rule_for(rule, BallotKind.GRADES if graded else _KINDS[instance.vote_type])
    return allocate_ballots(rule, election_of(instance), GRADES if graded else 0)
