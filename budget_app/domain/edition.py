"""An edition of the participatory budget: its money, its calendar, its rules for voting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from budget_app.domain.ballot_kind import BallotKind, BallotLimits
from budget_app.domain.errors import InvalidInputError

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_NAME = 120
MAX_DESCRIPTION = 4000
MAX_BUDGET = 100_000_000_000  # a thousand million euros, in cents


class Phase(StrEnum):
    """Where an edition is in its calendar, in order."""

    PROPOSALS = "proposals"
    REVIEW = "review"
    APPEALS = "appeals"
    VOTE = "vote"
    COUNT = "count"
    RESULTS = "results"


class ElectionState(StrEnum):
    """What has been done of the vote."""

    PREPARATION = "preparation"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"


@dataclass(frozen=True)
class Calendar:
    """Times of an edition, aware and in UTC; the vote runs from ``vote_opens_at`` until before ``vote_closes_at``.

    The call runs from ``proposals_from`` until before ``review_from``; decisions may be released from ``decisions_at``
    on, and appeals are taken until before ``appeals_until``.
    """

    vote_opens_at: datetime
    vote_closes_at: datetime
    proposals_from: datetime | None = None
    review_from: datetime | None = None
    decisions_at: datetime | None = None
    appeals_until: datetime | None = None

    @property
    def call_closes_at(self) -> datetime:
        """From when no proposal is taken any more: the review, or the vote where none is planned."""
        return self.review_from or self.vote_opens_at

    @property
    def in_order(self) -> dict[str, datetime]:
        """The times that are known, by name, as they must follow one another."""
        names = ("proposals_from", "review_from", "decisions_at", "appeals_until", "vote_opens_at", "vote_closes_at")
        return {name: time for name in names if (time := getattr(self, name)) is not None}

    def check(self) -> None:
        """Raises InvalidInputError ``calendar-order``, at the later field, unless the times follow one another."""
        known = list(self.in_order.items())
        if any(time.tzinfo is None for _name, time in known):
            raise InvalidInputError("calendar-time-zone", field="calendar")
        for (_name, earlier), (field, later) in zip(known, known[1:], strict=False):
            if later <= earlier:
                raise InvalidInputError("calendar-order", field=field)


@dataclass(frozen=True)
class VotingRules:
    """What a ballot asks, how many projects it chooses, and what else it may do."""

    min_choices: int
    max_choices: int
    blank_allowed: bool = True
    revote_allowed: bool = True
    kind: BallotKind = BallotKind.APPROVAL
    points: int = 0
    points_each: int = 0
    per_district: bool = False

    @property
    def limits(self) -> BallotLimits:
        """What a ballot must respect."""
        return BallotLimits(
            self.kind,
            self.min_choices,
            self.max_choices,
            self.points,
            self.points_each,
            self.blank_allowed,
            self.per_district,
        )

    def check(self) -> None:
        """Raises InvalidInputError as :meth:`BallotLimits.check`."""
        self.limits.check()


@dataclass(frozen=True)
class EditionDraft:
    """What an organiser gives to make an edition. The budget is in cents."""

    name: str
    town: str
    description: str
    budget: int
    calendar: Calendar
    rules: VotingRules

    def check(self) -> None:
        """Raises InvalidInputError with the field that cannot be taken."""
        for field, text, limit in (
            ("name", self.name, MAX_NAME),
            ("town", self.town, MAX_NAME),
        ):
            if not text.strip():
                raise InvalidInputError("field-empty", field=field)
            if len(text) > limit:
                raise InvalidInputError("field-too-long", field=field, limit=limit)
        if len(self.description) > MAX_DESCRIPTION:
            raise InvalidInputError("field-too-long", field="description", limit=MAX_DESCRIPTION)
        if not 0 < self.budget <= MAX_BUDGET:
            raise InvalidInputError("budget-invalid", field="budget")
        self.calendar.check()
        self.rules.check()


@dataclass(frozen=True)
class Edition:
    """An edition as it stands. ``uuid`` names its election."""

    slug: str
    uuid: str
    name: str
    town: str
    description: str
    budget: int
    calendar: Calendar
    rules: VotingRules
    state: ElectionState
    created_at: datetime

    def takes_proposals_at(self, now: datetime) -> bool:
        """Whether the call is open at ``now``."""
        opens = self.calendar.proposals_from
        return opens is not None and opens <= now < self.calendar.call_closes_at

    def phase_at(self, now: datetime) -> Phase:
        """The phase of the calendar at ``now``; the vote's own state goes before the calendar."""
        if self.state is ElectionState.COUNTED:
            return Phase.RESULTS
        if self.state is ElectionState.CLOSED or now >= self.calendar.vote_closes_at:
            return Phase.COUNT
        if now >= self.calendar.vote_opens_at:
            return Phase.VOTE
        review, decisions = self.calendar.review_from, self.calendar.decisions_at
        if decisions is not None and now >= decisions:
            return Phase.APPEALS
        return Phase.REVIEW if review is None or now >= review else Phase.PROPOSALS


def vote_state_at(stored: ElectionState, calendar: Calendar, now: datetime) -> ElectionState:
    """The state of the vote at ``now``: one that is set up opens and stops taking ballots at its times."""
    if stored is not ElectionState.READY:
        return stored
    if now < calendar.vote_opens_at:
        return ElectionState.READY
    return ElectionState.OPEN if now < calendar.vote_closes_at else ElectionState.CLOSED
