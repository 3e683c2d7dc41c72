"""pabutools 1.2.3 with exact fractions, the oracle of the rules: an independent implementation, in tests only.

It asks for solvers that none of the rules compared here uses; they are not installed
(docs/decisions/0009-oracle-of-the-rules.md): whatever touches them fails at once.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from types import ModuleType
from typing import Any

from budget_app.domain.allocation.descriptor import Count, Method, Rule, Satisfaction, StepUnit
from budget_app.domain.allocation.election import Election
from budget_app.domain.allocation.ties import tie_order

_UNUSED = ("pulp", "gurobipy", "preflibtools", "preflibtools.instances", "mip")


class _Absent(ModuleType):
    """A module whose names can be imported and not used."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": lambda *_args, **_named: sys.exit(f"{self.__name__}.{name} is not there")})


def _load() -> None:
    before = {name: sys.modules.get(name) for name in _UNUSED}
    sys.modules.update({name: _Absent(name) for name in _UNUSED if before[name] is None})
    try:
        import pabutools.rules  # noqa: F401
    finally:
        for name in _UNUSED:
            if before[name] is None:
                sys.modules.pop(name, None)


_load()

from pabutools.election import (  # noqa: E402
    Additive_Cardinal_Sat,
    ApprovalBallot,
    ApprovalMultiProfile,
    ApprovalProfile,
    CardinalBallot,
    CardinalMultiProfile,
    CardinalProfile,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.election.satisfaction import AdditiveSatisfaction  # noqa: E402
from pabutools.fractions import frac  # noqa: E402
from pabutools.rules import (  # noqa: E402
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
)
from pabutools.tiebreaking import TieBreakingRule  # noqa: E402


def _cost_points(_instance: Any, _profile: Any, ballot: Any, project: Any, _precomputed: Any) -> Any:
    return ballot.get(project, 0) * project.cost


class CostPointsSat(AdditiveSatisfaction):
    """Cost multiplied by points, which pabutools does not have itself."""

    def __init__(self, instance: Any, profile: Any, ballot: Any) -> None:
        super().__init__(instance, profile, ballot, _cost_points)


SATISFACTIONS = {
    Satisfaction.COST: Cost_Sat,
    Satisfaction.POINTS: Additive_Cardinal_Sat,
    Satisfaction.COST_POINTS: CostPointsSat,
}


class Oracle:
    """One election as pabutools sees it; costs and money are in cents."""

    def __init__(self, election: Election, rule: Rule) -> None:
        self.election, self.rule = election, rule
        self.scored = rule.count is Count.POINTS
        self.projects = [Project(project.identifier, cost=project.cost) for project in election.projects]
        self.instance = Instance(self.projects, budget_limit=rule.budget)
        self.profile = self._profile()
        votes = election.points if self.scored else election.choices
        order = tie_order(election.projects, votes, rule.seed)
        keys = {project.identifier: order.key(position) for position, project in enumerate(election.projects)}
        self.ties = TieBreakingRule(lambda _instance, _profile, project: keys[project.name])
        self.votes = {project.identifier: votes[position] for position, project in enumerate(election.projects)}

    def _profile(self) -> Any:
        ballots = []
        for group in self.election.groups:
            scores = {self.projects[position]: score for position, score in group.entries}
            for _ in range(group.ballots):
                ballots.append(CardinalBallot(scores) if self.scored else ApprovalBallot(scores))
        if self.scored:
            return CardinalMultiProfile(profile=CardinalProfile(ballots))
        return ApprovalMultiProfile(profile=ApprovalProfile(ballots))

    def by_votes(self, already: list[str] | None = None) -> list[str]:
        """Winners in order; projects without a vote are left out, which pabutools would fund last."""
        taken = [project for project in self.projects if project.name in (already or ())]
        # Votes alone order projects: satisfaction per cost is votes when satisfaction is cost (or cost times points).
        satisfaction = CostPointsSat if self.scored else Cost_Sat
        allocation = greedy_utilitarian_welfare(
            self.instance,
            self.profile,
            sat_class=satisfaction,
            tie_breaking=self.ties,
            initial_budget_allocation=taken,
        )
        names = [project.name for project in allocation]
        return [name for name in names if self.votes[name] and name not in (already or ())]

    def equal_shares(self, share: Fraction | None = None) -> list[str]:
        """Winners in order, completed as the rule says; without the filling. Or those of one ``share`` in cents."""
        shares = self.rule.shares
        assert shares is not None
        parameters: dict[str, Any] = {
            "sat_class": SATISFACTIONS[shares.satisfaction],
            "tie_breaking": self.ties,
        }
        if share is not None:
            money = share * self.election.voters
            instance = Instance(self.projects, budget_limit=frac(money.numerator, money.denominator))
            return [project.name for project in method_of_equal_shares(instance, self.profile, **parameters)]
        if shares.step is None:
            return [project.name for project in method_of_equal_shares(self.instance, self.profile, **parameters)]
        amount = shares.step.amount
        step = {
            StepUnit.CENTS: frac(amount * self.election.voters),
            StepUnit.PERCENT: frac(self.rule.budget * amount, 100),
            StepUnit.PER_MILLE: frac(self.rule.budget * amount, 1000),
        }[shares.step.unit]
        allocation = exhaustion_by_budget_increase(
            self.instance,
            self.profile,
            method_of_equal_shares,
            parameters,
            exhaustive_stop=False,
            budget_step=step,
            budget_bound=self.bound(),
        )
        return [project.name for project in allocation]

    def bound(self) -> Any:
        """The budget at which every voter alone could pay for everything: larger ones change nothing."""
        return sum(project.cost for project in self.projects) * max(self.election.voters, 1) + self.rule.budget

    def winners(self) -> list[str]:
        """All winners of the rule in order, before any comparison."""
        if self.rule.method is Method.BY_VOTES:
            return self.by_votes()
        found = self.equal_shares()
        filled = self.by_votes(found) if self.rule.shares and self.rule.shares.fill else []
        return [*found, *filled]
