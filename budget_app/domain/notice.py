"""A released decision as everyone reads it, and the notice that tells its authors: reasons, costs, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from budget_app.domain.call_rules import CallRules
from budget_app.domain.dates import PARIS
from budget_app.domain.review import SECOND_ROUND, CostEstimate, Grid, Mark, Verdict


def paper_path(slug: str, number: int) -> str:
    """Where the notice of decision ``number`` of an edition lies on the site."""
    return f"/avis/{slug}/{number}.pdf"


@dataclass(frozen=True)
class Reason:
    """What was found of one criterion of the edition: its name and question, the mark and why."""

    code: str
    name: str
    question: str
    mark: Mark
    why: str


def reasons_of(grid: Grid, rules: CallRules) -> tuple[Reason, ...]:
    """The marks of ``grid`` with the names of the edition's criteria; a code that has none stands for itself."""
    known = {criterion.code: criterion for criterion in rules.criteria}
    found = []
    for mark in grid.marks:
        criterion = known.get(mark.code)
        name, question = (criterion.name, criterion.question) if criterion else (mark.code, "")
        found.append(Reason(mark.code, name, question, mark.mark, mark.reason))
    return tuple(found)


@dataclass(frozen=True)
class Decision:
    """A released decision. ``number`` counts from 1 within the edition; the second round follows an appeal."""

    number: int
    round: int
    verdict: Verdict
    reasons: tuple[Reason, ...]
    cost: CostEstimate
    decided_at: datetime
    released_at: datetime

    @property
    def year(self) -> int:
        """The year of the release, which goes with the number."""
        return self.released_at.astimezone(PARIS).year

    @property
    def final(self) -> bool:
        """Whether it answers an appeal."""
        return self.round == SECOND_ROUND

    @property
    def failed(self) -> tuple[Reason, ...]:
        """The criteria that are not met."""
        return tuple(reason for reason in self.reasons if reason.mark is Mark.NOT_MET)


@dataclass(frozen=True)
class Notice:
    """A decision with all that its notice says. Holds public things only.

    ``before`` is the number of the decision that was appealed against, for a final one; ``appeals_until`` is None
    where the edition takes no appeals, ``title`` empty where moderators hid it. Addresses are whole, to be read on
    paper.
    """

    town: str
    edition: str
    proposal: int
    title: str
    authors: str
    decision: Decision
    before: int | None
    appeals_until: datetime | None
    address: str
    paper: str
