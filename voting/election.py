"""The description of an election, and what makes one sound (specification, 4.9 and 4.10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from voting.credentials import BASE58
from voting.errors import ElectionError, GroupError
from voting.group import NAME, Point, check_not_identity, parse_point
from voting.hashing import base64_unpadded
from voting.strict_json import canonical, parse_json, parse_list, parse_members, parse_text

_UUID = re.compile(f"[{BASE58}]{{14,64}}")
_MAX_ANSWERS = 1000


@dataclass(frozen=True)
class HomomorphicQuestion:
    """A question of which only the totals are ever opened: choose ``minimum`` to ``maximum`` answers, or blank."""

    question: str
    answers: tuple[str, ...]
    minimum: int
    maximum: int
    blank_member: bool | None = None

    @property
    def blank(self) -> bool:
        """Whether a blank vote is allowed. The member may be absent, which is written differently but means no."""
        return self.blank_member is True

    @property
    def ciphertexts(self) -> int:
        """Number of encrypted values of an answer: one each, and one before them where blank is allowed."""
        return len(self.answers) + int(self.blank)

    def as_json(self) -> dict[str, object]:
        """Members in the order of the specification; ``blank`` only where it was written."""
        blank = {} if self.blank_member is None else {"blank": self.blank_member}
        return {
            "answers": list(self.answers),
            **blank,
            "min": self.minimum,
            "max": self.maximum,
            "question": self.question,
        }


@dataclass(frozen=True)
class Election:
    """An election as published. ``raw`` are the bytes that came: they are what is hashed."""

    raw: bytes = field(repr=False)
    uuid: str
    name: str
    description: str
    public_key: Point
    questions: tuple[HomomorphicQuestion, ...]
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
    questions: Sequence[HomomorphicQuestion],
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
    questions: Sequence[HomomorphicQuestion],
    administrator: str | None = None,
    credential_authority: str | None = None,
) -> bytes:
    """The bytes of a new election; raises ElectionError when it would not be sound."""
    optional = {"administrator": administrator, "credential_authority": credential_authority}
    raw = canonical(_as_json(uuid, name, description, public_key, questions, optional))
    parse_election(raw)
    return raw


def check_uuid(uuid: str) -> None:
    """Raises ElectionError ``election-uuid`` unless ``uuid`` is 14 to 64 Base58 characters."""
    if not _UUID.fullmatch(uuid):
        raise ElectionError("election-uuid")


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ElectionError("question-bounds")
    return value


def _parse_question(value: object) -> HomomorphicQuestion:
    if isinstance(value, dict) and "type" in value:
        raise ElectionError("question-unsupported", type=str(value["type"])[:40])
    members = parse_members(value, ("answers", "min", "max", "question"), ("blank",))
    blank = members.get("blank")
    if "blank" in members and not isinstance(blank, bool):
        raise ElectionError("question-blank")
    question = HomomorphicQuestion(
        question=parse_text(members["question"]),
        answers=tuple(parse_text(answer) for answer in parse_list(members["answers"])),
        minimum=_integer(members["min"]),
        maximum=_integer(members["max"]),
        blank_member=bool(blank) if "blank" in members else None,
    )
    if not 0 < len(question.answers) <= _MAX_ANSWERS:
        raise ElectionError("question-answers", answers=len(question.answers))
    if not 0 <= question.minimum <= question.maximum <= len(question.answers):
        raise ElectionError("question-bounds", minimum=question.minimum, maximum=question.maximum)
    return question


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
    questions = tuple(_parse_question(question) for question in parse_list(members["questions"]))
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
