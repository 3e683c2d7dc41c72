"""What another rule or another budget would make of the same votes, within stated bounds. It is no result."""

from __future__ import annotations

from dataclasses import dataclass

from budget_app.domain.allocation.allocate import Allocation, allocate
from budget_app.domain.allocation.descriptor import Count, Rule, check_rule_for
from budget_app.domain.allocation.election import Election
from budget_app.domain.allocation.statistics import VoterFigures, find_voters
from budget_app.domain.ballot_kind import BallotKind
from budget_app.domain.errors import InvalidInputError

MOST_CHOICES = 6_000_000
"""Choices on ballots that a simulation may look at, over all runs of Equal Shares: at most ten seconds of work."""

_RISE = 120
"""Percent of the first share by which shares may rise before they overspend; they seldom need to."""


@dataclass(frozen=True)
class Simulation:
    """The simulated allocation beside the official one; voters are None where only totals are known."""

    official: Allocation
    allocation: Allocation
    official_voters: VoterFigures | None
    voters: VoterFigures | None

    @property
    def entering(self) -> tuple[str, ...]:
        """Projects that only the simulation funds."""
        return tuple(name for name in self.allocation.funding.winners if name not in self.official.funding.winners)

    @property
    def leaving(self) -> tuple[str, ...]:
        """Projects that only the result funds."""
        return tuple(name for name in self.official.funding.winners if name not in self.allocation.funding.winners)


def most_runs(election: Election | None) -> int:
    """How many runs of Equal Shares a simulation may take: as many as look at ``MOST_CHOICES``, but at least two."""
    choices = sum(len(group.entries) for group in election.groups) if election else 0
    return max(MOST_CHOICES // max(choices, 1), 2)


def least_step(election: Election | None) -> int:
    """The smallest rise of shares, in percent of the first share, with which they can more than double in the runs."""
    return -(-_RISE // most_runs(election))


def simulate_rule(official: Allocation, rule: Rule, kind: BallotKind) -> Simulation:
    """Applies ``rule`` to the votes of ``official``, from ballots of ``kind``.

    Raises what :func:`allocate` raises, InvalidInputError ``rule-not-for-ballots``, ``rule-needs-ballots`` where totals
    cannot be counted in another way, and ``allocation-too-long`` beyond the bound.
    """
    check_rule_for(rule, kind)
    election, tally = official.election, official.tally
    if rule.count is not official.rule.count:
        if election is None:
            raise InvalidInputError("rule-needs-ballots")
        tally = election.tally(points=rule.count is Count.POINTS)
    allocation = allocate(rule, tally, election, most_runs(election))
    single = kind is BallotKind.SINGLE
    official_voters = find_voters(official, official.funding, single=single)
    return Simulation(official, allocation, official_voters, find_voters(allocation, allocation.funding, single=single))
