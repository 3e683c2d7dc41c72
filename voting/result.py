"""The result: shares combined, small logarithms taken, votes opened (specification, 4.21)."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

from voting.election import Election
from voting.encoding import LARGEST_VALUE, decode_values, is_canonical_encoding
from voting.errors import MalformedError, ResultError, TallyError
from voting.group import GENERATOR, IDENTITY, Point, add, multiply_generator, subtract
from voting.question import HomomorphicQuestion, NonHomomorphicQuestion
from voting.strict_json import canonical, parse_json, parse_list, parse_members
from voting.tally import EncryptedTally, check_shape, json_count, parse_count, tally_shape

Totals = tuple[int, ...]
"""How often each value was chosen; blank first where it is allowed."""
Votes = tuple[tuple[int, ...], ...]
"""The opened votes in the order of the last shuffle, each a number from 0 to 255 for each answer."""
Result = tuple[Totals | Votes, ...]
Factors = Sequence[Sequence[Point]]
"""The shares of all trustees combined: one point a ciphertext, by question."""


class SmallLogarithm:
    """Logarithms from 0 to ``largest`` by baby steps and giant steps: about twice its square root of additions."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._step = isqrt(largest) + 1
        self._baby: dict[bytes, int] = {}
        point = IDENTITY
        for exponent in range(self._step):
            self._baby[point.raw] = exponent
            point = add(point, GENERATOR)
        self._giant = multiply_generator(-self._step)

    def find(self, point: Point) -> int | None:
        """The number m from 0 to ``largest`` with point = m·g; None when there is none."""
        for giant in range(self._step + 1):
            baby = self._baby.get(point.raw)
            if baby is not None:
                value = giant * self._step + baby
                return value if value <= self._largest else None
            point = add(point, self._giant)
        return None


def _opened_points(tally: EncryptedTally, factors: Factors, question: int) -> list[Point]:
    """What the ciphertexts of a question hold: beta − factor."""
    row = zip(tally.ciphertexts[question], factors[question], strict=True)
    return [subtract(item.beta, factor) for item, factor in row]


def _decrypt(election: Election, tally: EncryptedTally, factors: Factors) -> Result:
    logarithm = SmallLogarithm(tally.total_weight)
    rows: list[Totals | Votes] = []
    for number, question in enumerate(election.questions):
        points = _opened_points(tally, factors, number)
        if isinstance(question, NonHomomorphicQuestion):
            rows.append(tuple(decode_values(point, len(question.answers)) for point in points))
            continue
        values = [logarithm.find(point) for point in points]
        if None in values:
            raise ResultError("result-out-of-bounds", question=number, answer=values.index(None))
        rows.append(tuple(value for value in values if value is not None))
    return tuple(rows)


def _written(value: int | tuple[int, ...]) -> object:
    return json_count(value) if isinstance(value, int) else list(value)


def _compose(result: Result) -> bytes:
    return canonical({"result": [[_written(value) for value in row] for row in result]})


def combine_result(election: Election, tally: EncryptedTally, factors: Factors) -> bytes:
    """The result as JSON, from the combined factors of checked shares; raises ResultError ``result-out-of-bounds``.

    ``tally`` is the one that was decrypted: after the last shuffle where there is one.
    """
    return _compose(_decrypt(election, tally, factors))


def _parse_vote(value: object, question: NonHomomorphicQuestion) -> tuple[int, ...]:
    vote = tuple(parse_count(number) for number in parse_list(value))
    if len(vote) != len(question.answers) or any(number > LARGEST_VALUE for number in vote):
        raise ResultError("result-shape")
    return vote


def parse_result(raw: bytes, election: Election, ballots: int) -> Result:
    """Totals or opened votes by question, of that many ballots counted.

    Raises ResultError ``result-malformed`` or ``result-shape``.
    """
    try:
        rows = parse_list(parse_members(parse_json(raw), ("result",))["result"])
        check_shape("result-shape", tally_shape(election, ballots), [parse_list(row) for row in rows])
        result: Result = tuple(
            tuple(parse_count(value) for value in parse_list(row))
            if isinstance(question, HomomorphicQuestion)
            else tuple(_parse_vote(value, question) for value in parse_list(row))
            for question, row in zip(election.questions, rows, strict=True)
        )
        if _compose(result) != raw:
            raise MalformedError("json-not-canonical")
    except MalformedError as error:
        raise ResultError("result-malformed", check=error.code) from error
    except TallyError as error:
        raise ResultError(error.code) from error
    return result


def check_result(result: Result, election: Election, tally: EncryptedTally, factors: Factors) -> None:
    """Raises ResultError ``result-value`` or ``result-out-of-bounds`` unless ``result`` is what ``factors`` open."""
    for number, question in enumerate(election.questions):
        points = _opened_points(tally, factors, number)
        for position, (value, point) in enumerate(zip(result[number], points, strict=True)):
            if isinstance(value, int):
                if value > tally.total_weight:
                    raise ResultError("result-out-of-bounds", question=number, answer=position)
                same = point == multiply_generator(value)
            else:
                same = decode_values(point, len(question.answers)) == value
            if not same:
                raise ResultError("result-value", question=number, answer=position)


def uncanonical_votes(election: Election, tally: EncryptedTally, factors: Factors) -> list[tuple[int, int]]:
    """The opened votes, by question and position, that are not the canonical encoding of their numbers.

    One is the mark of a voter, or the work of a guardian who gave a wrong factor: it counts as invalid. Each vote is
    encoded again and compared (``of_ints(to_ints(x)) == x``).
    """
    return [
        (number, position)
        for number, question in enumerate(election.questions)
        if isinstance(question, NonHomomorphicQuestion)
        for position, point in enumerate(_opened_points(tally, factors, number))
        if not is_canonical_encoding(point, decode_values(point, len(question.answers)))
    ]
