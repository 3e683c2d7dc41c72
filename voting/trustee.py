"""Trustees' keys, their proofs, and the key of the election made of them (specification, 4.5 and 4.7)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from voting.errors import GroupError, MalformedError, TrusteeError
from voting.group import (
    IDENTITY,
    NAME,
    Point,
    RandomBytes,
    check_not_identity,
    multiply_generator,
    parse_point,
    parse_scalar,
    random_scalar,
    subtract,
    total,
)
from voting.hashing import base64_unpadded
from voting.proofs import Proof, check_knowledge, parse_proof, prove_knowledge
from voting.strict_json import canonical, check_canonical, parse_json, parse_list, parse_members, parse_text

KEY_FILE_FORMAT = "isoloir-guardian-key-1"
_SINGLE = "Single"


@dataclass(frozen=True)
class TrusteeKey:
    """A trustee's private key and the point that belongs to it."""

    secret: int = field(repr=False)
    public: Point


@dataclass(frozen=True)
class TrusteePublicKey:
    """What a trustee publishes: the key and a proof of possession."""

    public: Point
    possession: Proof

    def as_json(self) -> dict[str, object]:
        """Members in the order of the specification (4.5)."""
        return {"pok": self.possession.as_json(), "public_key": self.public.text}


@dataclass(frozen=True)
class Trustees:
    """The trustees of an election, all mandatory; owner numbers count from 1 in this order."""

    raw: bytes = field(repr=False)
    keys: tuple[TrusteePublicKey, ...]

    @property
    def fingerprint(self) -> str:
        """Unpadded Base64 of the SHA-256 of the published bytes."""
        return base64_unpadded(self.raw)

    def find_key(self, owner: int) -> Point | None:
        """The public key of trustee number ``owner``; None when there is no such number."""
        return self.keys[owner - 1].public if 1 <= owner <= len(self.keys) else None


def _possession_prefix(public: Point) -> str:
    return f"pok|{NAME}|{public.text}"


def generate_trustee_key(random: RandomBytes) -> TrusteeKey:
    """A new key."""
    secret = random_scalar(random)
    return TrusteeKey(secret, multiply_generator(secret))


def trustee_public_key_bytes(key: TrusteeKey, random: RandomBytes) -> bytes:
    """What the trustee sends: the public key with a proof of possession, as JSON."""
    proof = prove_knowledge(_possession_prefix(key.public), key.secret, random)
    return canonical(TrusteePublicKey(key.public, proof).as_json())


def _parse_public_key(value: object) -> TrusteePublicKey:
    members = parse_members(value, ("pok", "public_key"))
    public = parse_point(members["public_key"])
    check_not_identity(public)
    return TrusteePublicKey(public, parse_proof(members["pok"]))


def check_trustee_public_key(key: TrusteePublicKey) -> None:
    """Raises ProofError ``trustee-possession`` unless the trustee knows the private key."""
    check_knowledge("trustee-possession", _possession_prefix(key.public), key.public, key.possession)


def parse_trustee_public_key(raw: bytes) -> TrusteePublicKey:
    """The public key written in ``raw``, its proof checked.

    Raises TrusteeError ``trustee-malformed`` or ProofError ``trustee-possession``.
    """
    try:
        key = _parse_public_key(parse_json(raw, max_bytes=4096))
        check_canonical(raw, key.as_json())
    except (MalformedError, GroupError) as error:
        raise TrusteeError("trustee-malformed", check=error.code) from error
    check_trustee_public_key(key)
    return key


def compose_trustees(public_keys: Sequence[bytes]) -> bytes:
    """The trustees structure of mandatory keys, in their order; raises as :func:`parse_trustees`."""
    raw = canonical([[_SINGLE, parse_trustee_public_key(key).as_json()] for key in public_keys])
    parse_trustees(raw)
    return raw


def _parse_item(value: object) -> TrusteePublicKey:
    item = parse_list(value)
    if len(item) != 2:
        raise TrusteeError("trustee-malformed", check="json-array")
    kind = parse_text(item[0])
    if kind != _SINGLE:
        raise TrusteeError("trustee-kind-unsupported", kind=kind[:40])
    return _parse_public_key(item[1])


def _check_keys(keys: Sequence[TrusteePublicKey]) -> None:
    texts = [key.public.text for key in keys]
    if len(set(texts)) != len(texts):
        raise TrusteeError("trustee-key-repeated")
    opposites = {subtract(IDENTITY, key.public).text for key in keys}
    if not opposites.isdisjoint(texts) or total(key.public for key in keys).is_identity:
        raise TrusteeError("trustee-keys-cancel")
    for owner, key in enumerate(keys, start=1):
        try:
            check_trustee_public_key(key)
        except ValueError as error:
            raise TrusteeError("trustee-possession", owner=owner) from error


def parse_trustees(raw: bytes) -> Trustees:
    """The trustees written in ``raw``, every proof of possession checked.

    Raises TrusteeError: ``trustee-malformed``, ``trustee-kind-unsupported``, ``trustee-none``,
    ``trustee-key-repeated``, ``trustee-keys-cancel``, ``trustee-possession``.
    """
    try:
        keys = tuple(_parse_item(item) for item in parse_list(parse_json(raw)))
        check_canonical(raw, [[_SINGLE, key.as_json()] for key in keys])
    except (MalformedError, GroupError) as error:
        raise TrusteeError("trustee-malformed", check=error.code) from error
    if not keys:
        raise TrusteeError("trustee-none")
    _check_keys(keys)
    return Trustees(raw, keys)


def joint_public_key(trustees: Trustees) -> Point:
    """The key of the election: the sum of the trustees' keys (3.1.1)."""
    return total(key.public for key in trustees.keys)


def compose_key_file(key: TrusteeKey, *, uuid: str, name: str) -> str:
    """The file that a guardian keeps. Who has it and every other guardian's can open the count."""
    members = {
        "format": KEY_FILE_FORMAT,
        "uuid": uuid,
        "name": name,
        "public_key": key.public.text,
        "private_key": str(key.secret),
    }
    return json.dumps(members, ensure_ascii=False, indent=1) + "\n"


def parse_key_file(raw: bytes) -> TrusteeKey:
    """The key in a guardian's file, or in the reference's (a JSON string of the private key).

    Raises TrusteeError ``key-file-malformed`` or ``key-file-mismatch``.
    """
    try:
        value = parse_json(raw.strip(), max_bytes=4096)
        if isinstance(value, str):
            return _key_of(value)
        members = parse_members(value, ("format", "uuid", "name", "public_key", "private_key"))
        key = _key_of(members["private_key"])
    except (MalformedError, GroupError) as error:
        raise TrusteeError("key-file-malformed", check=error.code) from None
    if members["format"] != KEY_FILE_FORMAT or members["public_key"] != key.public.text:
        raise TrusteeError("key-file-mismatch")
    return key


def _key_of(text: object) -> TrusteeKey:
    secret = parse_scalar(text)
    public = multiply_generator(secret)
    check_not_identity(public)
    return TrusteeKey(secret, public)
