"""Writes a Pabulib file: what the reader takes is written so that it is read back the same, to the last cent."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from budget_app.domain.pabulib import PabulibInstance, PabulibProject
from budget_app.domain.pabulib_ballots import POINTED
from budget_app.domain.pabulib_cells import NOTHING, format_cents, format_date, format_degrees

_META_ORDER = (
    *("description", "country", "unit", "district", "subunit", "instance", "num_projects", "num_votes", "budget"),
    *("vote_type", "rule", "date_begin", "date_end", "min_length", "max_length", "min_sum_cost", "max_sum_cost"),
    *("min_points", "max_points", "min_sum_points", "max_sum_points", "default_score", "min_project_cost"),
    *("max_project_cost", "min_project_score_threshold", "neighborhoods", "subdistricts", "categories", "edition"),
    *("language", "currency", "fully_funded", "experimental", "comment", "acknowledgments", "leftover_budget"),
)
"""The order in which the format lists them; keys of somebody else's come after, by name."""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


_COLUMNS: tuple[tuple[str, Callable[[PabulibProject], str], str], ...] = (
    ("project_id", lambda project: project.identifier, ""),
    ("cost", lambda project: format_cents(project.cost), ""),
    ("votes", lambda project: _number(project.votes), ""),
    ("score", lambda project: _number(project.score), ""),
    ("name", lambda project: project.title, ""),
    ("category", lambda project: project.category, ""),
    ("beneficiaries", lambda project: ",".join(project.beneficiaries), ""),
    ("selected", lambda project: _number(project.selected), ""),
    ("district", lambda project: project.district, NOTHING),
    ("description", lambda project: project.description, NOTHING),
    ("latitude", lambda project: format_degrees(project.latitude), ""),
    ("longitude", lambda project: format_degrees(project.longitude), ""),
)
"""Name, cell, and what stands for an empty cell. A column in which no project has anything is left out."""


def _meta(instance: PabulibInstance) -> dict[str, str]:
    limits = instance.limits
    amounts = {"min_sum_cost": limits.min_sum_cost, "max_sum_cost": limits.max_sum_cost}
    numbers = ("min_length", "max_length", "min_points", "max_points", "min_sum_points", "max_sum_points")
    days = {"date_begin": instance.begins, "date_end": instance.ends}
    meta = {
        **dict(instance.facts),
        "description": instance.description,
        "unit": instance.town,
        "subunit": instance.subunit,
        "instance": instance.instance,
        "num_projects": str(len(instance.projects)),
        "num_votes": str(len(instance.entries)),
        "budget": format_cents(instance.budget),
        "vote_type": str(limits.vote_type),
        **{key: format_date(day) for key, day in days.items() if day is not None},
        **{key: format_cents(cents) for key, cents in amounts.items() if cents is not None},
        **{key: _number(getattr(limits, key)) for key in numbers},
        "currency": instance.currency,
    }
    return {key: text for key, text in meta.items() if text}


def _place(key: str) -> tuple[int, str]:
    return (_META_ORDER.index(key) if key in _META_ORDER else len(_META_ORDER)), key


def _projects(projects: Iterable[PabulibProject]) -> Iterable[list[str]]:
    listed = list(projects)
    columns = [column for column in _COLUMNS if any(column[1](project) for project in listed)]
    yield [name for name, _cell, _empty in columns]
    for project in listed:
        yield [cell(project) or empty for _name, cell, empty in columns]


def _votes(instance: PabulibInstance) -> Iterable[list[str]]:
    pointed = instance.vote_type in POINTED
    yield ["voter_id", "vote", *(["points"] if pointed else [])]
    for number, ballot in enumerate(instance.entries, start=1):
        points = [",".join(map(str, ballot.points))] if pointed else []
        yield [str(number), ",".join(ballot.projects), *points]


def compose_pabulib(instance: PabulibInstance) -> bytes:
    """The file; voters are numbered in the order of the ballots, which says nothing of anybody."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    meta = _meta(instance)
    writer.writerows([["META"], ["key", "value"], *([key, meta[key]] for key in sorted(meta, key=_place))])
    writer.writerow(["PROJECTS"])
    writer.writerows(_projects(instance.projects))
    writer.writerow(["VOTES"])
    writer.writerows(_votes(instance))
    return text.getvalue().encode()
