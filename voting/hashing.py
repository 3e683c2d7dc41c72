"""Hashes of the protocol: fingerprints, trackers and challenges (specification, 4.2, 4.11 and 4.17)."""

from __future__ import annotations

import base64
import hashlib

from voting.group import Q


def sha256_hex(data: bytes) -> str:
    """SHA-256 of ``data`` as 64 lower-case hexadecimal digits: the name of a record."""
    return hashlib.sha256(data).hexdigest()


def base64_unpadded(data: bytes) -> str:
    """SHA-256 of ``data`` in Base64 without padding: a fingerprint or a tracker."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def hash_to_scalar(text: str) -> int:
    """SHA-256 of ``text`` in UTF-8, read as a big-endian integer modulo q."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % Q
