"""JSON in the one form that the protocol hashes: compact, ordered, without doubtful values (specification, 4.1)."""

from __future__ import annotations

import json
from typing import NoReturn

from voting.errors import MalformedError

MAX_BYTES = 64 * 1024 * 1024
MOST_VALUES = 3_000_000
"""Enough for the votes of 120,000 ballots of 24 numbers, and read within a second."""
_MAX_DIGITS = 20


def _refuse(_text: str) -> NoReturn:
    raise MalformedError("json-number")


def _integer(text: str) -> int:
    if len(text) > _MAX_DIGITS or text == "-0":
        raise MalformedError("json-number")
    return int(text)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedError("json-duplicate-key")
    return members


def parse_json(raw: bytes, *, max_bytes: int = MAX_BYTES) -> object:
    """The value written in ``raw``; integers only, no duplicate key, bounded size, depth and number of values.

    Raises MalformedError: ``json-too-large``, ``json-encoding``, ``json-too-deep``, ``json-number``,
    ``json-duplicate-key``, ``json-syntax``.
    """
    if len(raw) > max_bytes:
        raise MalformedError("json-too-large", size=len(raw), limit=max_bytes)
    values = raw.count(b",") + raw.count(b"[") + raw.count(b"{")
    if values > MOST_VALUES:
        raise MalformedError("json-too-large", size=values, limit=MOST_VALUES)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError("json-encoding") from error
    try:
        value: object = json.loads(
            text,
            parse_float=_refuse,
            parse_constant=_refuse,
            parse_int=_integer,
            object_pairs_hook=_unique,
        )
    except RecursionError as error:
        raise MalformedError("json-too-deep") from error
    except json.JSONDecodeError as error:
        raise MalformedError("json-syntax", position=error.pos) from error
    return value


def canonical(value: object) -> bytes:
    """``value`` as compact JSON in UTF-8, members in the order they have.

    Raises MalformedError ``json-string`` for a lone surrogate, ``json-too-deep``.
    """
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedError("json-string") from None
    except RecursionError:
        raise MalformedError("json-too-deep") from None


def check_canonical(raw: bytes, value: object) -> None:
    """Raises MalformedError ``json-not-canonical`` unless ``value`` is written exactly as ``raw``."""
    if canonical(value) != raw:
        raise MalformedError("json-not-canonical")


def parse_members(value: object, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, object]:
    """The object ``value``, which must have exactly these members.

    Raises MalformedError ``json-members`` with the names that are missing or unknown.
    """
    if not isinstance(value, dict):
        raise MalformedError("json-members", expected="object")
    missing = [name for name in required if name not in value]
    unknown = [name for name in value if name not in required and name not in optional]
    if missing or unknown:
        raise MalformedError("json-members", missing=missing, unknown=len(unknown))
    return value


def parse_list(value: object) -> list[object]:
    """The array ``value``; raises MalformedError ``json-array``."""
    if not isinstance(value, list):
        raise MalformedError("json-array")
    return value


def parse_text(value: object) -> str:
    """The string ``value``; raises MalformedError ``json-string``. Lone surrogates are refused."""
    if not isinstance(value, str):
        raise MalformedError("json-string")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise MalformedError("json-string") from None
    return value
