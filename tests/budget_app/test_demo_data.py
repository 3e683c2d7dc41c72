"""The demonstration town's data: texts, map and drawings fit together."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from budget_app.commands.demo_town import DATA, read_districts, read_town

TOWN = read_town()
PROJECTS: list[dict[str, Any]] = TOWN["projects"]
DISTRICTS = {district.name: json.loads(district.outline or "{}") for district in read_districts()}
DRAWINGS = sorted((DATA / "pictures").glob("*.svg"))
Corner = tuple[float, float]


def _ring(geometry: dict[str, Any]) -> list[Corner]:
    assert geometry["type"] == "Polygon"
    (ring,) = geometry["coordinates"]
    return [(x, y) for x, y in ring]


def _inside(place: Corner, ring: list[Corner]) -> bool:
    """Whether a line from ``place`` eastwards crosses the ring an odd number of times."""
    x, y = place
    crossed = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossed = not crossed
    return crossed


def test_the_town_has_enough_projects_and_they_cost_more_than_there_is() -> None:
    assert len(PROJECTS) == 16
    assert all(4_000_00 <= project["cost"] <= 90_000_00 for project in PROJECTS)
    assert sum(project["cost"] for project in PROJECTS) > TOWN["budget"]
    assert len(TOWN["liking"]) == len(PROJECTS)


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project["title"])
def test_each_project_is_told_whole(project: dict[str, Any]) -> None:
    for member in ("title", "summary", "description", "beneficiaries", "category", "district", "place"):
        assert project[member].strip() == project[member] != ""
    assert len(project["description"]) > len(project["summary"])
    assert "'" not in "".join(map(str, project.values())), "a straight apostrophe"


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project["title"])
def test_each_project_lies_in_its_district(project: dict[str, Any]) -> None:
    place = (project["longitude"], project["latitude"])
    there = [name for name, geometry in DISTRICTS.items() if _inside(place, _ring(geometry))]
    assert there == [project["district"]]


def test_each_district_is_closed_and_has_a_neighbour_with_the_same_border() -> None:
    rings = {name: _ring(geometry) for name, geometry in DISTRICTS.items()}
    assert 4 <= len(rings) <= 6
    assert all(ring[0] == ring[-1] and len(set(ring)) == len(ring) - 1 for ring in rings.values())
    neighbours = {
        name for pair in combinations(rings, 2) if len(set(rings[pair[0]]) & set(rings[pair[1]])) > 1 for name in pair
    }
    assert neighbours == set(rings)


def test_each_project_has_a_drawing_of_its_own() -> None:
    used = [project["picture"].removeprefix("/pictures/") for project in PROJECTS]
    assert len(set(used)) == len(PROJECTS)
    assert set(used) <= {path.name for path in DRAWINGS}
    assert len({path.read_bytes() for path in DRAWINGS}) == len(DRAWINGS)


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_small_and_holds_nothing_but_shapes(path: Path) -> None:
    root = ElementTree.parse(path).getroot()  # noqa: S314  our own file
    names = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
    assert path.stat().st_size < 20_000
    assert names <= {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polygon", "polyline", "defs", "use"}
    assert all(
        value.startswith("#") for element in root.iter() for name, value in element.items() if name.endswith("href")
    )
    if path.stem != "armes":
        assert root.get("viewBox") == "0 0 800 450"


def test_names_are_spelt_as_names() -> None:
    names = [*TOWN["first_names"], *TOWN["last_names"]]
    assert all(re.fullmatch(r"[A-ZÉÈÎ][\w’]+(?:[ -][A-ZÉ][\w’]+)*", name) for name in names)
    assert all(guardian["email"].endswith(".example") for guardian in TOWN["guardians"])
    assert TOWN["organiser"].endswith(".example")
