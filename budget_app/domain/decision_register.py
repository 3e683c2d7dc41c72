"""The public register of decisions: one entry a proposal, figures of the whole review, and lots drawn from it."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from budget_app.domain.call_rules import Criterion
from budget_app.domain.notice import Decision
from budget_app.domain.proposal import ProposalState
from budget_app.domain.review import Verdict


@dataclass(frozen=True)
class Entry:
    """What was decided of a proposal; ``title`` is empty where moderators hid it, ``final`` follows an appeal."""

    proposal: int
    title: str
    category: str
    district: str
    sent_at: datetime
    first: Decision
    appealed_at: datetime | None
    final: Decision | None

    @property
    def in_force(self) -> Decision:
        """The decision that holds: the final one, once it is released."""
        return self.final or self.first

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The released decisions, the first one first."""
        return (self.first,) if self.final is None else (self.first, self.final)

    @property
    def appeal_open(self) -> bool:
        """Whether an appeal waits for its final decision."""
        return self.appealed_at is not None and self.final is None

    @property
    def days_taken(self) -> int:
        """Whole days from the sending of the proposal to the release of its first decision."""
        return (self.first.released_at - self.sent_at).days


@dataclass(frozen=True)
class Figures:
    """The review in numbers: sent proposals by where they stand now, decisions in force, and appeals.

    ``failed`` counts refusals by criterion, in the edition's order; a refusal may count under several. Days are from
    the sending to the first decision: the lower median, and the longest; None as long as there is no decision.
    """

    received: int
    states: tuple[tuple[ProposalState, int], ...]
    admitted: int
    refused: int
    failed: tuple[tuple[Criterion, int], ...]
    median_days: int | None
    longest_days: int | None
    appeals: int
    appeals_open: int
    appeals_succeeded: int


def figures_of(states: Sequence[ProposalState], entries: Sequence[Entry], criteria: Sequence[Criterion]) -> Figures:
    """The numbers of a review, of whose sent proposals ``states`` tells where each stands."""
    standing = Counter(states)
    verdicts = Counter(entry.in_force.verdict for entry in entries)
    failed = Counter(reason.code for entry in entries for reason in entry.in_force.failed)
    won = [entry for entry in entries if entry.final is not None and entry.final.verdict is Verdict.ADMITTED]
    appealed = [entry for entry in entries if entry.appealed_at is not None]
    days = [entry.days_taken for entry in entries]
    return Figures(
        received=len(states),
        states=tuple((state, standing[state]) for state in ProposalState if state is not ProposalState.DRAFT),
        admitted=verdicts[Verdict.ADMITTED],
        refused=verdicts[Verdict.REFUSED],
        failed=tuple((criterion, failed[criterion.code]) for criterion in criteria),
        median_days=statistics.median_low(days) if days else None,
        longest_days=max(days, default=None),
        appeals=len(appealed),
        appeals_open=sum(entry.appeal_open for entry in appealed),
        appeals_succeeded=len(won),
    )


def draw_seed(uuid: str, entries: Sequence[Entry]) -> str:
    """The seed from which the order of the ballot list is drawn (docs/decisions-register.md).

    It holds the moment of the first release, which nobody knows while proposals are written and reviewed.
    """
    released = min(entry.first.released_at for entry in entries)
    return f"{uuid}|{released.isoformat()}"


@dataclass(frozen=True)
class Register:
    """The register as it can be read now: without entries before the release, which is announced for ``due_at``."""

    slug: str
    town: str
    edition: str
    due_at: datetime | None
    appeals_until: datetime | None
    criteria: tuple[Criterion, ...]
    entries: tuple[Entry, ...]
    figures: Figures
    seed: str | None

    def find(self, proposal: int) -> Entry | None:
        """The entry of a proposal."""
        return next((entry for entry in self.entries if entry.proposal == proposal), None)
