"""What the result says of opened ballots that break their limits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from budget_app.domain.allocation.allocate import allocate
from budget_app.domain.allocation.election import make_tally
from budget_app.domain.allocation.votes import usual_rule
from budget_app.domain.ballot_kind import BallotKind, BallotLimits, Sealing
from budget_app.domain.result import ResultView
from budget_app.domain.vote_count import InvalidVotes, VoteCount, count_opened
from budget_app.ui import words
from budget_app.ui.invalid_votes import invalid_votes


def _result(invalid: tuple[InvalidVotes, ...] = ()) -> ResultView:
    """The result of a vote without projects."""
    rule = usual_rule(BallotKind.KNAPSACK, 100, "essai")
    allocation = allocate(rule, make_tally([], {}, 9))
    count = VoteCount((), 9, 0, invalid=invalid)
    limits = BallotLimits(BallotKind.KNAPSACK)
    counted_at = datetime(2030, 5, 1, tzinfo=UTC)
    return ResultView(allocation, (), limits, Sealing.OPENED, count, 9, 9, 30, counted_at, b"{}")


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visitor who reads French."""
    monkeypatch.setattr(words, "request_cookies", dict)
    monkeypatch.setattr(words, "request_locale", lambda: "fr-FR")


def test_nothing_is_said_where_every_ballot_is_valid() -> None:
    assert invalid_votes(_result()) == ""


def test_invalid_ballots_are_listed_by_reason() -> None:
    said = invalid_votes(_result((InvalidVotes("ballot-over-budget", 2),)))
    assert "ne tiennent pas dans le budget" in said
    assert ">2<" in said


@pytest.mark.parametrize("kind", BallotKind)
def test_every_reason_of_every_kind_has_its_words(kind: BallotKind) -> None:
    limits = BallotLimits(kind, 1, 1, points=2, points_each=2, blank=False)
    ballots = [(0, 0), (1, 1), (2, 1), (3, 3)]
    count = count_opened(limits, (60, 60), 100, ballots, 1, 1)
    said = invalid_votes(_result(count.invalid))
    assert said.count("<tr>") == len(count.invalid) + 1
