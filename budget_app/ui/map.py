"""The map: our own lines, drawn as one picture with links; it asks no other site for anything."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from budget_app.domain.project import DistrictView, ProjectView
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import text
from budget_app.ui.words import _

_WIDTH, _MARGIN = 800.0, 40.0
_STYLE = (
    ".district{fill:#e9eff3;stroke:#6b7280;stroke-width:1.5}"
    ".district-name{fill:#4a5468;font:15px system-ui,'DejaVu Sans',Arial,sans-serif;text-anchor:middle}"
)
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
    place = f"left:{100 * x / _WIDTH:.2f}%;top:{100 * y / frame.height:.2f}%"
    return f'<a class="pin" style="{place}" href="{address}" target="_self" title="{name}" aria-label="{name}">{project.number}</a>'


def _background(districts: Sequence[DistrictView], frame: _Frame) -> str:
    """The districts as a picture of our own inside the page: it is not fetched from anywhere."""
    shapes = "".join(_district(district, frame) for district in districts)
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {frame.height:.0f}">'
        f"<style>{_STYLE}</style>{shapes}</svg>"
    )
    return "data:image/svg+xml;base64," + b64encode(picture.encode()).decode()


def projects_map(
    projects: Iterable[ProjectView], districts: Sequence[DistrictView], slug: str | None
) -> str | None:
    """The map of the projects that have a place; None when none has. The list of projects says the same in words."""
    placed = [item for item in projects if item.latitude is not None and item.longitude is not None]
    if not placed:
        return None
    corners = [place for district in districts for ring in _rings(district) for place in ring]
    frame = _Frame.around([*corners, *((item.longitude or 0.0, item.latitude or 0.0) for item in placed)])
    pins = "".join(_pin(project, frame, slug) for project in placed)
    label = text(_("Carte des projets ; la liste des projets dit la même chose en mots"))
    return (
        f'<div class="map" role="group" aria-label="{label}">'
        f'<img src="{_background(districts, frame)}" alt="" width="{_WIDTH:.0f}" height="{frame.height:.0f}">{pins}</div>'
    )
