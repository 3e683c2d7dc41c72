"""A rule as JSON: read strictly, written in one form only, so that its fingerprint can be published."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import NoReturn, TypeVar

from budget_app.domain.allocation.descriptor import (
    VERSION,
    Count,
    Dividing,
    Envelope,
    Envelopes,
    EnvelopesLeft,
    Leftover,
    Method,
    Rule,
    Satisfaction,
    Shares,
    Step,
    StepUnit,
    WhenFull,
)
from budget_app.domain.errors import InvalidInputError

MAX_BYTES = 256 * 1024
_RULE = (
    *("budget", "count", "envelopes", "incompatible", "leftover", "lowest_grade", "method", "one_per_district"),
    *("seed", "shares", "threshold_percent", "threshold_votes", "version", "when_full"),
)
_Choice = TypeVar("_Choice", bound=StrEnum)


def _no_number(_text: str) -> NoReturn:
    raise InvalidInputError("rule-json-number")


def _integer(text: str) -> int:
    if len(text) > 18 or text == "-0":
        _no_number(text)
    return int(text)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({key for key, _value in pairs}) != len(pairs):
        raise InvalidInputError("rule-json-duplicate-key")
    return dict(pairs)


def _load(raw: bytes) -> object:
    if len(raw) > MAX_BYTES:
        raise InvalidInputError("rule-json-too-large", limit=MAX_BYTES)
    try:
        value: object = json.loads(
            raw.decode("utf-8"),
            parse_float=_no_number,
            parse_constant=_no_number,
            parse_int=_integer,
            object_pairs_hook=_unique,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise InvalidInputError("rule-json-syntax") from None
    return value


def _members(value: object, names: tuple[str, ...], where: str) -> dict[str, object]:
    """The members of an object that has exactly ``names``."""
    if not isinstance(value, dict):
        raise InvalidInputError("rule-json-type", name=where)
    missing = [name for name in names if name not in value]
    unknown = sorted(set(value) - set(names))
    if missing or unknown:
        raise InvalidInputError("rule-json-members", name=(missing or unknown)[0][:40])
    return value


def _number(members: dict[str, object], name: str) -> int:
    value = members[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidInputError("rule-json-type", name=name)
    return value


def _text(members: dict[str, object], name: str) -> str:
    value = members[name]
    if not isinstance(value, str):
        raise InvalidInputError("rule-json-type", name=name)
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        raise InvalidInputError("rule-json-type", name=name) from None
    return value


def _flag(members: dict[str, object], name: str) -> bool:
    value = members[name]
    if not isinstance(value, bool):
        raise InvalidInputError("rule-json-type", name=name)
    return value


def _choice(members: dict[str, object], name: str, choices: type[_Choice]) -> _Choice:
    try:
        return choices(_text(members, name))
    except ValueError:
        raise InvalidInputError("rule-json-choice", name=name, choices=", ".join(choices)) from None


def _list(members: dict[str, object], name: str) -> list[object]:
    value = members[name]
    if not isinstance(value, list):
        raise InvalidInputError("rule-json-type", name=name)
    return value


def _texts(members: dict[str, object], name: str) -> tuple[str, ...]:
    return tuple(_text({name: item}, name) for item in _list(members, name))


def _envelope(value: object, by: Dividing) -> Envelope:
    if by is Dividing.COST:
        members = _members(value, ("amount", "name", "up_to"), "pots")
        return Envelope(_text(members, "name"), _number(members, "amount"), up_to=_number(members, "up_to"))
    members = _members(value, ("amount", "holds", "name"), "pots")
    return Envelope(_text(members, "name"), _number(members, "amount"), holds=_texts(members, "holds"))


def _envelopes(value: object) -> Envelopes | None:
    if value is None:
        return None
    members = _members(value, ("by", "left", "pots"), "envelopes")
    by = _choice(members, "by", Dividing)
    pots = tuple(_envelope(pot, by) for pot in _list(members, "pots"))
    return Envelopes(by, pots, _choice(members, "left", EnvelopesLeft))


def _shares(value: object) -> Shares | None:
    if value is None:
        return None
    members = _members(value, ("compare", "fill", "satisfaction", "step"), "shares")
    step = None
    if members["step"] is not None:
        inside = _members(members["step"], ("amount", "unit"), "step")
        step = Step(_number(inside, "amount"), _choice(inside, "unit", StepUnit))
    compare = None if members["compare"] is None else _choice(members, "compare", Method)
    return Shares(_choice(members, "satisfaction", Satisfaction), step, _flag(members, "fill"), compare)


def parse_rule(raw: bytes) -> Rule:
    """The rule written in ``raw``; every member must be there and no other may be.

    Raises InvalidInputError: ``rule-json-...`` for what is not of that form, ``rule-...`` for what says nothing
    sensible (descriptor.py).
    """
    members = _members(_load(raw), _RULE, "rule")
    if _number(members, "version") != VERSION:
        raise InvalidInputError("rule-version", version=VERSION)
    return Rule(
        method=_choice(members, "method", Method),
        budget=_number(members, "budget"),
        seed=_text(members, "seed"),
        count=_choice(members, "count", Count),
        threshold_votes=_number(members, "threshold_votes"),
        threshold_percent=_number(members, "threshold_percent"),
        lowest_grade=_number(members, "lowest_grade"),
        when_full=_choice(members, "when_full", WhenFull),
        leftover=_choice(members, "leftover", Leftover),
        envelopes=_envelopes(members["envelopes"]),
        one_per_district=_flag(members, "one_per_district"),
        incompatible=tuple(_texts({"incompatible": names}, "incompatible") for names in _list(members, "incompatible")),
        shares=_shares(members["shares"]),
    )


def _pot(pot: Envelope) -> dict[str, object]:
    limit: dict[str, object] = {"holds": list(pot.holds)} if pot.up_to is None else {"up_to": pot.up_to}
    return {"name": pot.name, "amount": pot.amount, **limit}


def compose_rule(rule: Rule) -> bytes:
    """``rule`` in its one form: members sorted, nothing between them, UTF-8."""
    envelopes, shares = rule.envelopes, rule.shares
    step = shares.step if shares else None
    value = {
        **{name: getattr(rule, name) for name in _RULE if name not in ("version", "envelopes", "shares")},
        "version": VERSION,
        "envelopes": envelopes
        and {"by": envelopes.by, "left": envelopes.left, "pots": [_pot(pot) for pot in envelopes.pots]},
        "shares": shares
        and {
            "satisfaction": shares.satisfaction,
            "step": step and {"amount": step.amount, "unit": step.unit},
            "fill": shares.fill,
            "compare": shares.compare,
        },
    }
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def rule_fingerprint(rule: Rule) -> str:
    """SHA-256 of the composed rule, in hexadecimal."""
    return hashlib.sha256(compose_rule(rule)).hexdigest()
