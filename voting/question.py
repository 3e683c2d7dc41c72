"""The questions of an election, of the two kinds that we count (specification, 4.9)."""

from __future__ import annotations

from dataclasses import dataclass, field

from voting.encoding import MOST_VALUES
from voting.errors import ElectionError
from voting.strict_json import parse_list, parse_members, parse_text

MOST_VALUES_MADE = 24
"""Values of the questions that we make: the bits left over show a wrong factor, but for 2^-60 (docs/audit.md)."""

_NON_HOMOMORPHIC = "NonHomomorphic"
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
class NonHomomorphicQuestion:
    """A question whose ballots are shuffled, then opened: a number from 0 to 255 for each answer (4.9.2).

    ``extra`` is any JSON value that hints how the numbers are meant; ``None`` where the member is absent or null.
    """

    question: str
    answers: tuple[str, ...]
    extra: object = field(default=None, hash=False)

    @property
    def ciphertexts(self) -> int:
        """Number of encrypted values of an answer: one point holds all the numbers."""
        return 1

    def as_json(self) -> dict[str, object]:
        """Members in the order of the specification; ``extra`` only where there is one."""
        return {
            "type": _NON_HOMOMORPHIC,
            "value": {"answers": list(self.answers), "question": self.question},
            **({} if self.extra is None else {"extra": self.extra}),
        }


Question = HomomorphicQuestion | NonHomomorphicQuestion


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ElectionError("question-bounds")
    return value


def _parse_answers(value: object, most: int) -> tuple[str, ...]:
    answers = tuple(parse_text(answer) for answer in parse_list(value))
    if not 0 < len(answers) <= most:
        raise ElectionError("question-answers", answers=len(answers))
    return answers


def _parse_homomorphic(value: object) -> HomomorphicQuestion:
    members = parse_members(value, ("answers", "min", "max", "question"), ("blank",))
    blank = members.get("blank")
    if "blank" in members and not isinstance(blank, bool):
        raise ElectionError("question-blank")
    question = HomomorphicQuestion(
        question=parse_text(members["question"]),
        answers=_parse_answers(members["answers"], _MAX_ANSWERS),
        minimum=_integer(members["min"]),
        maximum=_integer(members["max"]),
        blank_member=bool(blank) if "blank" in members else None,
    )
    if not 0 <= question.minimum <= question.maximum <= len(question.answers):
        raise ElectionError("question-bounds", minimum=question.minimum, maximum=question.maximum)
    return question


def _parse_non_homomorphic(value: object) -> NonHomomorphicQuestion:
    members = parse_members(value, ("type", "value"), ("extra",))
    inner = parse_members(members["value"], ("answers", "question"))
    return NonHomomorphicQuestion(
        question=parse_text(inner["question"]),
        answers=_parse_answers(inner["answers"], MOST_VALUES),
        extra=members.get("extra"),
    )


def parse_question(value: object) -> Question:
    """The question in ``value``.

    Raises MalformedError, or ElectionError ``question-unsupported``, ``question-answers``, ``question-blank``,
    ``question-bounds``.
    """
    if not isinstance(value, dict) or "type" not in value:
        return _parse_homomorphic(value)
    if value["type"] != _NON_HOMOMORPHIC:
        raise ElectionError("question-unsupported", type=str(value["type"])[:40])
    return _parse_non_homomorphic(value)


def check_question_made(question: Question) -> None:
    """Raises ElectionError ``question-too-long`` for a question that others may ask but that we do not make."""
    if isinstance(question, NonHomomorphicQuestion) and len(question.answers) > MOST_VALUES_MADE:
        raise ElectionError("question-too-long", answers=len(question.answers), expected=MOST_VALUES_MADE)
