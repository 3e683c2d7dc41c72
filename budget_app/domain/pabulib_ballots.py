"""The ballots of a Pabulib file: five kinds, each with its limits, each checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from budget_app.domain.pabulib_cells import parse_cents, parse_number
from budget_app.domain.pabulib_file import PabulibError, PabulibFile, Row, required


class VoteType(StrEnum):
    """The kinds of ballots of the format. A cumulative ballot divides points, a scoring one gives each project some."""

    APPROVAL = "approval"
    CHOOSE_1 = "choose-1"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"
    ORDINAL = "ordinal"


POINTED = (VoteType.CUMULATIVE, VoteType.SCORING)


@dataclass(frozen=True)
class PabulibLimits:
    """What a ballot must respect: numbers of projects, their cost together (cents), points of one project and of all.

    None is no limit.
    """

    vote_type: VoteType
    min_length: int
    max_length: int
    min_sum_cost: int | None = None
    max_sum_cost: int | None = None
    min_points: int | None = None
    max_points: int | None = None
    min_sum_points: int | None = None
    max_sum_points: int | None = None


@dataclass(frozen=True)
class PabulibBallot:
    """The projects that a ballot names, in its order (the first is preferred), and the points of each where it has."""

    projects: tuple[str, ...]
    points: tuple[int, ...] = ()


def _vote_type(file: PabulibFile) -> VoteType:
    kind, line = required(file, "vote_type")
    try:
        return VoteType(kind)
    except ValueError:
        raise PabulibError("pabulib-vote-type-unknown", line, value=kind[:40]) from None


def _lengths(file: PabulibFile, kind: VoteType, projects: int) -> tuple[int, int]:
    """The fewest and the most projects of a ballot."""
    if kind is VoteType.CHOOSE_1:
        return 1, 1
    _kind, line = required(file, "vote_type")
    least_text, line = file.meta.get("min_length", ("1", line))
    least = parse_number(least_text, line)
    most_text, line = file.meta.get("max_length", (str(projects), line))
    most = min(parse_number(most_text, line), projects)
    if not least <= most or most < 1:
        raise PabulibError("pabulib-limits", line)
    return least, most


def parse_limits(file: PabulibFile, projects: int) -> PabulibLimits:
    """The limits in META; raises PabulibError ``pabulib-vote-type-unknown``, ``pabulib-limits`` or for a number."""
    kind = _vote_type(file)
    least, most = _lengths(file, kind, projects)
    costs = {key: parse_cents(*file.meta[key]) for key in ("min_sum_cost", "max_sum_cost") if key in file.meta}
    points = {
        key: parse_number(*file.meta[key], negative=kind is VoteType.SCORING)
        for key in ("min_points", "max_points", "min_sum_points", "max_sum_points")
        if key in file.meta and kind in POINTED
    }
    return PabulibLimits(kind, least, most, **costs, **points)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",")) if cell else ()


def _outside(value: int, least: int | None, most: int | None) -> bool:
    return (least is not None and value < least) or (most is not None and value > most)


def _points(row: Row, named: Sequence[str], limits: PabulibLimits) -> tuple[int, ...]:
    """The points of a ballot, as many as it names projects."""
    if limits.vote_type not in POINTED:
        if row.cells.get("points"):
            raise PabulibError("pabulib-points-number", row.line)
        return ()
    cells = _split(row.cells.get("points", ""))
    if len(cells) != len(named):
        raise PabulibError("pabulib-points-number", row.line)
    points = tuple(parse_number(cell, row.line, negative=limits.vote_type is VoteType.SCORING) for cell in cells)
    each = any(_outside(point, limits.min_points, limits.max_points) for point in points)
    if each or _outside(sum(points), limits.min_sum_points, limits.max_sum_points):
        raise PabulibError("pabulib-points-limits", row.line)
    return points


def _ballot(row: Row, costs: Mapping[str, int], limits: PabulibLimits) -> PabulibBallot:
    chosen = _split(row.cells["vote"])
    unknown = next((identifier for identifier in chosen if identifier not in costs), None)
    if unknown is not None:
        raise PabulibError("pabulib-vote-unknown-project", row.line, project=unknown[:40])
    if len(set(chosen)) != len(chosen):
        raise PabulibError("pabulib-vote-duplicate", row.line)
    if not limits.min_length <= len(chosen) <= limits.max_length:
        raise PabulibError("pabulib-vote-limits", row.line, least=limits.min_length, most=limits.max_length)
    if _outside(sum(costs[identifier] for identifier in chosen), limits.min_sum_cost, limits.max_sum_cost):
        raise PabulibError("pabulib-vote-cost", row.line)
    return PabulibBallot(chosen, _points(row, chosen, limits))


def parse_ballots(rows: Sequence[Row], costs: Mapping[str, int], limits: PabulibLimits) -> tuple[PabulibBallot, ...]:
    """The ballots in the order of the file; ``costs`` of all projects, in cents. Raises PabulibError."""
    voters: set[str] = set()
    ballots = []
    for row in rows:
        voter = row.cells["voter_id"]
        if not voter:
            raise PabulibError("pabulib-cell-empty", row.line, column="voter_id")
        if voter in voters:
            raise PabulibError("pabulib-voter-duplicate", row.line)
        voters.add(voter)
        ballots.append(_ballot(row, costs, limits))
    return tuple(ballots)
