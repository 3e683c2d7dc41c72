"""The result as a file, isoloir-result-1: all that anybody needs, beside the archive, to make it again and compare.

One form only: JSON in UTF-8, members sorted, nothing between them. Money in cents, fractions as "p/q".
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from budget_app.domain.allocation.allocate import Allocation
from budget_app.domain.allocation.outcome_json import outcome_members
from budget_app.domain.allocation.rule_json import rule_fingerprint
from budget_app.domain.vote_count import VoteCount

FORMAT = "isoloir-result-1"
MEMBERS = ("ballot_list", "ballots", "count", "election", "format", "head", "outcome", "rule", "uuid", "voters")
MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class CountedBoard:
    """The board that was counted: its name, fingerprint of the election, hash of the last event, voters, ballots."""

    uuid: str
    election: str
    head: str
    voters: int
    ballots: int


def count_members(count: VoteCount) -> dict[str, object]:
    """The count; by project in the order of the ballot list, grades the worst first."""
    return {
        "votes": list(count.votes),
        "expressed": count.expressed,
        "blank": count.blank,
        "invalid": [{"reason": votes.reason, "ballots": votes.ballots} for votes in count.invalid],
        "grades": [list(row) for row in count.grades],
    }


def result_members(
    board: CountedBoard, ballot_list: bytes, count: VoteCount, allocation: Allocation
) -> dict[str, object]:
    """What the file says. ``ballot_list`` are the frozen bytes whose hash stands in the election's description."""
    return {
        "format": FORMAT,
        **vars(board),
        "ballot_list": ballot_list.decode(),
        "rule": rule_fingerprint(allocation.rule),
        "count": count_members(count),
        "outcome": outcome_members(allocation),
    }


def compose_result_file(members: dict[str, object]) -> bytes:
    """The file."""
    return json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
