"""A strict reader of Pabulib files, of every kind of ballot that the format has.

The format: Faliszewski et al., "Participatory Budgeting: Data, Tools and Analysis" (IJCAI 2023), section 2, and
https://pabulib.org/format. ``pabulib_writer`` writes what this reads; what stands beside a ballot (age, sex, times) is
never taken.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from budget_app.domain.edition import MAX_DESCRIPTION, MAX_NAME
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.pabulib_ballots import PabulibBallot, PabulibLimits, VoteType, parse_ballots, parse_limits
from budget_app.domain.pabulib_cells import NOTHING, parse_cents, parse_date, parse_degrees, parse_line, parse_number
from budget_app.domain.pabulib_file import COLUMNS, PabulibError, PabulibFile, Row, parse_pabulib_file, required
from budget_app.domain.project import MAX_SUMMARY, MAX_TEXT, MAX_TITLE

EURO = "EUR"
_DISTRICT_COLUMNS = ("district", "subunit", "neighborhood")
_MAX_FACT = 4000
_CHOICES = (VoteType.APPROVAL, VoteType.CHOOSE_1)
KNOWN_META = (
    *("description", "unit", "subunit", "district", "instance", "num_projects", "num_votes", "budget", "vote_type"),
    *("date_begin", "date_end", "min_length", "max_length", "min_sum_cost", "max_sum_cost", "min_points", "max_points"),
    *("min_sum_points", "max_sum_points", "currency"),
)
"""What stands in a field of its own; everything else in META is kept as it is."""


@dataclass(frozen=True)
class PabulibProject:
    """A project of the file; the cost is in cents. ``votes``, ``score`` and ``selected`` are the file's own."""

    identifier: str
    title: str
    cost: int
    votes: int | None
    description: str
    category: str
    district: str
    latitude: float | None
    longitude: float | None
    score: int | None = None
    selected: int | None = None
    beneficiaries: tuple[str, ...] = ()


@dataclass(frozen=True)
class PabulibInstance:
    """An edition in Pabulib's words; the budget is in cents of ``currency``.

    ``facts`` are the other lines of META, as they are, by key; a bare year of ``date_begin`` or ``date_end`` is there.
    """

    town: str
    subunit: str
    description: str
    instance: str
    budget: int
    limits: PabulibLimits
    begins: date | None
    ends: date | None
    projects: tuple[PabulibProject, ...]
    entries: tuple[PabulibBallot, ...] = field(repr=False)
    currency: str = EURO
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def vote_type(self) -> VoteType:
        """The kind of ballots."""
        return self.limits.vote_type

    @property
    def min_length(self) -> int:
        """The fewest projects of a ballot."""
        return self.limits.min_length

    @property
    def max_length(self) -> int:
        """The most projects of a ballot."""
        return self.limits.max_length

    @property
    def ballots(self) -> tuple[tuple[str, ...], ...]:
        """The projects that each ballot names, in its order."""
        return tuple(entry.projects for entry in self.entries)

    @property
    def votes(self) -> dict[str, int]:
        """How many ballots of the file name each project."""
        counts = Counter(identifier for entry in self.entries for identifier in entry.projects)
        return {project.identifier: counts[project.identifier] for project in self.projects}


def _position(row: Row) -> tuple[float | None, float | None]:
    """Latitude and longitude, both or neither."""
    latitude = parse_degrees(row.cells.get("latitude"), 90, row.line)
    longitude = parse_degrees(row.cells.get("longitude"), 180, row.line)
    if (latitude is None) != (longitude is None):
        raise PabulibError("pabulib-cell-empty", row.line, column="latitude" if latitude is None else "longitude")
    return latitude, longitude


def _text(row: Row, column: str, limit: int) -> str:
    text = parse_line(row.cells.get(column, ""), limit, column, row.line)
    return "" if text == NOTHING else text


def _own_number(row: Row, column: str, *, negative: bool = False) -> int | None:
    text = row.cells.get(column)
    return parse_number(text, row.line, negative=negative) if text else None


