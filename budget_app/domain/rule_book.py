"""The rule book of an edition as one value, and as data: isoloir-rule-book-1 (docs/rule-book.md)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from budget_app.domain.allocation.descriptor import Rule
from budget_app.domain.allocation.rule_json import compose_rule, rule_fingerprint
from budget_app.domain.ballot_kind import Sealing
from budget_app.domain.calendar_change import CalendarChange
from budget_app.domain.call_rules import CallRules
from budget_app.domain.edition import Edition

FORMAT = "isoloir-rule-book-1"


@dataclass(frozen=True)
class RuleBook:
    """Everything that an edition decided beforehand; ``call`` is None where it takes no proposals.

    ``call_frozen`` and ``vote_frozen`` tell what can no longer change; ``changes`` are those of the dates.
    """

    edition: Edition
    districts: tuple[str, ...]
    call: CallRules | None
    rule: Rule
    sealing: Sealing
    call_frozen: bool
    vote_frozen: bool
    changes: tuple[CalendarChange, ...]


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def public_rules(call: CallRules) -> dict[str, object]:
    """The rules of the call as members of JSON; the words that moderation looks for stay with it."""
    members = asdict(call)
    del members["words_to_check"]
    return members


def _canonical(members: dict[str, object]) -> bytes:
    return json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def call_fingerprint(call: CallRules) -> str:
    """The SHA-256, in hexadecimal, of the rules of the call as canonical JSON (sorted members, no spaces, UTF-8)."""
    return hashlib.sha256(_canonical(public_rules(call))).hexdigest()


def _change(change: CalendarChange) -> dict[str, object]:
    return {
        "by": change.role,
        "at": _moment(change.changed_at),
        "reason": change.reason,
        "dates": {name: [_moment(old), _moment(new)] for name, (old, new) in change.moved.items()},
    }


def compose_rule_book(book: RuleBook) -> bytes:
    """The rule book as canonical JSON with an end of line: money in cents, times in UTC (ISO 8601)."""
    edition, call = book.edition, book.call
    members: dict[str, object] = {
        "format": FORMAT,
        "town": edition.town,
        "edition": edition.name,
        "slug": edition.slug,
        "election": edition.uuid,
        "budget_cents": edition.budget,
        "districts": list(book.districts),
        "calendar": {name: _moment(time) for name, time in vars(edition.calendar).items()},
        "calendar_changes": [_change(change) for change in book.changes],
        "call": None if call is None else public_rules(call),
        "call_sha256": None if call is None else call_fingerprint(call),
        "call_frozen": book.call_frozen,
        "ballot": {**asdict(edition.rules), "sealing": book.sealing},
        "rule": json.loads(compose_rule(book.rule)),
        "rule_sha256": rule_fingerprint(book.rule),
        "vote_frozen": book.vote_frozen,
    }
    return _canonical(members) + b"\n"
