"""Vectors of small integers as points of the group, for questions whose ballots are opened (specification, 5.2.1)."""

from __future__ import annotations

from collections.abc import Sequence

from voting.errors import GroupError
from voting.group import Point, parse_point

BITS_PER_VALUE = 8
LARGEST_VALUE = (1 << BITS_PER_VALUE) - 1
MOST_VALUES = 30
"""What fits in a point beside the padding, the sign of x aside."""

_PADDING = 14
_MASK = LARGEST_VALUE


def _find_point(number: int) -> Point | None:
    try:
        return parse_point(f"{number:064x}")
    except GroupError:
        return None


def encode_values(values: Sequence[int]) -> Point:
    """The point that stands for ``values`` (0 to 255 each, at most 30): ``of_ints``.

    The first value is the most significant; the padding is the smallest that gives a point of the prime-order
    subgroup. Raises GroupError ``values-not-encodable``: a value out of range, too many, or no point found.
    """
    if len(values) > MOST_VALUES or any(not 0 <= value <= LARGEST_VALUE for value in values):
        raise GroupError("values-not-encodable")
    number = 0
    for value in values:
        number = (number << BITS_PER_VALUE) | value
    number <<= _PADDING
    for padding in range(1 << _PADDING):
        point = _find_point(number + padding)
        if point is not None:
            return point
    raise GroupError("values-not-encodable")


def decode_values(point: Point, count: int) -> tuple[int, ...]:
    """The last ``count`` values that ``point`` stands for, whatever stands before them: ``to_ints``."""
    number = int.from_bytes(point.raw, "little") >> _PADDING
    shifts = range((count - 1) * BITS_PER_VALUE, -1, -BITS_PER_VALUE)
    return tuple((number >> shift) & _MASK for shift in shifts)


def is_canonical_encoding(point: Point, values: Sequence[int]) -> bool:
    """Whether ``point`` is the very point that ``values`` are encoded as, and not another that decodes to them."""
    number = int.from_bytes(point.raw, "little")
    if number >> (_PADDING + BITS_PER_VALUE * len(values)):
        return False
    return encode_values(values) == point
