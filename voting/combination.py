"""Shares combined into one factor a ciphertext, and how many of them are enough (specification, 4.21)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voting.decryption import Share
from voting.errors import DecryptionError
from voting.group import Point, total
from voting.trustee import Trustees


def check_enough_shares(trustees: Trustees, owners: Iterable[int]) -> None:
    """Raises DecryptionError ``shares-missing`` unless the shares of ``owners`` open the tally."""
    present = set(owners)
    missing = [owner for owner in range(1, len(trustees.keys) + 1) if owner not in present]
    if missing:
        expected = len(trustees.keys)
        raise DecryptionError("shares-missing", expected=expected, found=expected - len(missing), missing=missing)


def combine_factors(trustees: Trustees, shares: Mapping[int, Share]) -> tuple[tuple[Point, ...], ...]:
    """The product of the shares, one point a ciphertext, by question.

    ``shares`` are checked ones by owner number. Raises DecryptionError ``shares-missing``.
    """
    check_enough_shares(trustees, shares)
    rows = zip(*(shares[owner].factors for owner in sorted(shares)), strict=True)
    return tuple(tuple(total(factors) for factors in zip(*row, strict=True)) for row in rows)
