"""How degrees become points of a picture, and a point that was clicked becomes degrees again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from budget_app.domain.territory import Place, Ring

_LEAST_DEGREES = 0.004  # a single place is drawn with some 300 metres around it
_LEAST_HEIGHT = 120.0
Point = tuple[float, float]


@dataclass(frozen=True)
class MapFrame:
    """Puts degrees into a picture: north is up, both directions have the same scale at the middle latitude.

    ``west`` and ``north`` are the degrees at ``margin`` from the left and from the top; ``scale`` is in points a
    degree of longitude, ``stretch`` how much longer a degree of latitude is. The picture measures ``width`` by
    ``height`` points.
    """

    west: float
    north: float
    scale: float
    stretch: float
    width: float
    height: float
    margin: float

    @staticmethod
    def around(
        places: Sequence[Place], width: float = 800.0, margin: float = 40.0, tallest: float = float("inf")
    ) -> MapFrame:
        """The frame that shows all ``places`` (at least one), ``width`` wide and at most ``tallest`` high."""
        west, east = min(x for x, _y in places), max(x for x, _y in places)
        south, north = min(y for _x, y in places), max(y for _x, y in places)
        stretch = 1 / cos(radians((south + north) / 2))
        degrees = max(east - west, _LEAST_DEGREES)
        scale = (width - 2 * margin) / degrees
        if (north - south) * scale * stretch > tallest - 2 * margin:
            scale = (tallest - 2 * margin) / ((north - south) * stretch)
            west -= ((width - 2 * margin) / scale - degrees) / 2
        height = max((north - south) * scale * stretch, _LEAST_HEIGHT) + 2 * margin
        return MapFrame(west, north, scale, stretch, width, height, margin)

    def closer(self, middle: Place, times: float) -> MapFrame:
        """A picture of the same size around ``middle``, drawn so many times larger."""
        scale = self.scale * times
        west = middle.longitude - (self.width / 2 - self.margin) / scale
        north = middle.latitude + (self.height / 2 - self.margin) / (scale * self.stretch)
        return MapFrame(west, north, scale, self.stretch, self.width, self.height, self.margin)

    def put(self, place: tuple[float, float]) -> Point:
        """Where a longitude and latitude stand in the picture, in points from its left and top."""
        x, y = place
        return (
            round(self.margin + (x - self.west) * self.scale, 1),
            round(self.margin + (self.north - y) * self.scale * self.stretch, 1),
        )

    def place_at(self, point: Point) -> Place:
        """The place that stands at a point of the picture, to the millionth of a degree (ten centimetres)."""
        x, y = point
        longitude = self.west + (x - self.margin) / self.scale
        return Place(round(longitude, 6), round(self.north - (y - self.margin) / (self.scale * self.stretch), 6))


def middle_of(ring: Ring) -> Place:
    """The centre of gravity of a closed ring; the mean of its corners when it has no surface."""
    pairs = list(zip(ring, ring[1:], strict=False))
    crossed = [x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs]
    if not sum(crossed):
        return Place(sum(x for x, _y in ring) / len(ring), sum(y for _x, y in ring) / len(ring))
    x = sum((x1 + x2) * c for ((x1, _y1), (x2, _y2)), c in zip(pairs, crossed, strict=True))
    y = sum((y1 + y2) * c for ((_x1, y1), (_x2, y2)), c in zip(pairs, crossed, strict=True))
    return Place(x / (3 * sum(crossed)), y / (3 * sum(crossed)))


def outline_path(ring: Ring, frame: MapFrame) -> str:
    """The ring as the ``d`` of an SVG path."""
    return f"M{'L'.join(f'{x} {y}' for x, y in map(frame.put, ring))}Z"
