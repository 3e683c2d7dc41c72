"""A strict reader of Pabulib files: META, PROJECTS and VOTES, separated by semicolons.

The format: Faliszewski et al., "Participatory Budgeting: Data, Tools and Analysis" (IJCAI 2023), section 2.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from budget_app.domain.errors import DomainError

MAX_BYTES = 50 * 1024 * 1024
_SECTIONS = ("META", "PROJECTS", "VOTES")
_TYPES = ("approval", "choose-1")
_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


class PabulibError(DomainError):
    """The file cannot be taken; ``facts['line']`` is the line where it goes wrong."""

    def __init__(self, code: str, line: int, **facts: object) -> None:
        super().__init__(code, line=line, **facts)
        self.line = line


@dataclass(frozen=True)
class PabulibProject:
    """A project of the file; the cost is in cents, ``votes`` is the file's own count where it has one."""

    identifier: str
    title: str
    cost: int
    votes: int | None
    category: str
    district: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class PabulibInstance:
    """An edition in Pabulib's words; the budget is in cents, ballots hold project identifiers."""

    town: str
    subunit: str
    description: str
    instance: str
    budget: int
    min_length: int
    max_length: int
    begins: date | None
    ends: date | None
    projects: tuple[PabulibProject, ...]
    ballots: tuple[tuple[str, ...], ...] = field(repr=False)

    @property
    def votes(self) -> dict[str, int]:
        """How many ballots of the file choose each project."""
        counts = Counter(identifier for ballot in self.ballots for identifier in ballot)
        return {project.identifier: counts[project.identifier] for project in self.projects}


@dataclass(frozen=True)
class _Row:
    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class _File:
    meta: dict[str, tuple[str, int]]
    projects: tuple[_Row, ...]
    votes: tuple[_Row, ...]
    lines: dict[str, int]


