"""The map: our own lines, drawn as one picture with links; it asks no other site for anything."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence

from budget_app.domain.map_frame import MapFrame, middle_of, outline_path
from budget_app.domain.project import DistrictView, ProjectView
from budget_app.domain.territory import Place, Polygon, Territory
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import text
from budget_app.ui.words import _

_STYLE = ".district{fill:#e9eff3;stroke:#6b7280;stroke-width:1.5;fill-rule:evenodd}"


def _position(place: Place, frame: MapFrame) -> str:
    x, y = frame.put(place)
    return f"left:{100 * x / frame.width:.2f}%;top:{100 * y / frame.height:.2f}%"


def _name(district: DistrictView, polygons: tuple[Polygon, ...], frame: MapFrame) -> str:
    """The name as text of the page, not of the picture: it stays as large on a telephone."""
    if not polygons:
        return ""
    return f'<span class="district" style="{_position(middle_of(polygons[0][0]), frame)}">{text(district.name)}</span>'


def _pin(project: ProjectView, frame: MapFrame, slug: str | None) -> str:
    place = _position(Place(project.longitude or 0.0, project.latitude or 0.0), frame)
    address = text(with_edition("/projet", slug, numero=project.number))
    name = text(f"{project.number}. {project.title}")
    return f'<a class="pin" style="{place}" href="{address}" target="_self" title="{name}" aria-label="{name}">{project.number}</a>'


def _shape(polygon: Polygon, frame: MapFrame) -> str:
    return f'<path class="district" d="{"".join(outline_path(ring, frame) for ring in polygon)}"/>'


def _background(territory: Territory, frame: MapFrame) -> str:
    """The districts as a picture of our own inside the page: it is not fetched from anywhere."""
    shapes = "".join(_shape(polygon, frame) for _district, polygons in territory.districts for polygon in polygons)
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width:.0f} {frame.height:.0f}">'
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
    territory = Territory.of(districts)
    frame = MapFrame.around(
        [*territory.corners, *(Place(item.longitude or 0.0, item.latitude or 0.0) for item in placed)]
    )
    names = "".join(_name(district, polygons, frame) for district, polygons in territory.districts)
    pins = "".join(_pin(project, frame, slug) for project in placed)
    label = text(_("Carte des projets ; la liste des projets dit la même chose en mots"))
    return (
        f'<div class="map" role="group" aria-label="{label}">'
        f'<img src="{_background(territory, frame)}" alt="" width="{frame.width:.0f}" height="{frame.height:.0f}">{names}{pins}</div>'
    )
