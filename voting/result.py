"""The result: shares combined and small logarithms taken (specification, 4.21)."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

from voting.decryption import Share
from voting.election import Election
from voting.errors import MalformedError, ResultError, TallyError
from voting.group import GENERATOR, IDENTITY, Point, add, multiply_generator, subtract, total
from voting.strict_json import canonical, parse_json, parse_list, parse_members
from voting.tally import EncryptedTally, check_shape, json_count, parse_count

Result = tuple[tuple[int, ...], ...]


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


def _decrypt(tally: EncryptedTally, shares: Sequence[Share]) -> Result:
    logarithm = SmallLogarithm(tally.total_weight)
    rows: list[tuple[int, ...]] = []
    for question, row in enumerate(tally.ciphertexts):
        values: list[int] = []
        for position, item in enumerate(row):
            factor = total(share.factors[question][position] for share in shares)
            value = logarithm.find(subtract(item.beta, factor))
            if value is None:
                raise ResultError("result-out-of-bounds", question=question, answer=position)
            values.append(value)
        rows.append(tuple(values))
    return tuple(rows)


def _compose(result: Result) -> bytes:
    return canonical({"result": [[json_count(value) for value in row] for row in result]})


def combine_result(tally: EncryptedTally, shares: Sequence[Share]) -> bytes:
    """The result as JSON, from one checked share of each trustee; raises ResultError ``result-out-of-bounds``."""
    return _compose(_decrypt(tally, shares))


def parse_result(raw: bytes, election: Election) -> Result:
    """Totals by question and answer (blank first where allowed); raises ResultError ``result-malformed``/``-shape``."""
    try:
        rows = parse_list(parse_members(parse_json(raw), ("result",))["result"])
        result = tuple(tuple(parse_count(value) for value in parse_list(row)) for row in rows)
        if _compose(result) != raw:
            raise MalformedError("json-not-canonical")
        check_shape("result-shape", election, result)
    except MalformedError as error:
        raise ResultError("result-malformed", check=error.code) from error
    except TallyError as error:
        raise ResultError(error.code) from error
    return result


def check_result(result: Result, tally: EncryptedTally, shares: Sequence[Share]) -> None:
    """Raises ResultError ``result-value`` unless ``result`` is what the shares decrypt the tally to."""
    for question, row in enumerate(tally.ciphertexts):
        for position, item in enumerate(row):
            factor = total(share.factors[question][position] for share in shares)
            value = result[question][position]
            if value > tally.total_weight:
                raise ResultError("result-out-of-bounds", question=question, answer=position)
            if subtract(item.beta, factor) != multiply_generator(value):
                raise ResultError("result-value", question=question, answer=position)
