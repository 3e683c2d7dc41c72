"""The walk through ranked projects: envelopes, exclusions, what fits, and where money that is left goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from budget_app.domain.allocation.descriptor import Dividing, EnvelopesLeft, Leftover, Rule, WhenFull
from budget_app.domain.allocation.election import Project
from budget_app.domain.allocation.outcome import Funding, Line, Reason
from budget_app.domain.allocation.ties import Tie
from budget_app.domain.errors import InvalidInputError

TOWN = ""
"""The name of the pot that is no envelope's."""


@dataclass(frozen=True)
class Ranking:
    """Positions of projects, the best first; votes and refusals by position; the ties that the order needed."""

    order: tuple[int, ...]
    votes: tuple[int, ...]
    refused: Mapping[int, Reason]
    ties: tuple[Tie, ...]


def check_rule_names(rule: Rule, known: Collection[str]) -> None:
    """Raises InvalidInputError ``rule-project-unknown`` unless ``known`` has every project that ``rule`` names."""
    unknown = [name for names in rule.incompatible for name in names if name not in known]
    if unknown:
        raise InvalidInputError("rule-project-unknown", project=unknown[0][:40])


@dataclass
class Exclusions:
    """Which winner keeps which project out: one of a list of incompatible projects, one of a district."""

    projects: Sequence[Project]
    rule: Rule
    _by_project: dict[str, tuple[Reason, str]] = field(default_factory=dict)
    _by_district: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_rule_names(self.rule, {project.identifier for project in self.projects})

    def take(self, winner: int) -> None:
        """Notes that ``winner`` has won."""
        project = self.projects[winner]
        for names in self.rule.incompatible:
            if project.identifier in names:
                for name in names:
                    self._by_project.setdefault(name, (Reason.INCOMPATIBLE, project.identifier))
        if self.rule.one_per_district and project.district:
            self._by_district.setdefault(project.district, project.identifier)

    def find(self, position: int) -> tuple[Reason, str] | None:
        """Why the project cannot win any more, and the winner that keeps it out; None when it can."""
        project = self.projects[position]
        if project.identifier in self._by_project:
            return self._by_project[project.identifier]
        if project.district in self._by_district:
            return Reason.DISTRICT_SERVED, self._by_district[project.district]
        return None


@dataclass
class _Walk:
    """The state of a walk: money in each pot, pots at which it stopped, what became of each project, turn by turn."""

    projects: Sequence[Project]
    ranking: Ranking
    rule: Rule
    left: dict[str, int]
    exclusions: Exclusions
    stopped: dict[str, str] = field(default_factory=dict)
    winners: list[int] = field(default_factory=list)
    lines: dict[int, Line] = field(default_factory=dict)
    turns: list[Line] = field(default_factory=list)

    def go(self, pots: Mapping[int, str], when_full: WhenFull) -> None:
        """Once through all projects that have not won, each looking into its pot."""
        for rank, position in enumerate(self.ranking.order, start=1):
            if position not in self.lines or not self.lines[position].funded:
                self.lines[position] = self._line(position, rank, pots[position], when_full)
                self.turns.append(self.lines[position])

    def _line(self, position: int, rank: int, pot: str, when_full: WhenFull) -> Line:
        project, before = self.projects[position], self.left[pot]
        reason, rival = self._decide(position, pot)
        if reason is Reason.FUNDED:
            self.left[pot] -= project.cost
            self.winners.append(position)
            self.exclusions.take(position)
        elif reason is Reason.DOES_NOT_FIT and when_full is WhenFull.STOP:
            self.stopped[pot] = project.identifier
        votes = self.ranking.votes[position]
        return Line(project.identifier, rank, votes, project.cost, reason, before, self.left[pot], pot, rival)

    def _decide(self, position: int, pot: str) -> tuple[Reason, str | None]:
        if position in self.ranking.refused:
            return self.ranking.refused[position], None
        excluded = self.exclusions.find(position)
        if excluded is not None:
            return excluded
        if pot in self.stopped:
            return Reason.AFTER_STOP, self.stopped[pot]
        return (Reason.FUNDED if self.projects[position].cost <= self.left[pot] else Reason.DOES_NOT_FIT), None


def pot_of(project: Project, rule: Rule) -> str:
    """The name of the envelope that a project looks into first; the town's where it is in none."""
    if rule.envelopes is None:
        return TOWN
    if rule.envelopes.by is Dividing.COST:
        return next((pot.name for pot in rule.envelopes.pots if project.cost <= (pot.up_to or 0)), TOWN)
    place = project.district if rule.envelopes.by is Dividing.DISTRICT else project.category
    return next((pot.name for pot in rule.envelopes.pots if place in pot.holds), TOWN)


def _money(rule: Rule, budget: int) -> dict[str, int]:
    pots = {pot.name: pot.amount for pot in rule.envelopes.pots} if rule.envelopes else {}
    return {**pots, TOWN: budget - sum(pots.values())}


def fund(
    projects: Sequence[Project],
    ranking: Ranking,
    rule: Rule,
    budget: int | None = None,
    exclusions: Exclusions | None = None,
) -> Funding:
    """Spends the money in the order of ``ranking``: first the envelopes, then what they leave, as the rule says.

    ``budget`` is what there is to spend (the rule's where none is given), ``exclusions`` those of earlier winners.
    Raises InvalidInputError ``rule-project-unknown``.
    """
    money = rule.budget if budget is None else budget
    excluded = Exclusions(projects, rule) if exclusions is None else exclusions
    walk = _Walk(projects, ranking, rule, _money(rule, money), excluded)
    pots = {position: pot_of(projects[position], rule) for position in ranking.order}
    walk.go(pots, rule.when_full)
    if rule.envelopes and rule.envelopes.left is EnvelopesLeft.TOWN_WIDE:
        walk.left = {TOWN: sum(walk.left.values())}
        walk.stopped.clear()
        pots = dict.fromkeys(ranking.order, TOWN)
        walk.go(pots, rule.when_full)
    if rule.leftover is Leftover.FILLED:
        walk.stopped.clear()
        walk.go(pots, WhenFull.SKIP)
    winners = tuple(projects[position].identifier for position in walk.winners)
    lines = tuple(walk.lines[position] for position in ranking.order)
    return Funding(winners, lines, ranking.ties, money, tuple(walk.turns))
