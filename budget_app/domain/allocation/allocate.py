"""From votes to funded projects: the one door to all rules."""

from __future__ import annotations

from dataclasses import dataclass

from budget_app.domain.allocation.by_votes import fund_by_votes
from budget_app.domain.allocation.completion import SharesResult, fund_by_shares
from budget_app.domain.allocation.descriptor import Count, Method, Rule
from budget_app.domain.allocation.election import Election, Project, Tally
from budget_app.domain.allocation.majority_judgment import fund_by_grades
from budget_app.domain.allocation.outcome import Funding, Line
from budget_app.domain.errors import InvalidInputError


@dataclass(frozen=True)
class Allocation:
    """What a rule made of the votes.

    ``election`` holds the ballots one by one where they were opened. ``shares`` says how Equal Shares went, and
    ``by_votes`` what the same votes would have paid for without it; both are None for another rule.
    """

    rule: Rule
    tally: Tally
    election: Election | None
    funding: Funding
    shares: SharesResult | None = None
    by_votes: Funding | None = None

    @property
    def projects(self) -> dict[str, Project]:
        """The projects by identifier."""
        return {project.identifier: project for project in self.tally.projects}

    @property
    def lines(self) -> dict[str, Line]:
        """What became of each project, by identifier, in the order of the rule."""
        return {line.identifier: line for line in self.funding.lines}


class Allocated:
    """What has an allocation, told in cents; the classes that hold one inherit it."""

    allocation: Allocation

    @property
    def budget(self) -> int:
        """What there was to spend."""
        return self.allocation.funding.budget

    @property
    def spent(self) -> int:
        """What the winners cost."""
        return self.allocation.funding.spent

    @property
    def left(self) -> int:
        """What nothing took."""
        return self.allocation.funding.left


def allocate(
    rule: Rule, tally: Tally, election: Election | None = None, most_runs: int | None = None
) -> Allocation:
    """Applies ``rule``; ``tally`` are the votes as the rule counts them, ``election`` the opened ballots behind them.

    ``most_runs`` bounds the runs of Equal Shares where nobody waits for this result (``allocation-too-long``).

    Raises InvalidInputError ``rule-needs-ballots`` where Equal Shares has no ballots, ``rule-needs-grades`` where
    majority judgment has no grades, and ``rule-project-unknown``.
    """
    if rule.method is Method.MAJORITY_JUDGMENT:
        if tally.projects and not tally.grades:
            raise InvalidInputError("rule-needs-grades")
        return Allocation(rule, tally, election, fund_by_grades(tally, rule))
    by_votes = fund_by_votes(tally, rule)
    if rule.method is Method.BY_VOTES:
        return Allocation(rule, tally, election, by_votes)
    if election is None:
        raise InvalidInputError("rule-needs-ballots")
    funding, shares = fund_by_shares(election, rule, most_runs)
    return Allocation(rule, tally, election, funding, shares, by_votes)


def allocate_ballots(rule: Rule, election: Election, grades: int = 0) -> Allocation:
    """Applies ``rule`` to ballots known one by one; ``grades`` is how many grades there are, where scores are grades.

    Raises as :func:`allocate`, and ``allocation-ballot-invalid`` for a score that is no grade.
    """
    tally = election.tally(points=rule.count is Count.POINTS)
    if grades:
        tally = Tally(tally.projects, tally.votes, tally.voters, election.grades(grades))
    return allocate(rule, tally, election)
