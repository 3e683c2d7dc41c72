"""The review of a proposal: the grid of criteria, the cost estimate, the decision."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from budget_app.domain.call_rules import CallRules
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.project import MAX_COST, MAX_TEXT

FIRST_ROUND, SECOND_ROUND = 1, 2


class Mark(StrEnum):
    """What a reviewer found of one criterion."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"


class Verdict(StrEnum):
    """What a review proposes, and what a decision says."""

    ADMITTED = "admitted"
    REFUSED = "refused"


@dataclass(frozen=True)
class MarkedCriterion:
    """A criterion's code, its mark, and the reason, which is needed unless the criterion is met."""

    code: str
    mark: Mark
    reason: str


@dataclass(frozen=True)
class Grid:
    """One mark for each criterion of the edition, in the edition's order; a draft may leave some out."""

    marks: tuple[MarkedCriterion, ...]

    def check_shape(self, rules: CallRules) -> None:
        """Raises InvalidInputError for what not even a draft may hold.

        ``grid-unknown`` for criteria that are not the edition's or not in its order, ``field-too-long``.
        """
        known = [criterion.code for criterion in rules.criteria]
        codes = [mark.code for mark in self.marks]
        if codes != [code for code in known if code in codes]:
            raise InvalidInputError("grid-unknown", field="grid")
        for mark in self.marks:
            if len(mark.reason) > MAX_TEXT:
                raise InvalidInputError("field-too-long", field=mark.code, limit=MAX_TEXT)

    def check(self, rules: CallRules) -> None:
        """Raises InvalidInputError at the criterion that needs a mark or a reason, and as :meth:`check_shape`.

        The codes are ``grid-incomplete`` and ``grid-reason-missing``.
        """
        self.check_shape(rules)
        marked = {mark.code: mark for mark in self.marks}
        for criterion in rules.criteria:
            mark = marked.get(criterion.code)
            if mark is None:
                raise InvalidInputError("grid-incomplete", field=criterion.code)
            if mark.mark is not Mark.MET and not mark.reason.strip():
                raise InvalidInputError("grid-reason-missing", field=criterion.code)

    @property
    def verdict(self) -> Verdict:
        """Refused as soon as one criterion is not met."""
        refused = any(mark.mark is Mark.NOT_MET for mark in self.marks)
        return Verdict.REFUSED if refused else Verdict.ADMITTED

    def to_json(self) -> str:
        """The grid as canonical JSON."""
        return json.dumps(asdict(self)["marks"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_grid(raw: str) -> Grid:
    """The grid kept as ``raw`` by :meth:`Grid.to_json`."""
    return Grid(tuple(MarkedCriterion(item["code"], Mark(item["mark"]), item["reason"]) for item in json.loads(raw)))


@dataclass(frozen=True)
class CostEstimate:
    """What the town's services expect: investment once, running cost a year, both in cents; how they came to it."""

    investment: int
    running: int
    explanation: str
    sources: str = ""

    def check_shape(self) -> None:
        """Raises InvalidInputError with the field that not even a draft may hold."""
        if not 0 <= self.investment <= MAX_COST:
            raise InvalidInputError("cost-invalid", field="investment")
        if not 0 <= self.running <= MAX_COST:
            raise InvalidInputError("cost-invalid", field="running")
        for field in ("explanation", "sources"):
            if len(getattr(self, field)) > MAX_TEXT:
                raise InvalidInputError("field-too-long", field=field, limit=MAX_TEXT)

    def check(self) -> None:
        """Raises InvalidInputError with the field that must be there, or that cannot be taken."""
        self.check_shape()
        if not self.explanation.strip():
            raise InvalidInputError("field-empty", field="explanation")


@dataclass(frozen=True)
class ReviewView:
    """A member's review as other members read it. ``revision`` grows with each change; signed, it is final.

    ``reviewer_name`` is empty for those who may not know it; ``set_aside`` after a conflict of interest was declared.
    """

    reviewer_id: int
    reviewer_name: str
    round: int
    grid: Grid
    estimate: CostEstimate
    revision: int
    changed_at: datetime
    signed_at: datetime | None
    set_aside: bool


@dataclass(frozen=True)
class DecisionView:
    """What was decided of the proposal ``proposal``; ``number`` and ``released_at`` are None before the release.

    A decision of the second round is final: it answers an appeal.
    """

    proposal: int
    round: int
    number: int | None
    verdict: Verdict
    grid: Grid
    estimate: CostEstimate
    decided_at: datetime
    released_at: datetime | None

    @property
    def final(self) -> bool:
        """Whether it answers an appeal."""
        return self.round == SECOND_ROUND


@dataclass(frozen=True)
class Disagreements:
    """Where reviews differ: in what they propose, and in the codes of criteria that they mark differently."""

    verdict: bool
    criteria: tuple[str, ...]


def disagreements(grids: Sequence[Grid]) -> Disagreements:
    """Where complete grids differ; a criterion that one of them leaves out differs from nothing."""
    found: dict[str, set[Mark]] = {}
    for mark in (mark for grid in grids for mark in grid.marks):
        found.setdefault(mark.code, set()).add(mark.mark)
    criteria = tuple(code for code, marks in found.items() if len(marks) > 1)
    return Disagreements(len({grid.verdict for grid in grids}) > 1, criteria)


def check_decision(verdict: Verdict, grid: Grid, estimate: CostEstimate, rules: CallRules) -> None:
    """Raises InvalidInputError unless the grid gives the reasons of ``verdict`` and the costs can be published.

    ``refusal-without-criterion``, ``admission-with-unmet``; of an admitted proposal, whose investment is its price on
    the ballot: ``admission-without-cost``, ``estimate-over-cap``; and as the checks of the grid and of the estimate.
    """
    grid.check(rules)
    estimate.check()
    if verdict is Verdict.REFUSED and grid.verdict is Verdict.ADMITTED:
        raise InvalidInputError("refusal-without-criterion", field="verdict")
    if verdict is Verdict.REFUSED:
        return
    if grid.verdict is Verdict.REFUSED:
        raise InvalidInputError("admission-with-unmet", field="verdict")
    if estimate.investment == 0:
        raise InvalidInputError("admission-without-cost", field="investment")
    if rules.cost_cap and estimate.investment > rules.cost_cap:
        raise InvalidInputError("estimate-over-cap", field="investment")
