"""Refusals of the application: a stable code and facts, never prose."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal that a person can act upon.

    ``code`` is stable and in kebab-case; the sentence that goes with it stands in
    ``budget_app.locale.sentences``. ``facts`` fill that sentence and hold nothing secret.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class NotAllowedError(DomainError):
    """The person may not do this."""


class NotFoundError(DomainError):
    """There is no such thing, or it is not public."""


class InvalidInputError(DomainError):
    """What was given cannot be taken; ``facts['field']`` names where, where there is a field."""


class ConflictError(DomainError):
    """It cannot be done in the present state."""


class TooManyTriesError(DomainError):
    """The limit of tries is reached; ``facts['retry_after']`` gives the seconds to wait."""
