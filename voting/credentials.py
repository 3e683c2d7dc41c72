"""Voting codes and public credentials (specification, 4.8)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from voting.errors import CredentialError, GroupError
from voting.group import Point, Q, RandomBytes, check_not_identity, multiply_generator, parse_point
from voting.hashing import base64_unpadded
from voting.strict_json import canonical, check_canonical, parse_json, parse_list, parse_text

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MAX_WEIGHT = 2**62
_BLOCKS = (5, 6, 5, 6)
_CODE = re.compile("-".join(f"[{BASE58}]{{{size}}}" for size in _BLOCKS))
_WEIGHT = re.compile(r"0|[1-9][0-9]{0,18}")
_UUID_LENGTH = 14


def _base58(random: RandomBytes, length: int) -> str:
    """Characters drawn without bias: bytes that would favour some are thrown away."""
    limit = 256 - 256 % len(BASE58)
    text = ""
    while len(text) < length:
        text += "".join(BASE58[byte % len(BASE58)] for byte in random(length) if byte < limit)
    return text[:length]


def generate_uuid(random: RandomBytes) -> str:
    """A new election identifier: 14 Base58 characters."""
    return _base58(random, _UUID_LENGTH)


def generate_code(random: RandomBytes) -> str:
    """A new voting code: 22 Base58 characters in blocks of 5, 6, 5 and 6."""
    text = _base58(random, sum(_BLOCKS))
    starts = (0, 5, 11, 16)
    return "-".join(text[start : start + size] for start, size in zip(starts, _BLOCKS, strict=True))


def check_code(code: str) -> None:
    """Raises CredentialError ``code-malformed`` unless ``code`` has the form of a voting code."""
    if not _CODE.fullmatch(code):
        raise CredentialError("code-malformed")


def derive_secret(uuid: str, code: str) -> int:
    """The secret exponent of ``code`` in the election ``uuid``; raises CredentialError ``code-malformed``."""
    check_code(code)
    digests = [hashlib.sha256(f"derive_credential|{uuid}|{i}|{code}".encode()).digest() for i in (0, 1)]
    return int.from_bytes(b"".join(digests), "big") % Q


def derive_public(uuid: str, code: str) -> Point:
    """The public credential of ``code`` in the election ``uuid``."""
    return multiply_generator(derive_secret(uuid, code))


@dataclass(frozen=True)
class PublicCredentials:
    """The list of public credentials of an election with the weight of each, as published."""

    raw: bytes = field(repr=False)
    weights: dict[str, int] = field(repr=False)

    @cached_property
    def fingerprint(self) -> str:
        """Unpadded Base64 of the SHA-256 of the published bytes."""
        return base64_unpadded(self.raw)

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def entries(self) -> list[str]:
        """The list as it is written, each credential with its weight where it has one."""
        return [parse_text(entry) for entry in parse_list(parse_json(self.raw))]

    def find_weight(self, credential: Point) -> int | None:
        """The weight of ``credential``; None when it is not in the list."""
        return self.weights.get(credential.text)


def _parse_entry(text: str) -> tuple[str, int]:
    point, comma, weight = text.partition(",")
    try:
        check_not_identity(parse_point(point))
    except GroupError as error:
        raise CredentialError("credential-malformed", check=error.code) from error
    if not comma:
        return point, 1
    if not _WEIGHT.fullmatch(weight) or int(weight) > MAX_WEIGHT:
        raise CredentialError("credential-weight")
    return point, int(weight)


def parse_public_credentials(raw: bytes) -> PublicCredentials:
    """The public credentials written in ``raw``.

    Raises MalformedError, or CredentialError: ``credential-malformed``, ``credential-weight``,
    ``credential-duplicate``.
    """
    entries = [parse_text(entry) for entry in parse_list(parse_json(raw))]
    check_canonical(raw, entries)
    weights: dict[str, int] = {}
    for entry in entries:
        point, weight = _parse_entry(entry)
        if point in weights:
            raise CredentialError("credential-duplicate", credential=point)
        weights[point] = weight
    return PublicCredentials(raw, weights)


def compose_entry(point: Point, weight: int | None = None) -> str:
    """How a public credential stands in the list: alone, or with its weight; raises CredentialError."""
    entry = point.text if weight is None else f"{point.text},{weight}"
    _parse_entry(entry)
    return entry


def check_entry(entry: str) -> None:
    """Raises CredentialError ``credential-malformed`` or ``credential-weight`` unless it can stand in the list."""
    _parse_entry(entry)


def compose_entries(entries: Iterable[str]) -> bytes:
    """The list as published, sorted, so that its order says nothing of the roll."""
    return canonical(sorted(entries))


def compose_public_credentials(points: Iterable[Point]) -> bytes:
    """The list of credentials without weights, as published."""
    return compose_entries(point.text for point in points)
