"""The map: our own lines, drawn as one picture with links; it asks no other site for anything."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence

from budget_app.domain.map_frame import MapFrame, middle_of, outline_path
from budget_app.domain.project import DistrictView, ProjectView
from budget_app.domain.proposal_search import Pin
from budget_app.domain.territory import Place, Polygon, Territory
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import text
from budget_app.ui.words import _

_CELL = 56.0  # points of a frame 800 wide: pins of a telephone do not touch
_STYLE = ".district{fill:#e9eff3;stroke:#6b7280;stroke-width:1.5;fill-rule:evenodd}"


def _position(place: Place, frame: MapFrame) -> str:
    x, y = frame.put(place)
    return f"left:{100 * x / frame.width:.2f}%;top:{100 * y / frame.height:.2f}%"


def _name(district: DistrictView, polygons: tuple[Polygon, ...], frame: MapFrame) -> str:
    """The name as text of the page, not of the picture: it stays as large on a telephone."""
    if not polygons:
        return ""
    return f'<span class="district" style="{_position(middle_of(polygons[0][0]), frame)}">{text(district.name)}</span>'


def _pin(pin: Pin, frame: MapFrame, address: str) -> str:
    place = _position(Place(pin.longitude, pin.latitude), frame)
    name = text(f"{pin.number}. {pin.title}")
    return (
        f'<a class="pin" style="{place}" href="{text(address)}" target="_self" title="{name}" '
        f'aria-label="{name}">{pin.number}</a>'
    )


def _crowd(pins: Sequence[Pin], frame: MapFrame, address: str) -> str:
    """Pins that would cover one another, as one with their number; the link lists them."""
    middle = Place(sum(pin.longitude for pin in pins) / len(pins), sum(pin.latitude for pin in pins) / len(pins))
    name = text(_("{number} propositions à cet endroit", number=len(pins)))
    return (
        f'<a class="pin crowd" style="{_position(middle, frame)}" href="{text(address)}" target="_self" '
        f'title="{name}" aria-label="{name}">{len(pins)}</a>'
    )


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


def _draw(pins: str, frame: MapFrame, territory: Territory, label: str) -> str:
    names = "".join(_name(district, polygons, frame) for district, polygons in territory.districts)
    return (
        f'<div class="map" role="group" aria-label="{text(label)}">'
        f'<img src="{_background(territory, frame)}" alt="" width="{frame.width:.0f}" height="{frame.height:.0f}">{names}{pins}</div>'
    )


def _frame(territory: Territory, pins: Sequence[Pin]) -> MapFrame:
    return MapFrame.around([*territory.corners, *(Place(pin.longitude, pin.latitude) for pin in pins)])


def projects_map(
    projects: Iterable[ProjectView], districts: Sequence[DistrictView], slug: str | None
) -> str | None:
    """The map of the projects that have a place; None when none has. The list of projects says the same in words."""
    pins = [
        Pin(item.number, item.title, item.latitude, item.longitude)
        for item in projects
        if item.latitude is not None and item.longitude is not None
    ]
    if not pins:
        return None
    territory = Territory.of(districts)
    frame = _frame(territory, pins)
    drawn = "".join(_pin(pin, frame, with_edition("/projet", slug, numero=pin.number)) for pin in pins)
    return _draw(drawn, frame, territory, _("Carte des projets ; la liste des projets dit la même chose en mots"))


def proposals_map(pins: Sequence[Pin], districts: Sequence[DistrictView], slug: str | None) -> str | None:
    """The map of proposals; None without any. Those that would cover one another are one pin with their number."""
    if not pins:
        return None
    territory = Territory.of(districts)
    frame = _frame(territory, pins)
    cells: dict[tuple[int, int], list[Pin]] = {}
    for pin in pins:
        x, y = frame.put((pin.longitude, pin.latitude))
        cells.setdefault((int(x // _CELL), int(y // _CELL)), []).append(pin)
    drawn = "".join(_cell(inside, frame, slug) for inside in cells.values())
    return _draw(drawn, frame, territory, _("Carte des propositions ; leur liste dit la même chose en mots"))


def _cell(inside: Sequence[Pin], frame: MapFrame, slug: str | None) -> str:
    first = inside[0]
    if len(inside) == 1:
        return _pin(first, frame, with_edition("/proposition", slug, numero=first.number))
    around = f"{first.latitude:.5f},{first.longitude:.5f}"
    return _crowd(inside, frame, with_edition("/propositions", slug, autour=around))
