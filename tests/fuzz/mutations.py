"""Changes of bytes and of JSON values, drawn from a seeded source so that each can be made again."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from voting.group import Q

TEXTS = (
    "",
    "0",
    "1",
    "-1",
    "00",
    str(Q),
    str(Q - 1),
    "9" * 80,
    "é",
    "\ud800",
    "\x00",
    "0" * 63 + "1",
    "f" * 64,
    "../x",
)
NUMBERS = (0, 1, -1, 2, 255, 256, 2**30, 2**31, 2**63, 2**64, 10**19, 10**30)
PIECES = (
    b"",
    b"\0",
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\\u0000",
    b"1e9",
    b"NaN",
    b"-0",
    b"\xff",
    b"\xef\xbb\xbf",
)


def _flip(random: Random, raw: bytearray) -> None:
    raw[random.randrange(len(raw))] ^= 1 << random.randrange(8)


def _set(random: Random, raw: bytearray) -> None:
    raw[random.randrange(len(raw))] = random.randrange(256)


def _cut(random: Random, raw: bytearray) -> None:
    del raw[random.randrange(len(raw)) :]


def _remove(random: Random, raw: bytearray) -> None:
    start = random.randrange(len(raw))
    del raw[start : start + random.randint(1, 64)]


def _repeat(random: Random, raw: bytearray) -> None:
    start = random.randrange(len(raw))
    raw[start:start] = raw[start : start + random.randint(1, 600)]


def _insert(random: Random, raw: bytearray) -> None:
    start = random.randrange(len(raw) + 1)
    raw[start:start] = random.choice(PIECES)


_BYTES: tuple[Callable[[Random, bytearray], None], ...] = (_flip, _set, _cut, _remove, _repeat, _insert)


def mutate_bytes(random: Random, raw: bytes) -> bytes:
    """``raw`` with one to four changes; perhaps the same in the end."""
    changed = bytearray(raw)
    for _ in range(random.randint(1, 4)):
        if changed:
            random.choice(_BYTES)(random, changed)
        else:
            _insert(random, changed)
    return bytes(changed)


def strange_value(random: Random) -> Any:
    """A value that has no place in the protocol, or is at the edge of one that has."""
    return random.choice(
        (None, True, False, 1.5, [], {}, [[]], {"": ""}, random.choice(TEXTS), random.choice(NUMBERS), "a" * 300)
    )


def _changed_list(random: Random, value: list[Any]) -> list[Any]:
    place = random.randrange(len(value))
    return random.choice(
        (
            value[:place] + value[place + 1 :],
            [*value, value[place]],
            value[::-1],
            [*value[:place], strange_value(random), *value[place:]],
        )
    )


def _changed_members(random: Random, value: dict[str, Any]) -> dict[str, Any]:
    name = random.choice(list(value))
    without = {key: inside for key, inside in value.items() if key != name}
    return random.choice((without, {**without, name: value[name]}, {**value, "more": 1}, {name: value[name]}))


def change_value(random: Random, value: Any) -> Any:
    """``value`` with one change somewhere inside."""
    if isinstance(value, dict) and value:
        if random.random() < 0.2:
            return _changed_members(random, value)
        name = random.choice(list(value))
        return {**value, name: change_value(random, value[name])}
    if isinstance(value, list) and value:
        if random.random() < 0.2:
            return _changed_list(random, value)
        place = random.randrange(len(value))
        return [*value[:place], change_value(random, value[place]), *value[place + 1 :]]
    if isinstance(value, str) and value and random.random() < 0.6:
        return mutate_bytes(random, value.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")
    if isinstance(value, int) and random.random() < 0.6:
        return value + random.choice((-1, 1, 1000))
    return strange_value(random)


def mutate(random: Random, raw: bytes) -> bytes:
    """``raw`` changed as bytes, or as the JSON that it is."""
    if random.random() < 0.5:
        try:
            value = change_value(random, json.loads(raw))
            return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        except (ValueError, RecursionError):
            pass  # not JSON: as bytes
    return mutate_bytes(random, raw)
