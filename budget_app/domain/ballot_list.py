"""The ballot list: the projects as they are frozen when the vote is set up, and what the election says of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from budget_app.domain.allocation.descriptor import Rule
from budget_app.domain.allocation.rule_json import compose_rule, parse_rule
from budget_app.domain.ballot_kind import BallotLimits, Sealing
from budget_app.domain.project import ProjectView

_SHOWN = ("number", "title", "summary", "cost", "category", "district", "place", "picture", "beneficiaries")


def compose_ballot_list(
    projects: Sequence[ProjectView], budget: int, limits: BallotLimits, sealing: Sealing, rule: Rule
) -> bytes:
    """The list as published and served to the booth; JSON, money in cents.

    What a ballot may say, the projects, and the rule that will turn votes into funded projects.
    """
    members = {
        "budget": budget,
        "currency": "EUR",
        "ballot": ballot_rules(limits, sealing),
        "rule": json.loads(compose_rule(rule)),
        "projects": [{name: getattr(project, name) for name in _SHOWN} for project in projects],
    }
    return json.dumps(members, ensure_ascii=False).encode()


def find_rule(ballot_list: bytes) -> Rule | None:
    """The rule frozen in a ballot list; None in the lists of former versions. Raises as ``parse_rule``."""
    value = json.loads(ballot_list).get("rule")
    return None if value is None else parse_rule(json.dumps(value, ensure_ascii=False).encode())


def ballot_rules(limits: BallotLimits, sealing: Sealing) -> dict[str, object]:
    """The list's member ``ballot``: what a ballot may say, and whether it is ever opened."""
    return {
        "kind": limits.kind,
        "minimum": limits.minimum,
        "maximum": limits.maximum,
        "points": limits.points,
        "points_each": limits.points_each,
        "blank": limits.blank,
        "sealing": sealing,
        **({"per_district": True} if limits.per_district else {}),
    }


def answer_of(project: ProjectView) -> str:
    """A project as an answer of the election's question."""
    return f"{project.number}. {project.title}"


def described_with(description: str, ballot_list: bytes) -> str:
    """The election's description, ending with the hash that ties it to the list."""
    return f"{description} [sha256:{hashlib.sha256(ballot_list).hexdigest()}]"
