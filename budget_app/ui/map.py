"""The map: our own lines, drawn as one picture with links; it asks no other site for anything."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from budget_app.domain.project import DistrictView, ProjectView
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import text
from budget_app.ui.words import _

_WIDTH, _MARGIN, _RADIUS = 800.0, 40.0, 17
Place = tuple[float, float]


def _rings(district: DistrictView) -> list[list[Place]]:
    """The outlines of a district, as longitudes and latitudes."""
    if not district.outline:
        return []
    geometry = json.loads(district.outline)
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(point[0], point[1]) for point in ring] for polygon in polygons for ring in polygon]


@dataclass(frozen=True)
class _Frame:
    """Puts degrees into the picture: north is up, both directions have the same scale at the middle latitude."""

    west: float
    north: float
    scale: float
    stretch: float
    height: float

    @staticmethod
    def around(places: Sequence[Place]) -> _Frame:
        west, east = min(x for x, _y in places), max(x for x, _y in places)
        south, north = min(y for _x, y in places), max(y for _x, y in places)
        stretch = 1 / cos(radians((south + north) / 2))
        scale = (_WIDTH - 2 * _MARGIN) / max(east - west, 0.004)
        return _Frame(west, north, scale, stretch, max((north - south) * scale * stretch, 120) + 2 * _MARGIN)

    def put(self, place: Place) -> Place:
        x, y = place
        return (
            round(_MARGIN + (x - self.west) * self.scale, 1),
            round(_MARGIN + (self.north - y) * self.scale * self.stretch, 1),
        )


def _district(district: DistrictView, frame: _Frame) -> str:
    shapes = []
    for ring in _rings(district):
        corners = [frame.put(place) for place in ring]
        path = "M" + "L".join(f"{x} {y}" for x, y in corners) + "Z"
        middle_x = sum(x for x, _y in corners[:-1]) / (len(corners) - 1)
        middle_y = sum(y for _x, y in corners[:-1]) / (len(corners) - 1)
        shapes.append(
            f'<path class="district" d="{path}"/>'
            f'<text class="district-name" x="{middle_x:.0f}" y="{middle_y:.0f}">{text(district.name)}</text>'
        )
    return "".join(shapes)


def _pin(project: ProjectView, frame: _Frame, slug: str | None) -> str:
    x, y = frame.put((project.longitude or 0.0, project.latitude or 0.0))
    address = text(with_edition("/projet", slug, numero=project.number))
    name = text(f"{project.number}. {project.title}")
    return (
        f'<a href="{address}" target="_self" aria-label="{name}"><title>{name}</title>'
        f'<circle class="pin" cx="{x}" cy="{y}" r="{_RADIUS}"/>'
        f'<text class="pin-number" x="{x}" y="{y + 5}">{project.number}</text></a>'
    )


def projects_map(
    projects: Iterable[ProjectView], districts: Sequence[DistrictView], slug: str | None
) -> str | None:
    """The map of the projects that have a place; None when none has. The list of projects says the same in words."""
    placed = [item for item in projects if item.latitude is not None and item.longitude is not None]
    if not placed:
        return None
    corners = [place for district in districts for ring in _rings(district) for place in ring]
    frame = _Frame.around([*corners, *((item.longitude or 0.0, item.latitude or 0.0) for item in placed)])
    shapes = "".join(_district(district, frame) for district in districts)
    pins = "".join(_pin(project, frame, slug) for project in placed)
    label = text(_("Carte des projets ; la liste des projets dit la même chose en mots"))
    return (
        f'<div class="map"><svg viewBox="0 0 {_WIDTH:.0f} {frame.height:.0f}" role="group" aria-label="{label}">'
        f"{shapes}{pins}</svg></div>"
    )
