"""A result made again from the archive and the result file alone, and compared with what the file says.

No database: everything is in the two files. The ballot list comes from the result file, and the election's description,
sealed in the archive before the vote, says its hash; the rule stands in that list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import BinaryIO

from budget_app.domain.allocation.allocate import allocate
from budget_app.domain.allocation.votes import as_candidates, sealing_for, tally_of
from budget_app.domain.ballot_list import answer_of, described_with
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.result_file import FORMAT, MAX_BYTES, MEMBERS, CountedBoard, compose_result_file, result_members
from budget_app.services.ballot_questions import questions_of, read_count
from budget_app.services.frozen_list import FrozenList, parse_frozen_list
from voting.election import Election, parse_election
from voting.errors import MalformedError, ProtocolError
from voting.strict_json import parse_json, parse_members, parse_text
from voting.verification.events import read_events
from voting.verification.procedure import Progress, verify_archive
from voting.verification.report import Facts, Status

CHECKS = (
    *("archive", "election", "ballot-list", "questions", "rule", "ballots", "votes", "blank", "grades", "winners"),
    *("lines", "money", "ties", "shares"),
)
"""In order. The first four say what is counted: when one fails, nothing after it is reached."""
_LONGEST = 300


@dataclass(frozen=True)
class RecountLine:
    """One check. ``code`` is ``recount-`` and its name, or the stable code of what the archive's verifier refused."""

    number: int
    name: str
    status: Status
    code: str = ""
    expected: str = ""
    found: str = ""


@dataclass(frozen=True)
class Recount:
    """The numbered report on a result file."""

    lines: tuple[RecountLine, ...]

    @property
    def same(self) -> bool:
        """Whether everything was reached and is the same."""
        return all(line.status in ("passed", "not-applicable") for line in self.lines)

    def as_json(self) -> dict[str, object]:
        """For ``--json``."""
        return {"same": self.same, "checks": [asdict(line) for line in self.lines]}


class _Different(Exception):
    """A check failed before anything could be counted."""

    def __init__(self, name: str, code: str, expected: object = "", found: object = "") -> None:
        super().__init__(code)
        self.line = (name, code, _shown(expected), _shown(found))


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def parse_result_file(raw: bytes) -> dict[str, object]:
    """The members of a result file.

    Raises InvalidInputError ``result-file-malformed``, ``result-file-members`` for one too many or missing,
    ``result-file-format``, or ``result-file-not-canonical`` where they are written otherwise than they must be.
    """
    try:
        value = parse_json(raw, max_bytes=MAX_BYTES)
    except MalformedError as error:
        raise InvalidInputError("result-file-malformed", check=error.code) from error
    try:
        members = parse_members(value, MEMBERS)
        ballot_list = parse_text(members["ballot_list"])
    except MalformedError as error:
        raise InvalidInputError("result-file-members") from error
    if members["format"] != FORMAT:
        raise InvalidInputError("result-file-format", format=FORMAT)
    if compose_result_file(members) != raw:
        raise InvalidInputError("result-file-not-canonical")
    return {**members, "ballot_list": ballot_list}


def _verified(stream: BinaryIO, progress: Progress | None, jobs: int) -> Facts:
    report = verify_archive(stream, progress=progress, jobs=jobs)
    if report.failure is not None:
        failure = report.failure
        raise _Different("archive", failure.code, failure.expected, failure.found)
    if report.facts.result is None:
        raise _Different("archive", "recount-not-counted")
    return report.facts


def _election(stream: BinaryIO) -> Election:
    stream.seek(0)
    return parse_election(next(read_events(stream)).payloads[0])


def _same_board(facts: Facts, given: dict[str, object]) -> None:
    expected = {"uuid": facts.uuid, "election": facts.fingerprint, "head": facts.head}
    found = {name: given[name] for name in expected}
    if found != expected:
        raise _Different("election", "recount-election", expected, found)


def _frozen(election: Election, given: dict[str, object]) -> FrozenList:
    raw = str(given["ballot_list"]).encode()
    promised = described_with("", raw)
    if not election.description.endswith(promised):
        raise _Different("ballot-list", "recount-ballot-list", election.description[-80:], promised)
    try:
        return parse_frozen_list(raw)
    except InvalidInputError as error:
        raise _Different("ballot-list", error.code) from error


