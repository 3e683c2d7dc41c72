"""The frozen ballot list, read back by who has nothing but the published files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from budget_app.domain.allocation.descriptor import Rule
from budget_app.domain.ballot_kind import BallotKind, BallotLimits, Sealing
from budget_app.domain.ballot_list import find_rule
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.project import ProjectView
from voting.errors import MalformedError
from voting.strict_json import parse_json, parse_list, parse_members, parse_text

_TEXTS = ("title", "summary", "category", "district", "place", "beneficiaries")
_NUMBERS = ("minimum", "maximum", "points", "points_each")
_T = TypeVar("_T")


@dataclass(frozen=True)
class FrozenList:
    """What was frozen before the vote; money in cents. Projects have what ballots show of them, and no more."""

    projects: tuple[ProjectView, ...]
    budget: int
    limits: BallotLimits
    sealing: Sealing
    rule: Rule


def _number(members: Mapping[str, object], name: str) -> int:
    value = members[name]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise MalformedError("json-number")
    return value


def _choice(members: Mapping[str, object], name: str, choices: Callable[[str], _T]) -> _T:
    try:
        return choices(parse_text(members[name]))
    except ValueError:
        raise MalformedError("json-string") from None


def _project(value: object) -> ProjectView:
    members = parse_members(value, ("number", "cost", "picture", *_TEXTS))
    texts = {name: parse_text(members[name]) for name in _TEXTS}
    return ProjectView(
        number=_number(members, "number"),
        cost=_number(members, "cost"),
        picture=None,
        description="",
        latitude=None,
        longitude=None,
        **texts,
    )


def _limits(members: Mapping[str, object]) -> BallotLimits:
    if not isinstance(members["blank"], bool):
        raise MalformedError("json-members")
    minimum, maximum, points, each = (_number(members, name) for name in _NUMBERS)
    per_district = "per_district" in members
    if per_district and members["per_district"] is not True:
        raise MalformedError("json-members")
    kind = _choice(members, "kind", BallotKind)
    return BallotLimits(kind, minimum, maximum, points, each, members["blank"], per_district)


def parse_frozen_list(raw: bytes) -> FrozenList:
    """The list in ``raw``.

    Raises InvalidInputError: ``ballot-list-malformed``, ``ballot-list-no-rule`` for a list of a former version, or
    what the rule in it raises.
    """
    try:
        members = parse_members(parse_json(raw), ("budget", "currency", "ballot", "projects"), ("rule",))
        ballot = parse_members(
            members["ballot"],
            ("kind", *_NUMBERS, "blank", "sealing"),
            ("per_district",),
        )
        projects = tuple(_project(project) for project in parse_list(members["projects"]))
        limits, sealing = _limits(ballot), _choice(ballot, "sealing", Sealing)
        limits = limits.placed([project.district for project in projects])
        budget = _number(members, "budget")
    except MalformedError as error:
        raise InvalidInputError("ballot-list-malformed", check=error.code) from error
    limits.check()
    rule = find_rule(raw)
    if rule is None:
        raise InvalidInputError("ballot-list-no-rule")
    return FrozenList(projects, budget, limits, sealing, rule)
