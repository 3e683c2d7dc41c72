"""The review of a proposal: the grid of criteria, the cost estimate, the decision."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from budget_app.domain.call_rules import CallRules
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.project import MAX_COST, MAX_TEXT


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
    """One mark for each criterion of the edition, in the edition's order."""

    marks: tuple[MarkedCriterion, ...]

    def check(self, rules: CallRules) -> None:
        """Raises InvalidInputError: ``grid-incomplete``, ``grid-reason-missing`` or ``field-too-long``."""
        if [mark.code for mark in self.marks] != [criterion.code for criterion in rules.criteria]:
            raise InvalidInputError("grid-incomplete", field="grid")
        for mark in self.marks:
            if mark.mark is not Mark.MET and not mark.reason.strip():
                raise InvalidInputError("grid-reason-missing", field=mark.code)
            if len(mark.reason) > MAX_TEXT:
                raise InvalidInputError("field-too-long", field=mark.code, limit=MAX_TEXT)

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

    def check(self) -> None:
        """Raises InvalidInputError with the field that cannot be taken."""
        if not 0 <= self.investment <= MAX_COST:
            raise InvalidInputError("cost-invalid", field="investment")
        if not 0 <= self.running <= MAX_COST:
            raise InvalidInputError("cost-invalid", field="running")
        for field in ("explanation", "sources"):
            if len(getattr(self, field)) > MAX_TEXT:
                raise InvalidInputError("field-too-long", field=field, limit=MAX_TEXT)
        if not self.explanation.strip():
            raise InvalidInputError("field-empty", field="explanation")
