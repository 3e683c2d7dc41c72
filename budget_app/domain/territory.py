"""Where the commune is: which places lie in it, in which district, and how far two places are from each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import asin, cos, hypot, isfinite, radians, sin, sqrt
from typing import NamedTuple

from budget_app.domain.errors import InvalidInputError
from budget_app.domain.project import DistrictView

_EARTH_METRES = 6_371_008.8  # the mean radius
_METRES_A_DEGREE = radians(1) * _EARTH_METRES
_BETWEEN_METRES = 100.0  # half of the widest river or road that separates two districts
_ON_BORDER = 1e-7  # degrees, about a centimetre: a border belongs to the commune


class Place(NamedTuple):
    """A place in degrees (WGS 84), in GeoJSON's order."""

    longitude: float
    latitude: float


Ring = tuple[Place, ...]
Polygon = tuple[Ring, ...]


def parse_outline(raw: str | None) -> tuple[Polygon, ...]:
    """The polygons of a GeoJSON geometry (RFC 7946, 3.1.6 and 3.1.7), each its outer ring and then its holes.

    Empty for None and for what is no Polygon or MultiPolygon: such a district has no known outline.
    """
    try:
        geometry = json.loads(raw or "{}")
        kind = geometry.get("type")
        polygons = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"]
        if kind not in ("Polygon", "MultiPolygon"):
            return ()
        return tuple(tuple(_ring(ring) for ring in polygon) for polygon in polygons if polygon)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return ()


def _ring(corners: list[list[float]]) -> Ring:
    """A ring that ends where it begins."""
    ring = tuple(Place(float(corner[0]), float(corner[1])) for corner in corners)
    if len(ring) < 3 or not all(isfinite(degrees) for place in ring for degrees in place):
        raise ValueError("not a ring")
    return ring if ring[0] == ring[-1] else (*ring, ring[0])


def _sides(ring: Ring) -> Iterator[tuple[Place, Place]]:
    return zip(ring, ring[1:], strict=False)


def _beside(place: Place, start: Place, end: Place, narrowing: float = 1.0) -> float:
    """How far ``place`` is from the straight line from ``start`` to ``end``, in degrees of latitude.

    ``narrowing`` is the length of a degree of longitude in degrees of latitude; with 1 it is the map's own distance.
    """
    along, across = (end.longitude - start.longitude) * narrowing, end.latitude - start.latitude
    length = along * along + across * across
    dx, dy = (place.longitude - start.longitude) * narrowing, place.latitude - start.latitude
    share = min(max((dx * along + dy * across) / length, 0.0), 1.0) if length else 0.0
    return hypot(dx - share * along, dy - share * across)


def _encloses(ring: Ring, place: Place) -> bool:
    """Whether a line from ``place`` to the east crosses the ring an odd number of times."""
    inside = False
    for start, end in _sides(ring):
        if (start.latitude > place.latitude) != (end.latitude > place.latitude):
            rise = (place.latitude - start.latitude) / (end.latitude - start.latitude)
            if place.longitude < start.longitude + rise * (end.longitude - start.longitude):
                inside = not inside
    return inside


def polygon_holds(polygon: Polygon, place: Place) -> bool:
    """Whether ``place`` lies in the polygon, on its border or on that of a hole, but not within a hole."""
    if any(_beside(place, start, end) <= _ON_BORDER for ring in polygon for start, end in _sides(ring)):
        return True
    return sum(_encloses(ring, place) for ring in polygon) % 2 == 1


@dataclass(frozen=True)
class Territory:
    """The commune as its districts draw it: their views with their polygons, in the order in which they were given."""

    districts: tuple[tuple[DistrictView, tuple[Polygon, ...]], ...]

    @staticmethod
    def of(districts: Iterable[DistrictView]) -> Territory:
        """The territory of a list of districts."""
        return Territory(tuple((district, parse_outline(district.outline)) for district in districts))

    @property
    def corners(self) -> tuple[Place, ...]:
        """Every corner of every known outline; empty where none is known."""
        return tuple(place for _district, polygons in self.districts for ring in sum(polygons, ()) for place in ring)

    def district_of(self, place: Place) -> DistrictView | None:
        """The first district that holds ``place``; None when no known outline does."""
        return next(
            (
                district
                for district, polygons in self.districts
                if any(polygon_holds(polygon, place) for polygon in polygons)
            ),
            None,
        )

    def _lies_between(self, place: Place) -> bool:
        """Whether two districts are so near that only a river or a road can lie between them."""
        narrowing = cos(radians(place.latitude))
        near = [
            district
            for district, polygons in self.districts
            if any(
                _beside(place, start, end, narrowing) * _METRES_A_DEGREE <= _BETWEEN_METRES
                for polygon in polygons
                for start, end in _sides(polygon[0])
            )
        ]
        return len(near) > 1

    def check_inside(self, place: Place) -> None:
        """Raises InvalidInputError ``place-outside``; where no outline is known every place is taken.

        A bridge over the river between two districts is in the commune, although neither outline holds it.
        """
        known = any(polygons for _district, polygons in self.districts)
        if known and self.district_of(place) is None and not self._lies_between(place):
            raise InvalidInputError("place-outside", field="place")


def distance_metres(one: Place, other: Place) -> float:
    """The length of the great circle between two places (haversine): right to half a hundredth."""
    north, south = radians(one.latitude), radians(other.latitude)
    turn = radians(other.longitude - one.longitude)
    chord = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(turn / 2) ** 2
    return 2 * _EARTH_METRES * asin(sqrt(min(chord, 1.0)))


def move_place(place: Place, east: float, north: float) -> Place:
    """The place so many metres to the east and to the north; for steps within a town, away from the poles."""
    longitude = place.longitude + east / (_METRES_A_DEGREE * cos(radians(place.latitude)))
    return Place(longitude, place.latitude + north / _METRES_A_DEGREE)