def _same_questions(election: Election, frozen: FrozenList) -> None:
    sealing = sealing_for(frozen.rule, frozen.limits.kind)
    answers = [answer_of(project) for project in frozen.projects]
    try:
        expected = [question.as_json() for question in questions_of(frozen.limits, sealing, answers)]
    except ProtocolError as error:
        raise _Different("questions", error.code) from error
    found = [question.as_json() for question in election.questions]
    if expected != found or sealing is not frozen.sealing:
        raise _Different("questions", "recount-questions", expected, found)


def _counted_again(facts: Facts, election: Election, frozen: FrozenList, given: dict[str, object]) -> dict[str, object]:
    """What the result file must say; raises InvalidInputError where the rule cannot be applied."""
    if facts.result is None:
        raise InvalidInputError("recount-not-counted")
    ballots = facts.effective_ballots
    marked = frozenset(position for _question, position in facts.not_canonical)
    costs = [project.cost for project in frozen.projects]
    count = read_count(frozen.limits, costs, frozen.budget, election, facts.result, ballots, marked)
    tally, opened = tally_of(frozen.rule, frozen.limits, frozen.sealing, as_candidates(frozen.projects), count)
    board = CountedBoard(facts.uuid, facts.fingerprint, facts.head, facts.voters, ballots)
    members = result_members(board, str(given["ballot_list"]).encode(), count, allocate(frozen.rule, tally, opened))
    value: dict[str, object] = json.loads(compose_result_file(members))
    return value


def _inside(members: dict[str, object], name: str) -> dict[str, object]:
    value = members[name]
    return value if isinstance(value, dict) else {}


_MISSING = "missing"  # not the same as null, which a result says of what its rule does not have


def _parts(members: dict[str, object]) -> dict[str, object]:
    """What each later check compares."""
    count, outcome = _inside(members, "count"), _inside(members, "outcome")
    known = ("winners", "lines", "ties", "shares")
    return {
        "rule": members["rule"],
        "ballots": {name: members[name] for name in ("voters", "ballots")},
        "votes": count.get("votes", _MISSING),
        "blank": {name: value for name, value in count.items() if name not in ("votes", "grades")},
        "grades": count.get("grades", _MISSING),
        "winners": outcome.get("winners", _MISSING),
        "lines": outcome.get("lines", _MISSING),
        "money": {name: value for name, value in outcome.items() if name not in known},
        "ties": outcome.get("ties", _MISSING),
        "shares": outcome.get("shares", _MISSING),
    }


def _same(one: object, other: object) -> bool:
    """Whether both are written the same: 1 and true are equal in Python, and not in a result."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _first_difference(expected: object, found: object) -> tuple[object, object]:
    """Of two lists of the same length, the first entries that differ; else both whole."""
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return next((pair for pair in zip(expected, found, strict=True) if not _same(*pair)), (expected, found))
    return expected, found


def _compare(expected: dict[str, object], given: dict[str, object]) -> Iterator[RecountLine]:
    ours, theirs = _parts(expected), _parts(given)
    for number, name in enumerate(CHECKS, start=1):
        if name not in ours:
            yield RecountLine(number, name, "passed")
        elif not _same(ours[name], theirs[name]):
            pair = _first_difference(ours[name], theirs[name])
            yield RecountLine(number, name, "failed", f"recount-{name}", *map(_shown, pair))
        else:
            absent = name in ("grades", "shares") and not ours[name]
            yield RecountLine(number, name, "not-applicable" if absent else "passed", found=_shown(ours[name]))


def _stopped(name: str, code: str, expected: str = "", found: str = "") -> Recount:
    place = CHECKS.index(name) + 1
    lines = [RecountLine(number, CHECKS[number - 1], "passed") for number in range(1, place)]
    lines.append(RecountLine(place, name, "failed", code, expected, found))
    rest = range(place + 1, len(CHECKS) + 1)
    return Recount((*lines, *(RecountLine(number, CHECKS[number - 1], "not-reached") for number in rest)))


def recount(archive: BinaryIO, raw: bytes, progress: Progress | None = None, jobs: int = 1) -> Recount:
    """The report on the result file ``raw`` of ``archive``, which must be seekable.

    ``progress`` and ``jobs`` are those of ``verify_archive``.

    Raises InvalidInputError for a result file that cannot be read (:func:`parse_result_file`).
    """
    given = parse_result_file(raw)
    try:
        facts = _verified(archive, progress, jobs)
        _same_board(facts, given)
        election = _election(archive)
        frozen = _frozen(election, given)
        _same_questions(election, frozen)
    except _Different as different:
        return _stopped(*different.line)
    try:
        expected = _counted_again(facts, election, frozen, given)
    except InvalidInputError as error:
        return _stopped("rule", error.code)
    return Recount(tuple(_compare(expected, given)))
