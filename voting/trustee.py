"""The trustees of an election, and the key of the election made of theirs (specification, 3.1.1 and 4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from voting.errors import GroupError, MalformedError, TrusteeError
from voting.group import IDENTITY, Point, subtract, total
from voting.hashing import base64_unpadded
from voting.strict_json import canonical, check_canonical, parse_json, parse_list, parse_text
from voting.threshold import ThresholdParameters, check_threshold_parameters, parse_threshold_parameters
from voting.trustee_key import (
    KEY_FILE_FORMAT,
    TrusteeKey,
    TrusteePublicKey,
    check_trustee_public_key,
    compose_key_file,
    generate_trustee_key,
    parse_key_file,
    parse_public_key,
    parse_trustee_public_key,
    trustee_public_key_bytes,
)

__all__ = [
    "KEY_FILE_FORMAT",
    "Pedersen",
    "Single",
    "TrusteeKey",
    "TrusteePublicKey",
    "Trustees",
    "check_trustee_public_key",
    "compose_key_file",
    "compose_trustees",
    "generate_trustee_key",
    "joint_public_key",
    "parse_key_file",
    "parse_trustee_public_key",
    "parse_trustees",
    "trustee_public_key_bytes",
]

_SINGLE = "Single"
_PEDERSEN = "Pedersen"


@dataclass(frozen=True)
class Single:
    """A trustee whose key is always needed: number ``owner``."""

    owner: int
    key: TrusteePublicKey

    @property
    def keys(self) -> tuple[TrusteePublicKey, ...]:
        """The keys of its owners."""
        return (self.key,)

    @property
    def joint_key(self) -> Point:
        """What the item gives to the key of the election."""
        return self.key.public

    def as_json(self) -> list[object]:
        """As the specification writes it (4.7)."""
        return [_SINGLE, self.key.as_json()]


@dataclass(frozen=True)
class Pedersen:
    """Trustees any ``threshold`` of whom suffice: the numbers from ``owner`` on, one a key."""

    owner: int
    parameters: ThresholdParameters

    @property
    def keys(self) -> tuple[TrusteePublicKey, ...]:
        """The keys of its owners, which check their shares."""
        return self.parameters.verification_keys

    @property
    def threshold(self) -> int:
        """How many of its owners must decrypt."""
        return self.parameters.threshold

    @property
    def joint_key(self) -> Point:
        """What the item gives to the key of the election: no owner has its secret (4.6.4)."""
        return self.parameters.joint_key

    def as_json(self) -> list[object]:
        """As the specification writes it (4.7)."""
        return [_PEDERSEN, self.parameters.as_json()]


@dataclass(frozen=True)
class Trustees:
    """The trustees of an election; owner numbers count from 1 over the keys of all items."""

    raw: bytes = field(repr=False)
    items: tuple[Single | Pedersen, ...]

    @property
    def keys(self) -> tuple[TrusteePublicKey, ...]:
        """Every key by which a share is checked, in the order of the owner numbers."""
        return tuple(key for item in self.items for key in item.keys)

    @property
    def fingerprint(self) -> str:
        """Unpadded Base64 of the SHA-256 of the published bytes."""
        return base64_unpadded(self.raw)

    def find_key(self, owner: int) -> Point | None:
        """The public key of trustee number ``owner``; None when there is no such number."""
        keys = self.keys
        return keys[owner - 1].public if 1 <= owner <= len(keys) else None


def compose_trustees(public_keys: Sequence[bytes], threshold_parameters: Sequence[bytes] = ()) -> bytes:
    """The trustees structure: mandatory keys in their order, then each group's; raises as :func:`parse_trustees`."""
    singles: list[list[object]] = [[_SINGLE, parse_trustee_public_key(key).as_json()] for key in public_keys]
    groups: list[list[object]] = [[_PEDERSEN, parse_json(raw)] for raw in threshold_parameters]
    raw = canonical([*singles, *groups])
    parse_trustees(raw)
    return raw


def _parse_item(value: object, owner: int) -> Single | Pedersen:
    item = parse_list(value)
    if len(item) != 2:
        raise TrusteeError("trustee-malformed", check="json-array")
    kind = parse_text(item[0])
    if kind == _SINGLE:
        return Single(owner, parse_public_key(item[1]))
    if kind == _PEDERSEN:
        return Pedersen(owner, parse_threshold_parameters(item[1]))
    raise TrusteeError("trustee-kind-unsupported", kind=kind[:40])


def _parse_items(raw: bytes) -> tuple[Single | Pedersen, ...]:
    items: list[Single | Pedersen] = []
    owner = 1
    for value in parse_list(parse_json(raw)):
        items.append(_parse_item(value, owner))
        owner += len(items[-1].keys)
    check_canonical(raw, [item.as_json() for item in items])
    return tuple(items)


def _check_keys(items: Sequence[Single | Pedersen]) -> None:
    for item in items:
        if isinstance(item, Pedersen):
            check_threshold_parameters(item.parameters)
    texts = [key.public.text for item in items for key in item.keys]
    if len(set(texts)) != len(texts):
        raise TrusteeError("trustee-key-repeated")
    joint = [item.joint_key for item in items]
    opposites = {subtract(IDENTITY, point).text for point in joint}
    if not opposites.isdisjoint(point.text for point in joint) or total(joint).is_identity:
        raise TrusteeError("trustee-keys-cancel")
    _check_possession(items)


def _check_possession(items: Sequence[Single | Pedersen]) -> None:
    for owner, key in enumerate((key for item in items for key in item.keys), start=1):
        try:
            check_trustee_public_key(key)
        except ValueError as error:
            raise TrusteeError("trustee-possession", owner=owner) from error


def parse_trustees(raw: bytes) -> Trustees:
    """The trustees written in ``raw``, every certificate, signature and proof of possession checked.

    Raises TrusteeError: ``trustee-malformed``, ``trustee-kind-unsupported``, ``trustee-none``,
    ``trustee-key-repeated``, ``trustee-keys-cancel``, ``trustee-possession``, or what
    :func:`voting.pedersen.check_threshold_parameters` raises.
    """
    try:
        items = _parse_items(raw)
    except (MalformedError, GroupError) as error:
        raise TrusteeError("trustee-malformed", check=error.code) from error
    if not items:
        raise TrusteeError("trustee-none")
    _check_keys(items)
    return Trustees(raw, items)


def joint_public_key(trustees: Trustees) -> Point:
    """The key of the election: the sum of the items' keys (3.1.1)."""
    return total(item.joint_key for item in trustees.items)
