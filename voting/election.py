"""The description of an election, and what makes one sound (specification, 4.10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from voting.credentials import BASE58
from voting.errors import ElectionError, GroupError
from voting.group import NAME, Point, check_not_identity, parse_point
from voting.hashing import base64_unpadded
from voting.question import Question, check_question_made, parse_question
from voting.strict_json import canonical, parse_json, parse_list, parse_members, parse_text

_UUID = re.compile(f"[{BASE58}]{{14,64}}")


@dataclass(frozen=True)
class Election:
    """An election as published. ``raw`` are the bytes that came: they are what is hashed."""

    raw: bytes = field(repr=False)
    uuid: str
    name: str
    description: str
    public_key: Point
    questions: tuple[Question, ...]
    administrator: str | None = None
    credential_authority: str | None = None
    language: str | None = None

    @cached_property
    def fingerprint(self) -> str:
        """Unpadded Base64 of the SHA-256 of ``raw``: what the specification writes as phi."""
        return base64_unpadded(self.raw)


def _as_json(
    uuid: str,
    name: str,
    description: str,
    public_key: Point,
    questions: Sequence[Question],
    optional: dict[str, str | None],
) -> dict[str, object]:
    return {
        "version": 1,
        "description": description,
        "name": name,
        "group": NAME,
        "public_key": public_key.text,
        "questions": [question.as_json() for question in questions],
        "uuid": uuid,
        **{key: value for key, value in optional.items() if value is not None},
    }


def compose_election(
    *,
    uuid: str,
    name: str,
    description: str,
    public_key: Point,
    questions: Sequence[Question],
    administrator: str | None = None,
    credential_authority: str | None = None,
) -> bytes:
    """The bytes of a new election; raises ElectionError when it would not be sound."""
    optional = {"administrator": administrator, "credential_authority": credential_authority}
    raw = canonical(_as_json(uuid, name, description, public_key, questions, optional))
    for question in parse_election(raw).questions:
        check_question_made(question)
    return raw


def check_uuid(uuid: str) -> None:
    """Raises ElectionError ``election-uuid`` unless ``uuid`` is 14 to 64 Base58 characters."""
    if not _UUID.fullmatch(uuid):
        raise ElectionError("election-uuid")


_REQUIRED = ("version", "description", "name", "group", "public_key", "questions", "uuid")
_OPTIONAL = ("administrator", "credential_authority", "language")


def _parse_key(value: object) -> Point:
    try:
        key = parse_point(value)
        check_not_identity(key)
    except GroupError as error:
        raise ElectionError("election-public-key", check=error.code) from error
    return key


def parse_election(raw: bytes) -> Election:
    """The election written in ``raw``. Its layout is free: what is hashed are the bytes that came.

    Raises MalformedError, or ElectionError: ``election-version``, ``group-unsupported``, ``election-uuid``,
    ``election-public-key``, ``question-unsupported``, ``question-bounds``, ``question-answers``.
    """
    value = parse_json(raw)
    members = parse_members(value, _REQUIRED, _OPTIONAL)
    if members["version"] != 1 or isinstance(members["version"], bool):
        raise ElectionError("election-version")
    if members["group"] != NAME:
        raise ElectionError("group-unsupported", group=str(members["group"])[:40])
    uuid = parse_text(members["uuid"])
    check_uuid(uuid)
    questions = tuple(parse_question(question) for question in parse_list(members["questions"]))
    if not questions:
        raise ElectionError("election-questions")
    optional = {name: parse_text(members[name]) if name in members else None for name in _OPTIONAL}
    return Election(
        raw=raw,
        uuid=uuid,
        name=parse_text(members["name"]),
        description=parse_text(members["description"]),
        public_key=_parse_key(members["public_key"]),
        questions=questions,
        **optional,
    )
