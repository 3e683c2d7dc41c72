"""Passwords: argon2id hashes, checked in the same time whether or not there is an account."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from budget_app.domain.errors import InvalidInputError, NotAllowedError

MINIMUM = 12
MAXIMUM = 256

_HASHER = PasswordHasher()  # argon2id with the parameters of RFC 9106 for memory-constrained machines: 64 MiB
_AT_ONCE = threading.BoundedSemaphore(2)  # so that a storm of sign-ins takes 128 MiB, not all there is


@cache
def _hash_of_nobody() -> str:
    return _HASHER.hash("no account has this password")


def check_new_password(password: str, field: str = "password") -> None:
    """Raises InvalidInputError ``password-too-short`` or ``password-too-long`` (12 to 256 characters)."""
    if len(password) < MINIMUM:
        raise InvalidInputError("password-too-short", field=field, minimum=MINIMUM)
    if len(password) > MAXIMUM:
        raise InvalidInputError("password-too-long", field=field, maximum=MAXIMUM)


def hash_password(password: str) -> str:
    """The argon2id hash to keep, with its salt and parameters."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def check_password(kept: str | None, password: str) -> None:
    """Raises NotAllowedError ``sign-in-wrong`` unless ``password`` has the kept hash.

    Without a kept hash (None: there is no such account) it raises after as much work.
    """
    with _AT_ONCE:
        try:
            _HASHER.verify(_hash_of_nobody() if kept is None else kept, password)
        except (VerificationError, InvalidHashError):
            raise NotAllowedError("sign-in-wrong") from None
    if kept is None:
        raise NotAllowedError("sign-in-wrong")


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's, and is to be made again."""
    return _HASHER.check_needs_rehash(kept)
