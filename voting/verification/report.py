"""What a verification found: one line a check, in order, the first failing one named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from voting.question import Question
from voting.result import Result

Status = Literal["passed", "failed", "not-applicable", "not-reached"]

CHECKS = (
    "container",
    "chain",
    "order",
    "setup",
    "ballots",
    "effective-ballots",
    "encrypted-tally",
    "shuffles",
    "shares",
    "result",
    "opened-votes",
    "earlier-copy",
)


@dataclass(frozen=True)
class CheckLine:
    """One of the twelve checks. ``code`` is the check's name, or of what failed in it the stable code."""

    number: int
    name: str
    code: str
    status: Status
    expected: str
    found: str

    def as_json(self) -> dict[str, object]:
        """For ``--json``."""
        return {
            "number": self.number,
            "name": self.name,
            "code": self.code,
            "status": self.status,
            "expected": self.expected,
            "found": self.found,
        }


@dataclass(frozen=True)
class Facts:
    """What the archive says, as far as it was read; ``result`` by question.

    ``not_canonical`` are opened votes that count as invalid (check 11), by question and position from 0.
    """

    uuid: str = ""
    name: str = ""
    fingerprint: str = ""
    credentials_fingerprint: str = ""
    trustees_fingerprint: str = ""
    voters: int = 0
    trustees: int = 0
    ballots: int = 0
    effective_ballots: int = 0
    head: str = ""
    size: int = 0
    questions: tuple[Question, ...] = ()
    result: Result | None = None
    warnings: tuple[str, ...] = ()
    not_canonical: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Report:
    """The numbered report. An archive whose vote is not counted yet can be valid: later checks are not reached."""

    lines: tuple[CheckLine, ...]
    facts: Facts = field(default_factory=Facts)

    @property
    def failure(self) -> CheckLine | None:
        """The first check that failed; None when the archive is valid so far."""
        return next((line for line in self.lines if line.status == "failed"), None)

    def find_line(self, name: str) -> CheckLine:
        """The line of the check ``name``, one of CHECKS."""
        return self.lines[CHECKS.index(name)]

    @property
    def valid(self) -> bool:
        """Whether every check that applies passed."""
        return self.failure is None

    def as_json(self) -> dict[str, object]:
        """For ``--json``."""
        failure = self.failure
        return {
            "valid": self.valid,
            "failure": None if failure is None else failure.code,
            "checks": [line.as_json() for line in self.lines],
            "facts": {
                **vars(self.facts),
                "questions": [question.as_json() for question in self.facts.questions],
                "result": None if self.facts.result is None else [list(row) for row in self.facts.result],
                "warnings": list(self.facts.warnings),
            },
        }


class Ledger:
    """Collects the lines while the procedure goes on."""

    def __init__(self) -> None:
        self._lines: dict[int, CheckLine] = {}

    def note(self, name: str, status: Status, *, code: str = "", expected: str = "", found: str = "") -> None:
        """Sets the line of a check."""
        number = CHECKS.index(name) + 1
        self._lines[number] = CheckLine(number, name, code or name, status, expected, found)

    def finish(self, facts: Facts) -> Report:
        """The report; checks that nobody came to are "not reached"."""
        lines = [
            self._lines.get(number) or CheckLine(number, name, name, "not-reached", "", "")
            for number, name in enumerate(CHECKS, start=1)
        ]
        return Report(tuple(lines), facts)
