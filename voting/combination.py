"""Shares combined into one factor a ciphertext, and how many of them are enough (specification, 4.21)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, islice

from voting.decryption import Share
from voting.election import Election
from voting.errors import DecryptionError
from voting.group import Point, Q, multiply, total
from voting.hashing import hash_to_scalar, sha256_hex
from voting.trustee import Pedersen, Single, Trustees

Rows = tuple[tuple[Point, ...], ...]
COMPARED = "isoloir-compared-shares-1"
MOST_TRIES = 500
"""How many sets of shares are compared at most before it is said that nobody can be named."""


def _owners(item: Single | Pedersen) -> range:
    return range(item.owner, item.owner + len(item.keys))


def _needed(item: Single | Pedersen) -> int:
    return item.threshold if isinstance(item, Pedersen) else 1


def check_enough_shares(trustees: Trustees, owners: Iterable[int]) -> None:
    """Raises DecryptionError ``shares-missing`` unless the shares of ``owners`` open the tally.

    ``missing`` lists who could still decrypt, of the items of which there are too few shares.
    """
    present = set(owners)
    lacking = [item for item in trustees.items if len(present.intersection(_owners(item))) < _needed(item)]
    if lacking:
        missing = [owner for item in lacking for owner in _owners(item) if owner not in present]
        expected = sum(_needed(item) for item in trustees.items)
        found = sum(min(_needed(item), len(present.intersection(_owners(item)))) for item in trustees.items)
        raise DecryptionError("shares-missing", expected=expected, found=found, missing=missing)


def lagrange(indexes: Sequence[int]) -> dict[int, int]:
    """The coefficients that give the value at 0 of a polynomial from its values at ``indexes`` (4.21)."""
    coefficients = {}
    for index in indexes:
        numerator = denominator = 1
        for other in indexes:
            if other != index:
                numerator, denominator = numerator * other % Q, denominator * (other - index) % Q
        coefficients[index] = numerator * pow(denominator, -1, Q) % Q
    return coefficients


def _scale(rows: Rows, scalar: int) -> Rows:
    return tuple(tuple(multiply(point, scalar) for point in row) for row in rows)


def _product(parts: Sequence[Rows]) -> Rows:
    return tuple(tuple(total(points) for points in zip(*row, strict=True)) for row in zip(*parts, strict=True))


def _item_factors(item: Single | Pedersen, shares: Mapping[int, Share]) -> Rows:
    if isinstance(item, Single):
        return shares[item.owner].factors
    chosen = [owner for owner in _owners(item) if owner in shares][: item.threshold]
    coefficients = lagrange([owner - item.owner + 1 for owner in chosen])
    return _product([_scale(shares[owner].factors, coefficients[owner - item.owner + 1]) for owner in chosen])


def combine_factors(trustees: Trustees, shares: Mapping[int, Share]) -> Rows:
    """The product of the items' factors, one point a ciphertext, by question.

    ``shares`` are checked ones by owner number; of a threshold's, as many are used as it asks for, which ones makes no
    difference. Raises DecryptionError ``shares-missing``.
    """
    check_enough_shares(trustees, shares)
    return _product([_item_factors(item, shares) for item in trustees.items])


def _weighed(election: Election, shares: Mapping[int, Share]) -> dict[int, Point]:
    """One point a share: its factors with weights that hash all the shares, so that no wrong factors cancel out."""
    seed = "|".join(sha256_hex(shares[owner].raw) for owner in sorted(shares))
    weights: dict[tuple[int, int], int] = {}

    def weight(question: int, position: int) -> int:
        place = (question, position)
        if place not in weights:
            weights[place] = hash_to_scalar(f"{COMPARED}|{election.fingerprint}|{seed}|{question},{position}")
        return weights[place]

    return {
        owner: total(
            multiply(factor, weight(question, position))
            for question, row in enumerate(share.factors)
            for position, factor in enumerate(row)
        )
        for owner, share in shares.items()
    }


def _agree(points: Mapping[int, Point], owners: Sequence[int], threshold: int) -> bool:
    """Whether the points of ``owners`` are values of one polynomial of as many coefficients as the threshold."""
    base = owners[:threshold]
    for other in owners[threshold:]:
        coefficients = lagrange([owner - other for owner in base])
        if total(multiply(points[owner], coefficients[owner - other]) for owner in base) != points[other]:
            return False
    return True


def find_disagreeing(item: Pedersen, election: Election, shares: Mapping[int, Share]) -> tuple[int, ...] | None:
    """Whose shares of a group's disagree with the others', by owner number; none where all agree or none is extra.

    ``shares`` are those of all trustees, their own proofs checked. A share is wrong when the rest agree without it and
    are still more than the threshold; None when there are too few to tell who is wrong. Whoever is named cheated: to
    make others look wrong takes factors that were chosen, which the challenges of their proofs prevent.
    """
    given = {owner: shares[owner] for owner in _owners(item) if owner in shares}
    if len(given) <= item.threshold:
        return ()
    points = _weighed(election, given)
    suspected = (
        wrong for number in range(len(given) - item.threshold) for wrong in combinations(sorted(given), number)
    )
    for wrong in islice(suspected, MOST_TRIES):
        if _agree(points, [owner for owner in sorted(given) if owner not in wrong], item.threshold):
            return wrong
    return None