def _project(row: Row) -> PabulibProject:
    cells, line = row.cells, row.line
    empty = [name for name in COLUMNS["PROJECTS"] if not cells[name]]
    if empty:
        raise PabulibError("pabulib-cell-empty", line, column=empty[0])
    if "," in cells["project_id"]:
        raise PabulibError("pabulib-project-comma", line, project=cells["project_id"][:40])
    latitude, longitude = _position(row)
    district = next((name for name in _DISTRICT_COLUMNS if cells.get(name)), "district")
    beneficiaries = _text(row, "beneficiaries", MAX_SUMMARY).split(",")
    return PabulibProject(
        identifier=cells["project_id"],
        title=parse_line(cells["name"], MAX_TITLE, "name", line),
        cost=parse_cents(cells["cost"], line),
        votes=_own_number(row, "votes"),
        description=_text(row, "description", MAX_TEXT),
        category=_text(row, "category", MAX_SUMMARY),
        district=_text(row, district, MAX_SUMMARY),
        latitude=latitude,
        longitude=longitude,
        score=_own_number(row, "score", negative=True),
        selected=_own_number(row, "selected"),
        beneficiaries=tuple(name.strip() for name in beneficiaries if name.strip()),
    )


def _projects(file: PabulibFile) -> tuple[PabulibProject, ...]:
    if file.projects and "target" in file.projects[0].cells:
        raise PabulibError("pabulib-target", file.projects[0].line)
    projects: dict[str, PabulibProject] = {}
    for row in file.projects:
        project = _project(row)
        if project.identifier in projects:
            raise PabulibError("pabulib-project-duplicate", row.line, project=project.identifier[:40])
        projects[project.identifier] = project
    return tuple(projects.values())


def _check_count(file: PabulibFile, key: str, found: int) -> None:
    text, line = required(file, key)
    if parse_number(text, line) != found:
        raise PabulibError("pabulib-count", line, key=key, expected=int(text), found=found)


def _days(file: PabulibFile) -> tuple[date | None, date | None]:
    """The first and the last day of the vote."""
    begins, ends = (parse_date(*file.meta.get(key, ("", 0))) for key in ("date_begin", "date_end"))
    if begins is not None and ends is not None and ends < begins:
        raise PabulibError("pabulib-dates", file.meta["date_end"][1])
    return begins, ends


def _currency(file: PabulibFile) -> str:
    currency, line = file.meta.get("currency", (EURO, 0))
    if not (currency.isascii() and currency.isalpha() and currency.isupper() and len(currency) == 3):
        raise PabulibError("pabulib-currency-malformed", line, value=currency[:40])
    return currency


def _facts(file: PabulibFile, days: tuple[date | None, date | None]) -> tuple[tuple[str, str], ...]:
    """Lines of META that have no field of their own and say something, by key."""
    years = [key for key, day in zip(("date_begin", "date_end"), days, strict=True) if day is None]
    kept = [key for key in file.meta if key not in KNOWN_META or key in years]
    found = ((key, parse_line(file.meta[key][0], _MAX_FACT, key, file.meta[key][1])) for key in sorted(kept))
    return tuple((key, text) for key, text in found if text)


def parse_pabulib(raw: bytes) -> PabulibInstance:
    """The edition in ``raw``; raises PabulibError with the code and the line of what cannot be taken."""
    file = parse_pabulib_file(raw)
    currency = _currency(file)
    projects = _projects(file)
    limits = parse_limits(file, len(projects))
    entries = parse_ballots(file.votes, {project.identifier: project.cost for project in projects}, limits)
    _check_count(file, "num_projects", len(projects))
    _check_count(file, "num_votes", len(entries))
    town, town_line = required(file, "unit")
    description, description_line = file.meta.get("description", ("", 0))
    days = _days(file)
    subunit = file.meta.get("subunit") or file.meta.get("district") or ("", 0)
    return PabulibInstance(
        town=parse_line(town, MAX_NAME, "unit", town_line),
        subunit=" ".join(subunit[0].split()),
        description=parse_line(description, MAX_DESCRIPTION, "description", description_line),
        instance=" ".join(file.meta.get("instance", ("", 0))[0].split()),
        budget=parse_cents(*required(file, "budget")),
        limits=limits,
        begins=days[0],
        ends=days[1],
        projects=projects,
        entries=entries,
        currency=currency,
        facts=_facts(file, days),
    )


def check_votable(instance: PabulibInstance) -> None:
    """Refuses what an edition made from a file cannot hold: other ballots, limits in money, other currencies.

    Raises InvalidInputError ``pabulib-vote-type``, ``pabulib-limit-unsupported`` or ``pabulib-currency``.
    """
    limits = instance.limits
    if limits.vote_type not in _CHOICES:
        raise InvalidInputError("pabulib-vote-type", value=limits.vote_type)
    for key, limit in (("min_sum_cost", limits.min_sum_cost), ("max_sum_cost", limits.max_sum_cost)):
        if limit is not None:
            raise InvalidInputError("pabulib-limit-unsupported", key=key)
    if instance.currency != EURO:
        raise InvalidInputError("pabulib-currency", value=instance.currency)
