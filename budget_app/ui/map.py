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
_STYLE = ".district{fill:#e9eff3;stroke:#6b7280;stroke-width:1.5}"
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


def _outline(ring: Sequence[Place], frame: _Frame) -> str:
    corners = (frame.put(place) for place in ring)
    return f'<path class="district" d="M{"L".join(f"{x} {y}" for x, y in corners)}Z"/>'


def _middle(ring: Sequence[Place]) -> Place:
    """The centre of gravity of a closed ring; the mean of its corners when it has no surface."""
    pairs = list(zip(ring, ring[1:], strict=False))
    crossed = [x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs]
    if not sum(crossed):
        return sum(x for x, _y in ring) / len(ring), sum(y for _x, y in ring) / len(ring)
    x = sum((x1 + x2) * c for ((x1, _y1), (x2, _y2)), c in zip(pairs, crossed, strict=True))
    y = sum((y1 + y2) * c for ((_x1, y1), (_x2, y2)), c in zip(pairs, crossed, strict=True))
    return x / (3 * sum(crossed)), y / (3 * sum(crossed))


def _position(place: Place, frame: _Frame) -> str:
    x, y = frame.put(place)
    return f"left:{100 * x / _WIDTH:.2f}%;top:{100 * y / frame.height:.2f}%"


def _name(district: DistrictView, frame: _Frame) -> str:
    """The name as text of the page, not of the picture: it stays as large on a telephone."""
    rings = _rings(district)
    return f'<span class="district" style="{_position(_middle(rings[0]), frame)}">{text(district.name)}</span>' if rings else ""


def _pin(project: ProjectView, frame: _Frame, slug: str | None) -> str:
    place = _position((project.longitude or 0.0, project.latitude or 0.0), frame)
    address = text(with_edition("/projet", slug, numero=project.number))
    name = text(f"{project.number}. {project.title}")
    return f'<a class="pin" style="{place}" href="{address}" target="_self" title="{name}" aria-label="{name}">{project.number}</a>'


def _background(districts: Sequence[DistrictView], frame: _Frame) -> str:
    """The districts as a picture of our own inside the page: it is not fetched from anywhere."""
    shapes = "".join(_outline(ring, frame) for district in districts for ring in _rings(district))
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
    names = "".join(_name(district, frame) for district in districts)
    pins = "".join(_pin(project, frame, slug) for project in placed)
    label = text(_("Carte des projets ; la liste des projets dit la même chose en mots"))
    return (
        f'<div class="map" role="group" aria-label="{label}">'
        f'<img src="{_background(districts, frame)}" alt="" width="{_WIDTH:.0f}" height="{frame.height:.0f}">{names}{pins}</div>'
    )