def _lines(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    if len(raw) > MAX_BYTES:
        raise PabulibError("pabulib-too-large", 1, limit=MAX_BYTES)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PabulibError("pabulib-encoding", raw[: error.start].count(b"\n") + 1) from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error:
        raise PabulibError("pabulib-malformed", reader.line_num) from None


def _table(lines: list[tuple[int, list[str]]], section: str, start: int) -> tuple[_Row, ...]:
    if not lines:
        raise PabulibError("pabulib-section-empty", start, section=section)
    first, header = lines[0]
    if len(set(header)) != len(header):
        raise PabulibError("pabulib-header", first, section=section)
    rows = []
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            raise PabulibError("pabulib-columns", line, expected=len(header), found=len(cells))
        rows.append(_Row(line, dict(zip(header, cells, strict=True))))
    return tuple(rows)


def _split(raw: bytes) -> _File:
    sections: dict[str, list[tuple[int, list[str]]]] = {}
    starts: dict[str, int] = {}
    current = ""
    last = 1
    for line, cells in _lines(raw):
        last = line
        name = cells[0].upper()
        if len(cells) == 1 and name in _SECTIONS:
            if name in sections or list(_SECTIONS).index(name) != len(sections):
                raise PabulibError("pabulib-sections", line)
            current, sections[name], starts[name] = name, [], line
        elif not current:
            raise PabulibError("pabulib-sections", line)
        else:
            sections[current].append((line, cells))
    if len(sections) != len(_SECTIONS):
        raise PabulibError("pabulib-sections", last)
    meta: dict[str, tuple[str, int]] = {}
    for line, cells in sections["META"][1:]:
        if len(cells) < 2 or cells[0] in meta:
            raise PabulibError("pabulib-meta", line)
        meta[cells[0]] = (";".join(cells[1:]), line)
    tables = [_table(sections[name], name, starts[name]) for name in ("PROJECTS", "VOTES")]
    return _File(meta, tables[0], tables[1], starts)


def _cents(text: str, line: int) -> int:
    """An amount in the file's currency, exactly, in cents."""
    try:
        amount = Decimal(text.replace(",", ".")) * 100
    except InvalidOperation:
        raise PabulibError("pabulib-number", line, value=text[:40]) from None
    if not amount.is_finite() or amount != int(amount) or not 0 < amount <= 10**14:
        raise PabulibError("pabulib-number", line, value=text[:40])
    return int(amount)


def _integer(text: str, line: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise PabulibError("pabulib-number", line, value=text[:40])
    return int(text)


def _coordinate(text: str | None, line: int) -> float | None:
    if not text:
        return None
    try:
        return float(Decimal(text.replace(",", ".")))
    except (InvalidOperation, OverflowError):
        raise PabulibError("pabulib-number", line, value=text[:40]) from None


def _day(meta: dict[str, tuple[str, int]], key: str) -> date | None:
    """A day written 03.10.2022; a bare year says nothing exact and is left out."""
    text, line = meta.get(key, ("", 0))
    match = _DATE.fullmatch(text)
    if match is None:
        if text and not re.fullmatch(r"[0-9]{4}", text):
            raise PabulibError("pabulib-date", line, value=text[:40])
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        raise PabulibError("pabulib-date", line, value=text[:40]) from None


def _project(row: _Row) -> PabulibProject:
    cells = row.cells
    missing = [name for name in ("project_id", "cost", "name") if not cells.get(name)]
    if missing:
        raise PabulibError("pabulib-column-missing", row.line, column=missing[0])
    return PabulibProject(
        identifier=cells["project_id"],
        title=cells["name"],
        cost=_cents(cells["cost"], row.line),
        votes=_integer(cells["votes"], row.line) if cells.get("votes") else None,
        category=cells.get("category", ""),
        district=cells.get("district") or cells.get("subunit") or cells.get("neighborhood") or "",
        latitude=_coordinate(cells.get("latitude"), row.line),
        longitude=_coordinate(cells.get("longitude"), row.line),
    )


def _projects(file: _File) -> tuple[PabulibProject, ...]:
    projects: dict[str, PabulibProject] = {}
    for row in file.projects:
        project = _project(row)
        if project.identifier in projects:
            raise PabulibError("pabulib-project-duplicate", row.line, project=project.identifier[:40])
        projects[project.identifier] = project
    return tuple(projects.values())


def _required(file: _File, key: str) -> tuple[str, int]:
    if key not in file.meta or not file.meta[key][0]:
        raise PabulibError("pabulib-meta-missing", file.lines["META"], key=key)
    return file.meta[key]


def _limits(file: _File, projects: int) -> tuple[int, int]:
    kind, line = _required(file, "vote_type")
    if kind not in _TYPES:
        raise PabulibError("pabulib-vote-type", line, value=kind[:40])
    if kind == "choose-1":
        return 1, 1
    least = _integer(*file.meta.get("min_length", ("1", line)))
    most_text, most_line = file.meta.get("max_length", (str(projects), line))
    most = min(_integer(most_text, most_line), projects)
    if not 0 <= least <= most or most < 1:
        raise PabulibError("pabulib-limits", most_line)
    return least, most


def _ballot(row: _Row, known: set[str], limits: tuple[int, int]) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in row.cells.get("vote", "").split(",") if part.strip())
    unknown = next((identifier for identifier in chosen if identifier not in known), None)
    if unknown is not None:
        raise PabulibError("pabulib-vote-unknown-project", row.line, project=unknown[:40])
    if len(set(chosen)) != len(chosen):
        raise PabulibError("pabulib-vote-duplicate", row.line)
    if not limits[0] <= len(chosen) <= limits[1]:
        raise PabulibError("pabulib-vote-limits", row.line, least=limits[0], most=limits[1])
    return chosen


def _ballots(file: _File, known: set[str], limits: tuple[int, int]) -> tuple[tuple[str, ...], ...]:
    voters: set[str] = set()
    ballots = []
    for row in file.votes:
        voter = row.cells.get("voter_id", "")
        if not voter or voter in voters:
            raise PabulibError("pabulib-voter-duplicate", row.line)
        voters.add(voter)
        ballots.append(_ballot(row, known, limits))
    return tuple(ballots)


def _check_count(file: _File, key: str, found: int) -> None:
    text, line = file.meta.get(key, (str(found), 0))
    if _integer(text, line) != found:
        raise PabulibError("pabulib-count", line, key=key, expected=text, found=found)


def parse_pabulib(raw: bytes) -> PabulibInstance:
    """The edition in ``raw``; raises PabulibError with the code and the line of the first fault."""
    file = _split(raw)
    town, _ = _required(file, "unit")
    budget = _cents(*_required(file, "budget"))
    projects = _projects(file)
    limits = _limits(file, len(projects))
    ballots = _ballots(file, {project.identifier for project in projects}, limits)
    _check_count(file, "num_projects", len(projects))
    _check_count(file, "num_votes", len(ballots))
    text = {key: value for key, (value, _) in file.meta.items()}
    return PabulibInstance(
        town=town,
        subunit=text.get("subunit") or text.get("district", ""),
        description=text.get("description", ""),
        instance=text.get("instance", ""),
        budget=budget,
        min_length=limits[0],
        max_length=limits[1],
        begins=_day(file.meta, "date_begin"),
        ends=_day(file.meta, "date_end"),
        projects=projects,
        ballots=ballots,
    )
