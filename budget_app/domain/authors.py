"""Who proposes: a group's name, those who were asked to be authors too, and the parent of a minor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from budget_app.domain.errors import InvalidInputError
from budget_app.domain.texts import check_line

MAX_NAME = 80
MAX_CONTACT = 254
MOST_CO_AUTHORS = 10


class Answer(StrEnum):
    """What someone who was asked has said."""

    WAITED_FOR = "waited-for"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class CoAuthor:
    """Someone who was asked to be an author too; ``id`` is that of the request.

    ``called`` is the address that was typed, until they accepted; then their name.
    """

    id: int
    called: str
    answer: Answer


@dataclass(frozen=True)
class Parent:
    """A parent of the minor who proposes, and what they said: personal."""

    name: str
    contact: str
    answer: Answer


@dataclass(frozen=True)
class Authors:
    """Who proposes, as those who write the proposal see it; ``parent`` is None for an adult."""

    group_name: str = ""
    co_authors: tuple[CoAuthor, ...] = ()
    parent: Parent | None = None

    def missing(self) -> Iterator[InvalidInputError]:
        """What keeps the proposal from being sent: ``parent-not-agreed``, at ``parent_contact``."""
        if self.parent is not None and self.parent.answer is not Answer.YES:
            yield InvalidInputError("parent-not-agreed", field="parent_contact")


@dataclass(frozen=True)
class AuthorsDraft:
    """What is typed of who proposes; ``parent_signed`` when an agent saw the parent's signature on the paper."""

    group_name: str = ""
    minor: bool = False
    parent_name: str = ""
    parent_contact: str = ""
    parent_signed: bool = False

    def check(self) -> AuthorsDraft:
        """The same on one line each; a parent only of a minor.

        Raises InvalidInputError ``field-empty`` or ``field-too-long``, at the field.
        """
        group = check_line(self.group_name, "group_name", MAX_NAME) if self.group_name.strip() else ""
        if not self.minor:
            return AuthorsDraft(group)
        name = check_line(self.parent_name, "parent_name", MAX_NAME)
        contact = check_line(self.parent_contact, "parent_contact", MAX_CONTACT)
        return AuthorsDraft(group, True, name, contact, self.parent_signed)
