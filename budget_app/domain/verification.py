"""A verification of the board as the pages show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class VerificationLine:
    """One numbered check: ``status`` is passed, failed, not-applicable or not-reached."""

    number: int
    name: str
    code: str
    status: str
    expected: str
    found: str


@dataclass(frozen=True)
class VerificationWords:
    """A check in a person's language; ``detail`` says what was found, or why it was refused."""

    title: str
    status: str
    detail: str


@dataclass(frozen=True)
class Verification:
    """The whole report on ``size`` bytes of the board."""

    valid: bool
    failure: str | None
    lines: tuple[VerificationLine, ...]
    size: int
