"""Signed notes: a text, and lines that sign it (C2SP, signed-note)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NoReturn

from nacl.bindings import crypto_core_ed25519_is_valid_point
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from voting.errors import CheckpointError
from voting.group import RandomBytes

ED25519, COSIGNATURE = 1, 4
MAX_NOTE = 64 * 1024
MOST_SIGNATURES = 100
KEY_BYTES = 32
SIGNATURE_BYTES = 64
_KEY_TYPES = {ED25519, COSIGNATURE}
_NAME = re.compile(r"[^\s+]+")
_DASH = "\u2014 "
_PRIVATE = "PRIVATE+KEY+"


def encode_base64(raw: bytes) -> str:
    """Standard Base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(raw).decode()


def decode_base64(text: str) -> bytes:
    """What :func:`encode_base64` made ``text`` from; raises ValueError for any other writing of it."""
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error
    if encode_base64(raw) != text:
        raise ValueError("base64")
    return raw


def _key_id(name: str, kind: int, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


@dataclass(frozen=True)
class VerifierKey:
    """Whose signatures are believed: a name, and an Ed25519 key of one of two kinds, for notes or for cosignatures."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return _key_id(self.name, self.kind, self.public)

    @property
    def text(self) -> str:
        """The key as it is published: name, identifier, kind and key."""
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(bytes([self.kind]) + self.public)}"

    def verify(self, message: bytes, signature: bytes) -> None:
        """Raises CheckpointError ``note-signature`` unless this key signed ``message``."""
        try:
            VerifyKey(self.public).verify(message, signature)
        except (BadSignatureError, ValueError) as error:
            raise CheckpointError("note-signature", found=self.name) from error


@dataclass(frozen=True)
class SigningNoteKey:
    """A key that signs; ``seed`` is secret."""

    name: str
    kind: int
    seed: bytes = field(repr=False)

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.kind, bytes(SigningKey(self.seed).verify_key))

    @property
    def text(self) -> str:
        """The key as its owner keeps it, in the writing of Go's sumdb/note."""
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{encode_base64(bytes([self.kind]) + self.seed)}"

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return SigningKey(self.seed).sign(message).signature


def generate_note_key(name: str, kind: int, random: RandomBytes) -> SigningNoteKey:
    """A new key; raises CheckpointError ``note-key-malformed`` for a name that no note can carry."""
    _check_name(name)
    return SigningNoteKey(name, kind, random(KEY_BYTES))


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or not name.isprintable():
        raise CheckpointError("note-key-malformed", check="name")


def _parse_key(text: str) -> tuple[str, str, int, bytes]:
    """Name, identifier, kind and key material."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise CheckpointError("note-key-malformed", check="form")
    _check_name(parts[0])
    try:
        material = decode_base64(parts[2])
    except ValueError as error:
        raise CheckpointError("note-key-malformed", check="base64") from error
    if len(material) != 1 + KEY_BYTES or material[0] not in _KEY_TYPES:
        raise CheckpointError("note-key-malformed", check="kind")
    return parts[0], parts[1], material[0], material[1:]


def parse_verifier_key(text: str) -> VerifierKey:
    """The key in a ``name+identifier+base64`` text; raises CheckpointError ``note-key-malformed``."""
    name, key_id, kind, public = _parse_key(text)
    key = VerifierKey(name, kind, public)
    if key.key_id.hex() != key_id:
        raise CheckpointError("note-key-malformed", check="identifier")
    if not crypto_core_ed25519_is_valid_point(public):  # not of the large subgroup: anybody could sign
        raise CheckpointError("note-key-malformed", check="key")
    return key


def parse_signing_key(text: str) -> SigningNoteKey:
    """The secret key in ``text``; raises CheckpointError ``note-key-malformed``, which never repeats it."""
    if not text.startswith(_PRIVATE):
        raise CheckpointError("note-key-malformed", check="form")
    name, key_id, kind, seed = _parse_key(text.removeprefix(_PRIVATE))
    key = SigningNoteKey(name, kind, seed)
    if key.verifier.key_id.hex() != key_id:
        raise CheckpointError("note-key-malformed", check="identifier")
    return key


@dataclass(frozen=True)
class Signature:
    """One line below a note; ``payload`` is what follows the key's identifier."""

    name: str
    key_id: bytes
    payload: bytes = field(repr=False)

    @property
    def line(self) -> str:
        """The line, with its end."""
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.payload)}\n"

    def is_of(self, key: VerifierKey) -> bool:
        """Whether the line says it is of ``key``; the signature is not looked at."""
        return (self.name, self.key_id) == (key.name, key.key_id)


@dataclass(frozen=True)
class Note:
    """A text that ends with a line end, and its signatures, none of them checked yet."""

    text: str
    signatures: tuple[Signature, ...]

    def as_bytes(self) -> bytes:
        """The note as it travels."""
        return (self.text + "\n" + "".join(signature.line for signature in self.signatures)).encode()

    def with_signatures(self, more: Iterable[Signature]) -> Note:
        """The note with those lines that it does not have yet."""
        return Note(self.text, tuple(dict.fromkeys((*self.signatures, *more))))


def _malformed(check: str) -> NoReturn:
    raise CheckpointError("note-malformed", check=check)


def _parse_text(raw: bytes) -> str:
    if len(raw) > MAX_NOTE:
        _malformed("size")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        _malformed("encoding")
    if any(character < " " and character != "\n" for character in text):
        _malformed("control")
    return text


def parse_signature_lines(raw: bytes) -> tuple[Signature, ...]:
    """The lines in ``raw``, at least one; raises CheckpointError ``note-malformed``."""
    text = _parse_text(raw)
    if not text.endswith("\n"):
        _malformed("end")
    lines = text[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        _malformed("signatures")
    return tuple(_parse_signature(line) for line in lines)


def _parse_signature(line: str) -> Signature:
    parts = line.removeprefix(_DASH).split(" ")
    if not line.startswith(_DASH) or len(parts) != 2 or not _NAME.fullmatch(parts[0]):
        _malformed("signature")
    try:
        payload = decode_base64(parts[1])
    except ValueError:
        _malformed("signature")
    if len(payload) < 5:
        _malformed("signature")
    return Signature(parts[0], payload[:4], payload[4:])


def parse_note(raw: bytes) -> Note:
    """The note in ``raw``; raises CheckpointError ``note-malformed``. No signature is checked: see :func:`check_note`.

    The text is separated from the signatures by the last empty line.
    """
    text, separator, lines = _parse_text(raw).rpartition("\n\n")
    if not separator or not text:
        _malformed("form")
    return Note(text + "\n", parse_signature_lines(lines.encode()))


def sign_note(text: str, key: SigningNoteKey) -> Note:
    """``text`` signed by one key for notes; raises CheckpointError ``note-key-kind`` for the key of a witness."""
    if key.kind != ED25519:
        raise CheckpointError("note-key-kind", expected=ED25519, found=key.kind)
    return Note(text, (Signature(key.name, key.verifier.key_id, key.sign(text.encode())),))


def check_note(note: Note, key: VerifierKey) -> None:
    """Raises CheckpointError unless ``key`` signed the note.

    ``note-key-kind`` for the key of a witness, ``note-unsigned`` where no line is of this key, ``note-signature``
    where one is and does not hold.
    """
    if key.kind != ED25519:
        raise CheckpointError("note-key-kind", expected=ED25519, found=key.kind)
    of_key = [signature for signature in note.signatures if signature.is_of(key)]
    if not of_key:
        raise CheckpointError("note-unsigned", expected=key.name)
    for signature in of_key:
        key.verify(note.text.encode(), signature.payload)
