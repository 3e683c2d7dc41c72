"""Many small numbers in an opened ballot: the code ``isoloir-fields-1`` (docs/ballot-code.md).

A question whose ballots are opened holds 24 numbers of 8 bits. This code packs a blank mark and up to 190 fields of
1, 2, 4 or 8 bits into them; the question's ``extra`` names it, with the answers that the fields stand for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.errors import BallotError, ElectionError, MalformedError
from voting.question import MOST_VALUES_MADE, NonHomomorphicQuestion
from voting.strict_json import parse_list, parse_members, parse_text

NAME = "isoloir-fields-1"
WIDTHS = (1, 2, 4, 8)
_BYTE = 8
_HEADER = 2
_BITS = MOST_VALUES_MADE * _BYTE


@dataclass(frozen=True)
class DecodedVote:
    """What an opened ballot says: blank, or a number for each answer."""

    blank: bool
    fields: tuple[int, ...]


@dataclass(frozen=True)
class FieldsCode:
    """How a question's numbers are read: a field of ``width`` bits for each of ``answers``."""

    width: int
    answers: tuple[str, ...]

    @property
    def largest(self) -> int:
        """The largest number that a field holds."""
        return (1 << self.width) - 1

    @property
    def values(self) -> int:
        """Number of 8-bit values of the question."""
        return -(-(_HEADER + self.width * len(self.answers)) // _BYTE)

    def question(self, text: str) -> NonHomomorphicQuestion:
        """The question as it stands in the election."""
        extra = {"code": NAME, "width": self.width, "answers": list(self.answers)}
        return NonHomomorphicQuestion(text, tuple(str(number) for number in range(1, self.values + 1)), extra)

    def encode(self, vote: DecodedVote) -> tuple[int, ...]:
        """The 8-bit values of ``vote``; raises BallotError ``vote-not-encodable`` for a number out of range."""
        fits = len(vote.fields) == len(self.answers) and all(0 <= field <= self.largest for field in vote.fields)
        if not fits or (vote.blank and any(vote.fields)):
            raise BallotError("vote-not-encodable")
        bits = int(vote.blank) << 1
        for field in vote.fields:
            bits = (bits << self.width) | field
        bits <<= self.values * _BYTE - _HEADER - self.width * len(self.answers)
        return tuple(bits.to_bytes(self.values, "big"))

    def decode(self, values: Sequence[int]) -> DecodedVote:
        """What ``values`` say.

        Raises BallotError ``vote-code-invalid`` unless :meth:`encode` gives just these values: a bit that says nothing
        is set, or a blank vote holds a number.
        """
        bits = int.from_bytes(bytes(values), "big")
        rest = len(values) * _BYTE - _HEADER - self.width * len(self.answers)
        if len(values) != self.values or bits & ((1 << rest) - 1):
            raise BallotError("vote-code-invalid")
        bits >>= rest
        shifts = range((len(self.answers) - 1) * self.width, -1, -self.width)
        fields = tuple((bits >> shift) & self.largest for shift in shifts)
        header = bits >> (self.width * len(self.answers))
        blank = header == 1 << 1
        if header not in (0, 1 << 1) or (blank and any(fields)):
            raise BallotError("vote-code-invalid")
        return DecodedVote(blank, fields)


def compose_fields_code(width: int, answers: Sequence[str]) -> FieldsCode:
    """The code of a new question; raises ElectionError ``fields-code`` when it has no field or they do not fit."""
    if width not in WIDTHS or not answers or _HEADER + width * len(answers) > _BITS:
        raise ElectionError("fields-code", answers=len(answers), width=width)
    return FieldsCode(width, tuple(answers))


def find_fields_code(question: NonHomomorphicQuestion) -> FieldsCode | None:
    """The code that the question names; None when it names none or one of somebody else's.

    Raises ElectionError ``fields-code`` when it names this one but is not written as it must be.
    """
    extra = question.extra
    if not isinstance(extra, dict) or extra.get("code") != NAME:
        return None
    try:
        members = parse_members(extra, ("code", "width", "answers"))
        answers = tuple(parse_text(answer) for answer in parse_list(members["answers"]))
    except MalformedError as error:
        raise ElectionError("fields-code", check=error.code) from error
    width = members["width"]
    if isinstance(width, bool) or not isinstance(width, int):
        raise ElectionError("fields-code", check="json-number")
    code = compose_fields_code(width, answers)
    if code.values != len(question.answers):
        raise ElectionError("fields-code", expected=code.values, found=len(question.answers))
    return code
