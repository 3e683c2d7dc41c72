"""A strict reader of Pabulib files: META, PROJECTS and VOTES, separated by semicolons.

The format: Faliszewski et al., "Participatory Budgeting: Data, Tools and Analysis" (IJCAI 2023), section 2.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from budget_app.domain.edition import MAX_BUDGET, MAX_DESCRIPTION, MAX_NAME
from budget_app.domain.pabulib_file import COLUMNS, PabulibError, PabulibFile, Row, parse_pabulib_file
from budget_app.domain.project import MAX_SUMMARY, MAX_TEXT, MAX_TITLE

_TYPES = ("approval", "choose-1")
_OTHER_LIMITS = ("min_sum_cost", "max_sum_cost")  # ballots bound by money: the vote has no such rule
_DISTRICT_COLUMNS = ("district", "subunit", "neighborhood")
_AMOUNT = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,2})0*)?")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,20})?")
_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


@dataclass(frozen=True)
class PabulibProject:
    """A project of the file; the cost is in cents, ``votes`` is the file's own count where it has one."""

    identifier: str
    title: str
    cost: int
    votes: int | None
    description: str
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


def _cents(text: str, line: int) -> int:
    """An amount of euros, exactly, in cents."""
    match = _AMOUNT.fullmatch(text)
    cents = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else 0
    if not 0 < cents <= MAX_BUDGET:
        raise PabulibError("pabulib-amount", line, value=text[:40])
    return cents


def _integer(text: str, line: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise PabulibError("pabulib-number", line, value=text[:40])
    return int(text)


def _degrees(text: str | None, limit: int, line: int) -> float | None:
    """A latitude or longitude (WGS 84); None where the file has none."""
    if not text:
        return None
    degrees = float(text.replace(",", ".")) if _DEGREES.fullmatch(text) else None
    if degrees is None or abs(degrees) > limit:
        raise PabulibError("pabulib-number", line, value=text[:40])
    return degrees


def _text(text: str, limit: int, column: str, line: int) -> str:
    """A text on one line; raises ``pabulib-text-too-long``."""
    plain = " ".join(text.split())
    if len(plain) > limit:
        raise PabulibError("pabulib-text-too-long", line, column=column, limit=limit)
    return plain


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


def _position(row: Row) -> tuple[float | None, float | None]:
    """Latitude and longitude, both or neither."""
    latitude = _degrees(row.cells.get("latitude"), 90, row.line)
    longitude = _degrees(row.cells.get("longitude"), 180, row.line)
    if (latitude is None) != (longitude is None):
        raise PabulibError("pabulib-cell-empty", row.line, column="latitude" if latitude is None else "longitude")
    return latitude, longitude


def _project(row: Row) -> PabulibProject:
    cells, line = row.cells, row.line
    empty = [name for name in COLUMNS["PROJECTS"] if not cells[name]]
    if empty:
        raise PabulibError("pabulib-cell-empty", line, column=empty[0])
    latitude, longitude = _position(row)
    district = next((cells[name] for name in _DISTRICT_COLUMNS if cells.get(name)), "")
    return PabulibProject(
        identifier=cells["project_id"],
        title=_text(cells["name"], MAX_TITLE, "name", line),
        cost=_cents(cells["cost"], line),
        votes=_integer(cells["votes"], line) if cells.get("votes") else None,
        description=_text(cells.get("description", ""), MAX_TEXT, "description", line),
        category=_text(cells.get("category", ""), MAX_SUMMARY, "category", line),
        district=_text(district, MAX_SUMMARY, "district", line),
        latitude=latitude,
        longitude=longitude,
    )


def _projects(file: PabulibFile) -> tuple[PabulibProject, ...]:
    projects: dict[str, PabulibProject] = {}
    for row in file.projects:
        project = _project(row)
        if project.identifier in projects:
            raise PabulibError("pabulib-project-duplicate", row.line, project=project.identifier[:40])
        projects[project.identifier] = project
    return tuple(projects.values())


def _required(file: PabulibFile, key: str) -> tuple[str, int]:
    if key not in file.meta or not file.meta[key][0]:
        raise PabulibError("pabulib-meta-missing", file.lines["META"], key=key)
    return file.meta[key]


def _check_kind(file: PabulibFile) -> None:
    """Refuses what the vote or the accounts cannot hold: other ballots, limits in money, other currencies."""
    kind, line = _required(file, "vote_type")
    if kind not in _TYPES:
        raise PabulibError("pabulib-vote-type", line, value=kind[:40])
    for key in _OTHER_LIMITS:
        if key in file.meta:
            raise PabulibError("pabulib-limit-unsupported", file.meta[key][1], key=key)
    currency, line = file.meta.get("currency", ("EUR", 0))
    if currency != "EUR":
        raise PabulibError("pabulib-currency", line, value=currency[:40])


def _limits(file: PabulibFile, projects: int) -> tuple[int, int]:
    """The fewest and the most projects of a ballot."""
    kind, line = _required(file, "vote_type")
    if kind == "choose-1":
        return 1, 1
    least_text, line = file.meta.get("min_length", ("1", line))
    least = _integer(least_text, line)
    most_text, line = file.meta.get("max_length", (str(projects), line))
    most = min(_integer(most_text, line), projects)
    if not least <= most or most < 1:
        raise PabulibError("pabulib-limits", line)
    return least, most


def _ballot(row: Row, known: set[str], limits: tuple[int, int]) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in row.cells["vote"].split(",")) if row.cells["vote"] else ()
    unknown = next((identifier for identifier in chosen if identifier not in known), None)
    if unknown is not None:
        raise PabulibError("pabulib-vote-unknown-project", row.line, project=unknown[:40])
    if len(set(chosen)) != len(chosen):
        raise PabulibError("pabulib-vote-duplicate", row.line)
    if not limits[0] <= len(chosen) <= limits[1]:
        raise PabulibError("pabulib-vote-limits", row.line, least=limits[0], most=limits[1])
    return chosen


