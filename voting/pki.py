"""Trustees' own keys for messages through the server, all made from one seed (specification, 4.6.1 and 4.6.3)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voting.errors import GroupError, MalformedError, ProofError, TrusteeError
from voting.group import (
    Point,
    RandomBytes,
    add,
    check_not_identity,
    multiply,
    multiply_generator,
    parse_point,
    random_scalar,
    subtract,
)
from voting.hashing import hash_to_scalar
from voting.proofs import Proof, check_knowledge, parse_proof, prove_knowledge
from voting.strict_json import canonical, check_canonical, parse_json, parse_members, parse_text

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_SEED_LENGTH = 22
_SEED = re.compile(f"[{_ALPHABET}]{{{_SEED_LENGTH}}}")
_FAIR = 256 - 256 % len(_ALPHABET)
_ALGORITHM = "AES-GCM"
_HEX = re.compile(r"(?:[0-9a-f]{2})+")
_MAX_BYTES = 64 * 1024


@dataclass(frozen=True)
class Keys:
    """What a seed makes: a signing and a decryption key, and their points."""

    seed: str = field(repr=False)
    signing: int = field(repr=False)
    decryption: int = field(repr=False)
    verification: Point
    encryption: Point

    @classmethod
    def of(cls, seed: str) -> Keys:
        """The keys of ``seed``; raises TrusteeError ``seed-malformed``."""
        if not _SEED.fullmatch(seed):
            raise TrusteeError("seed-malformed")
        signing, decryption = hash_to_scalar(f"sk|{seed}"), hash_to_scalar(f"dk|{seed}")
        return cls(seed, signing, decryption, multiply_generator(signing), multiply_generator(decryption))


@dataclass(frozen=True)
class SignedMessage:
    """A message and its signature."""

    message: str
    signature: Proof

    def as_json(self) -> dict[str, object]:
        """Members in the order of the specification (4.6.1)."""
        return {"message": self.message, "signature": self.signature.as_json()}


def generate_seed(random: RandomBytes) -> str:
    """A new seed: 22 characters, each drawn uniformly."""
    seed = ""
    while len(seed) < _SEED_LENGTH:
        [byte] = random(1)
        if byte < _FAIR:  # a byte beyond would favour some characters
            seed += _ALPHABET[byte % len(_ALPHABET)]
    return seed


def sign(keys: Keys, message: str, random: RandomBytes) -> Proof:
    """The signature of ``message``."""
    return prove_knowledge(f"sigmsg|{message}", keys.signing, random)


def check_signature(verification: Point, message: str, signature: Proof) -> None:
    """Raises ProofError ``trustee-signature`` unless the owner of ``verification`` signed ``message``."""
    check_knowledge("trustee-signature", f"sigmsg|{message}", verification, signature)


def parse_signed(value: object) -> SignedMessage:
    """The signed message in ``value``, its signature not yet checked; raises MalformedError or GroupError."""
    members = parse_members(value, ("message", "signature"))
    return SignedMessage(parse_text(members["message"]), parse_proof(members["signature"]))


def parse_written(text: str, names: tuple[str, ...]) -> dict[str, object]:
    """The object written in ``text`` with exactly these members in this order; raises MalformedError."""
    raw = text.encode()
    members = parse_members(parse_json(raw, max_bytes=_MAX_BYTES), names)
    check_canonical(raw, {name: members[name] for name in names})
    return members


def _cipher(shared: Point, alpha: Point) -> tuple[AESGCM, bytes]:
    """The cipher and its nonce, which is the whole hash, 32 bytes."""
    key = hashlib.sha256(f"key|{shared.text}".encode()).digest()
    return AESGCM(key), hashlib.sha256(f"iv|{alpha.text}".encode()).digest()


def _encrypt(recipient: Point, message: bytes, random: RandomBytes) -> str:
    r, s = random_scalar(random), random_scalar(random)
    alpha, shared = multiply_generator(r), multiply_generator(s)
    cipher, nonce = _cipher(shared, alpha)
    members = {
        "algorithm": _ALGORITHM,
        "alpha": alpha.text,
        "beta": add(multiply(recipient, r), shared).text,
        "data": cipher.encrypt(nonce, message, None).hex(),
    }
    return canonical(members).decode()


def _decrypt(keys: Keys, text: str) -> str:
    members = parse_written(text, ("algorithm", "alpha", "beta", "data"))
    alpha, beta, data = parse_point(members["alpha"]), parse_point(members["beta"]), parse_text(members["data"])
    check_not_identity(alpha)
    if members["algorithm"] != _ALGORITHM or not _HEX.fullmatch(data):
        raise MalformedError("json-string")
    cipher, nonce = _cipher(subtract(beta, multiply(alpha, keys.decryption)), alpha)
    try:
        return cipher.decrypt(nonce, bytes.fromhex(data), None).decode()
    except (InvalidTag, UnicodeDecodeError):
        raise TrusteeError("message-not-opened") from None


def check_sealed(text: str) -> None:
    """Raises TrusteeError ``message-malformed`` unless ``text`` has the form of a message that somebody can open."""
    try:
        members = parse_written(text, ("algorithm", "alpha", "beta", "data"))
        check_not_identity(parse_point(members["alpha"]))
        parse_point(members["beta"])
        if members["algorithm"] != _ALGORITHM or not _HEX.fullmatch(parse_text(members["data"])):
            raise MalformedError("json-string")
    except (MalformedError, GroupError) as error:
        raise TrusteeError("message-malformed", check=error.code) from error


def send(keys: Keys, recipient: Point, message: str, random: RandomBytes) -> str:
    """``message`` signed by the owner of ``keys`` and sealed for the owner of the encryption key ``recipient``."""
    channel = canonical({"recipient": recipient.text, "message": message}).decode()
    return _encrypt(recipient, canonical(SignedMessage(channel, sign(keys, channel, random)).as_json()), random)


def receive(keys: Keys, sender: Point, text: str) -> str:
    """The message in ``text`` for the owner of ``keys``, from the owner of the verification key ``sender``.

    Raises TrusteeError ``message-not-opened``, ``message-malformed``, ``message-signature`` or ``message-recipient``.
    """
    try:
        signed = parse_signed(parse_written(_decrypt(keys, text), ("message", "signature")))
        check_signature(sender, signed.message, signed.signature)
        channel = parse_written(signed.message, ("recipient", "message"))
        message = parse_text(channel["message"])
    except (MalformedError, GroupError) as error:
        raise TrusteeError("message-malformed", check=error.code) from error
    except ProofError as error:
        raise TrusteeError("message-signature") from error
    if channel["recipient"] != keys.encryption.text:
        raise TrusteeError("message-recipient")
    return message
