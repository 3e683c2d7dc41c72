"""Generators of the group that nobody knows a relation between, for shuffles (specification, tables 6 to 9)."""

from __future__ import annotations

import hashlib
from functools import cache

from nacl.bindings import crypto_core_ed25519_add
from nacl.exceptions import RuntimeError as SodiumError

from voting.errors import GroupError
from voting.group import GENERATOR, Point

_SECONDARY = -1


def _double(raw: bytes) -> bytes | None:
    """Twice the point of the curve written as ``raw``; None when it writes none."""
    try:
        return crypto_core_ed25519_add(raw, raw)
    except SodiumError:
        return None


@cache
def _generator(index: int) -> Point:
    """GetGenerator: eight times the first point of the curve from a hash of ``index`` on (table 9)."""
    number = int.from_bytes(hashlib.sha256(f"ggen|{index}".encode()).digest(), "big") >> 2
    doubled = None
    while doubled is None:
        doubled = _double(number.to_bytes(32, "little"))
        number += 1
    quadrupled = crypto_core_ed25519_add(doubled, doubled)
    point = Point(crypto_core_ed25519_add(quadrupled, quadrupled))
    if point.is_identity or point == GENERATOR:
        raise GroupError("generator-unusable")
    return point


def secondary_generator() -> Point:
    """The generator h of the chain of commitments (table 6)."""
    return _generator(_SECONDARY)


def generators(count: int) -> tuple[Point, ...]:
    """The generators of a shuffle of ``count`` ciphertexts (table 7).

    Raises GroupError ``generator-unusable`` when two are the same or one is g: no such number is known.
    """
    points = tuple(_generator(index) for index in range(count))
    if len({point.raw for point in (*points, secondary_generator())}) != count + 1:
        raise GroupError("generator-unusable")
    return points
