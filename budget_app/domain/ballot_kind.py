"""Kinds of ballots: what a voter may say, what is sealed as totals and what must be opened, and which ballots break
their limits.

An opened ballot is a number for each project: 1 for a project chosen, its points, its grade (3 the best), or its rank
(1 the first); 0 for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import comb, perm, prod

from budget_app.domain.errors import InvalidInputError


class BallotKind(StrEnum):
    """What a voter is asked."""

    APPROVAL = "approval"
    SINGLE = "single"
    KNAPSACK = "knapsack"
    POINTS = "points"
    GRADES = "grades"
    RANKING = "ranking"


class Sealing(StrEnum):
    """What is decrypted after the vote: sums only, or each ballot after it was shuffled."""

    TOTALS = "totals"
    OPENED = "opened"


GRADE_NAMES = ("À rejeter", "Passable", "Bien", "Très bien")
"""In the election as in the words of pages, the worst first; a project without a grade is to be rejected."""
GRADES = len(GRADE_NAMES)
SMALLEST_OPENED_ROLL = 30
"""Below so many ballots, opening them one by one would tell too much of too few people: it is refused."""
MOST_POINTS_EACH = 15
_MOST_SLOTS = 600
_MANY = 10**9
_MOST_OPENED = {1: 190, 2: 95, 4: 47}
"""Projects by width of a field in bits (docs/ballot-code.md)."""


@dataclass(frozen=True)
class BallotLimits:
    """What a ballot must respect; frozen with the ballot list. ``budget`` is in cents.

    ``minimum`` and ``maximum`` are numbers of projects chosen or ranked; a single choice has 1 and 1. ``points`` and
    ``points_each`` belong to points alone. With ``per_district`` the numbers hold in each district, whose projects'
    positions are in ``groups`` (:meth:`placed`); only projects chosen can be limited so.
    """

    kind: BallotKind
    minimum: int = 0
    maximum: int = 1
    points: int = 0
    points_each: int = 0
    blank: bool = True
    per_district: bool = False
    groups: tuple[tuple[int, ...], ...] = ()

    def check(self) -> None:
        """Raises InvalidInputError ``choices-bounds``, ``choices-single``, ``choices-per-district`` or
        ``points-bounds`` with the field.
        """
        if self.per_district and self.kind is not BallotKind.APPROVAL:
            raise InvalidInputError("choices-per-district", field="per_district")
        if not 0 <= self.minimum <= self.maximum or self.maximum < 1:
            raise InvalidInputError("choices-bounds", field="max_choices")
        if self.kind is BallotKind.SINGLE and (self.minimum, self.maximum) != (1, 1):
            raise InvalidInputError("choices-single", field="max_choices")
        if self.kind is BallotKind.RANKING and self.maximum > MOST_POINTS_EACH:
            raise InvalidInputError("ranks-too-many", field="max_choices", limit=MOST_POINTS_EACH)
        if self.kind is BallotKind.POINTS and not 1 <= self.points_each <= min(self.points, MOST_POINTS_EACH):
            raise InvalidInputError("points-bounds", field="points_each", limit=MOST_POINTS_EACH)

    def placed(self, districts: Sequence[str]) -> BallotLimits:
        """The same limits for projects of these districts, in the order of the ballot list.

        Districts are in the order in which they first come; the projects of none have theirs together.
        """
        if not self.per_district:
            return self
        names = dict.fromkeys(districts)
        groups = (tuple(place for place, name in enumerate(districts) if name == district) for district in names)
        return replace(self, groups=tuple(groups))

    def bounds(self, projects: int) -> tuple[int, int]:
        """How many of so many projects of one group are chosen at least and at most."""
        return min(self.minimum, projects), min(self.maximum, projects)

    @property
    def width(self) -> int:
        """Bits that a project takes in an opened ballot."""
        widths = {BallotKind.GRADES: 2, BallotKind.POINTS: 4, BallotKind.RANKING: 4}
        return widths.get(self.kind, 1)


def sealing_of(kind: BallotKind, ballots_needed: bool) -> Sealing:
    """What must be decrypted: totals wherever they are enough.

    ``ballots_needed`` says that the rule looks at ballots one by one (equal shares). That costs fit the budget, and in
    which order projects stand, no total can say.
    """
    always = kind in (BallotKind.KNAPSACK, BallotKind.RANKING)
    return Sealing.OPENED if always or ballots_needed else Sealing.TOTALS


def most_projects(limits: BallotLimits, sealing: Sealing) -> int:
    """How many projects a ballot of this kind can hold."""
    if sealing is Sealing.OPENED:
        return _MOST_OPENED[limits.width]
    slots = {BallotKind.POINTS: limits.points_each, BallotKind.GRADES: GRADES}
    return _MOST_SLOTS // slots.get(limits.kind, 2)


def distinct_patterns(limits: BallotLimits, projects: int) -> int:
    """How many different ballots of this kind there are, for the organiser's warning; 10^9 stands for more.

    Where there are more patterns than voters, most opened ballots are alone of their kind: whoever tells theirs
    beforehand can be recognised.
    """
    if limits.kind is BallotKind.GRADES:
        patterns: int = GRADES**projects
    elif limits.kind is BallotKind.POINTS:
        patterns = _points_patterns(limits, projects)
    elif limits.per_district:
        patterns = prod(_choices(len(group), *limits.bounds(len(group))) for group in limits.groups)
    else:
        arrange = perm if limits.kind is BallotKind.RANKING else comb
        patterns = sum(arrange(projects, chosen) for chosen in range(limits.minimum, min(limits.maximum, projects) + 1))
    return min(patterns, _MANY)


def _choices(projects: int, least: int, most: int) -> int:
    return sum(comb(projects, chosen) for chosen in range(least, most + 1))


def _points_patterns(limits: BallotLimits, projects: int) -> int:
    """Ways to give at most ``points``, at most ``points_each`` to one project."""
    ways = [1] + [0] * limits.points
    for _ in range(projects):
        ways = [sum(ways[max(0, total - limits.points_each) : total + 1]) for total in range(limits.points + 1)]
    return sum(ways)


def find_violation(limits: BallotLimits, costs: Sequence[int], budget: int, fields: Sequence[int]) -> str | None:
    """Why an opened ballot counts as invalid, as a stable code; None when it respects the limits.

    ``costs`` (cents) and ``fields`` are by project. Codes: ``ballot-too-few``, ``ballot-too-many``,
    ``ballot-over-budget``, ``ballot-points``, ``ballot-ranks``. A blank vote is not asked about here.
    """
    if limits.kind is BallotKind.GRADES:
        return None
    if limits.kind is BallotKind.POINTS:
        return _find_points_violation(limits, fields)
    if limits.per_district:
        return _find_district_violation(limits, fields)
    chosen = sum(1 for field in fields if field)
    if chosen < limits.minimum:
        return "ballot-too-few"
    if chosen > limits.maximum:
        return "ballot-too-many"
    if limits.kind is BallotKind.RANKING and sorted(filter(None, fields)) != list(range(1, chosen + 1)):
        return "ballot-ranks"
    if limits.kind is BallotKind.KNAPSACK:
        spent = sum(cost for cost, field in zip(costs, fields, strict=True) if field)
        return "ballot-over-budget" if spent > budget else None
    return None


def _find_district_violation(limits: BallotLimits, fields: Sequence[int]) -> str | None:
    for group in limits.groups:
        least, most = limits.bounds(len(group))
        chosen = sum(1 for place in group if fields[place])
        if not least <= chosen <= most:
            return "ballot-too-few" if chosen < least else "ballot-too-many"
    return None


def _find_points_violation(limits: BallotLimits, fields: Sequence[int]) -> str | None:
    if not any(fields) and limits.minimum > 0:
        return "ballot-too-few"
    over = sum(fields) > limits.points or any(field > limits.points_each for field in fields)
    return "ballot-points" if over else None
