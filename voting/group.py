"""The group Ed25519: points of prime order and scalars modulo q (specification, 5.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nacl.bindings import (
    crypto_core_ed25519_add,
    crypto_core_ed25519_is_valid_point,
    crypto_core_ed25519_sub,
    crypto_scalarmult_ed25519_base_noclamp,
    crypto_scalarmult_ed25519_noclamp,
)
from nacl.exceptions import RuntimeError as SodiumError

from voting.errors import GroupError

NAME = "Ed25519"
Q = 2**252 + 27742317777372353535851937790883648493
RandomBytes = Callable[[int], bytes]
"""Gives as many random bytes as asked."""

_HEX = re.compile(r"[0-9a-f]{64}")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,76}")
_IDENTITY_BYTES = b"\x01" + bytes(31)
_FIELD = 2**255 - 19
_SIGN = 1 << 255


@dataclass(frozen=True, slots=True)
class Point:
    """An element of the prime-order subgroup, as its 32 little-endian bytes (RFC 8032).

    Made only by :func:`parse_point`, which checks membership once, and by the operations below.
    """

    raw: bytes

    @property
    def text(self) -> str:
        """64 lower-case hexadecimal digits, most significant first: the form of the protocol."""
        return self.raw[::-1].hex()

    @property
    def is_identity(self) -> bool:
        """Whether this is the neutral element."""
        return self.raw == _IDENTITY_BYTES


IDENTITY = Point(_IDENTITY_BYTES)
ParsePoint = Callable[[object], Point]


def parse_point(text: object) -> Point:
    """The point written as ``text``; the identity is taken.

    Raises GroupError: ``point-not-canonical`` or ``point-not-in-subgroup``.
    """
    point = recall_point(text)
    check_membership(point)
    return point


def check_membership(point: Point) -> None:
    """Raises GroupError, as :func:`parse_point`, unless ``point`` is canonical and in the prime-order subgroup."""
    raw = point.raw
    if raw != _IDENTITY_BYTES and not crypto_core_ed25519_is_valid_point(raw):
        raise GroupError("point-not-in-subgroup" if _is_canonical(raw) else "point-not-canonical")


def _is_canonical(raw: bytes) -> bool:
    """Whether y is below the field's order, and the sign of x is not set where x = 0 (RFC 8032, 5.1.3)."""
    number = int.from_bytes(raw, "little")
    y = number % _SIGN
    return y < _FIELD and not (number >= _SIGN and y in (1, _FIELD - 1))


def recall_point(text: object) -> Point:
    """As :func:`parse_point`, without the check that the point is in the subgroup.

    For bytes that were read with it before, or where a product of the point by a scalar other than zero makes the same
    check afterwards. Raises GroupError ``point-not-canonical``.
    """
    if not isinstance(text, str) or not _HEX.fullmatch(text):
        raise GroupError("point-not-canonical")
    return Point(bytes.fromhex(text)[::-1])


def check_not_identity(point: Point) -> None:
    """Raises GroupError ``point-identity`` for the neutral element."""
    if point.is_identity:
        raise GroupError("point-identity")


def parse_scalar(text: object) -> int:
    """The scalar written as ``text``: decimal without sign or leading zero, below q.

    Raises GroupError ``scalar-not-canonical``.
    """
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        raise GroupError("scalar-not-canonical")
    value = int(text)
    if value >= Q:
        raise GroupError("scalar-not-canonical")
    return value


def random_scalar(random: RandomBytes) -> int:
    """A scalar drawn uniformly (bias below 2^-256) from 64 bytes of ``random``."""
    return int.from_bytes(random(64), "little") % Q


def add(left: Point, right: Point) -> Point:
    """The sum (the specification writes a product).

    Raises GroupError ``point-not-in-subgroup`` for what is on no curve: only :func:`recall_point` gives that.
    """
    if left.raw == _IDENTITY_BYTES:
        return right
    try:
        return Point(crypto_core_ed25519_add(left.raw, right.raw))
    except SodiumError as error:
        raise GroupError("point-not-in-subgroup") from error


def subtract(left: Point, right: Point) -> Point:
    """The difference (the specification writes a quotient); raises as :func:`add`."""
    if right.raw == _IDENTITY_BYTES:
        return left
    try:
        return Point(crypto_core_ed25519_sub(left.raw, right.raw))
    except SodiumError as error:
        raise GroupError("point-not-in-subgroup") from error


def total(points: Iterable[Point]) -> Point:
    """The sum of all ``points``; the identity for none."""
    result = IDENTITY
    for point in points:
        result = add(result, point)
    return result


def multiply(point: Point, scalar: int) -> Point:
    """``scalar`` times ``point``. libsodium refuses what gives the identity: those cases are answered here.

    Raises GroupError ``point-not-in-subgroup`` unless ``scalar`` is 0 modulo q or ``point`` passes
    :func:`check_membership`: libsodium makes the same check in each product.
    """
    scalar %= Q
    if scalar == 0 or point.raw == _IDENTITY_BYTES:
        return IDENTITY
    try:
        return Point(crypto_scalarmult_ed25519_noclamp(scalar.to_bytes(32, "little"), point.raw))
    except SodiumError as error:
        raise GroupError("point-not-in-subgroup") from error


def multiply_generator(scalar: int) -> Point:
    """``scalar`` times the generator g."""
    scalar %= Q
    if scalar == 0:
        return IDENTITY
    return Point(crypto_scalarmult_ed25519_base_noclamp(scalar.to_bytes(32, "little")))


GENERATOR = multiply_generator(1)