def _ballots(file: PabulibFile, known: set[str], limits: tuple[int, int]) -> tuple[tuple[str, ...], ...]:
    voters: set[str] = set()
    ballots = []
    for row in file.votes:
        voter = row.cells["voter_id"]
        if not voter:
            raise PabulibError("pabulib-cell-empty", row.line, column="voter_id")
        if voter in voters:
            raise PabulibError("pabulib-voter-duplicate", row.line)
        voters.add(voter)
        ballots.append(_ballot(row, known, limits))
    return tuple(ballots)


def _check_count(file: PabulibFile, key: str, found: int) -> None:
    text, line = _required(file, key)
    if _integer(text, line) != found:
        raise PabulibError("pabulib-count", line, key=key, expected=int(text), found=found)


def _days(file: PabulibFile) -> tuple[date | None, date | None]:
    """The first and the last day of the vote."""
    begins, ends = _day(file.meta, "date_begin"), _day(file.meta, "date_end")
    if begins is not None and ends is not None and ends < begins:
        raise PabulibError("pabulib-dates", file.meta["date_end"][1])
    return begins, ends


def parse_pabulib(raw: bytes) -> PabulibInstance:
    """The edition in ``raw``; raises PabulibError with the code and the line of what cannot be taken."""
    file = parse_pabulib_file(raw)
    _check_kind(file)
    projects = _projects(file)
    limits = _limits(file, len(projects))
    ballots = _ballots(file, {project.identifier for project in projects}, limits)
    _check_count(file, "num_projects", len(projects))
    _check_count(file, "num_votes", len(ballots))
    town, town_line = _required(file, "unit")
    description, description_line = file.meta.get("description", ("", 0))
    begins, ends = _days(file)
    subunit = file.meta.get("subunit") or file.meta.get("district") or ("", 0)
    return PabulibInstance(
        town=_text(town, MAX_NAME, "unit", town_line),
        subunit=subunit[0],
        description=_text(description, MAX_DESCRIPTION, "description", description_line),
        instance=file.meta.get("instance", ("", 0))[0],
        budget=_cents(*_required(file, "budget")),
        min_length=limits[0],
        max_length=limits[1],
        begins=begins,
        ends=ends,
        projects=projects,
        ballots=ballots,
    )
