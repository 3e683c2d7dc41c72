"""A trustee's key, the proof that they have it, and the file that they keep (specification, 4.5)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from voting.errors import GroupError, MalformedError, TrusteeError
from voting.group import (
    NAME,
    Point,
    RandomBytes,
    check_not_identity,
    multiply_generator,
    parse_point,
    parse_scalar,
    random_scalar,
)
from voting.proofs import Proof, check_knowledge, parse_proof, prove_knowledge
from voting.strict_json import canonical, check_canonical, parse_json, parse_members

KEY_FILE_FORMAT = "isoloir-guardian-key-1"


@dataclass(frozen=True)
class TrusteeKey:
    """A trustee's private key and the point that belongs to it."""

    secret: int = field(repr=False)
    public: Point


@dataclass(frozen=True)
class TrusteePublicKey:
    """What a trustee publishes: the key and a proof of possession; ``signature`` only in a threshold (4.6.6)."""

    public: Point
    possession: Proof
    signature: Proof | None = None

    def as_json(self) -> dict[str, object]:
        """Members in the order of the specification (4.5)."""
        members: dict[str, object] = {"pok": self.possession.as_json(), "public_key": self.public.text}
        return members if self.signature is None else {**members, "signature": self.signature.as_json()}


def _possession_prefix(public: Point) -> str:
    return f"pok|{NAME}|{public.text}"


def generate_trustee_key(random: RandomBytes) -> TrusteeKey:
    """A new key."""
    secret = random_scalar(random)
    return TrusteeKey(secret, multiply_generator(secret))


def prove_possession(key: TrusteeKey, random: RandomBytes) -> TrusteePublicKey:
    """The public key with a proof that its owner has the private one (4.5)."""
    return TrusteePublicKey(key.public, prove_knowledge(_possession_prefix(key.public), key.secret, random))


def trustee_public_key_bytes(key: TrusteeKey, random: RandomBytes) -> bytes:
    """What the trustee sends: the public key with a proof of possession, as JSON."""
    return canonical(prove_possession(key, random).as_json())


def parse_public_key(value: object) -> TrusteePublicKey:
    """The public key in ``value``, without a signature, not yet checked; raises MalformedError or GroupError."""
    members = parse_members(value, ("pok", "public_key"))
    public = parse_point(members["public_key"])
    check_not_identity(public)
    return TrusteePublicKey(public, parse_proof(members["pok"]))


def parse_signed_public_key(value: object) -> TrusteePublicKey:
    """The public key in ``value``, with a signature, not yet checked; raises MalformedError or GroupError."""
    members = parse_members(value, ("pok", "public_key", "signature"))
    unsigned = parse_public_key({name: members[name] for name in ("pok", "public_key")})
    return TrusteePublicKey(unsigned.public, unsigned.possession, parse_proof(members["signature"]))


def check_trustee_public_key(key: TrusteePublicKey) -> None:
    """Raises ProofError ``trustee-possession`` unless the trustee knows the private key."""
    check_knowledge("trustee-possession", _possession_prefix(key.public), key.public, key.possession)


def parse_trustee_public_key(raw: bytes) -> TrusteePublicKey:
    """The public key written in ``raw``, its proof checked.

    Raises TrusteeError ``trustee-malformed`` or ProofError ``trustee-possession``.
    """
    try:
        key = parse_public_key(parse_json(raw, max_bytes=4096))
        check_canonical(raw, key.as_json())
    except (MalformedError, GroupError) as error:
        raise TrusteeError("trustee-malformed", check=error.code) from error
    check_trustee_public_key(key)
    return key


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
