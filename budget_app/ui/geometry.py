"""Where a map looks, and the outlines that it draws."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

from budget_app.domain.project import DistrictView


def _corners(districts: Iterable[DistrictView]) -> Iterator[tuple[float, float]]:
    for district in districts:
        if district.outline:
            geometry = json.loads(district.outline)
            rings = geometry["coordinates"] if geometry["type"] == "Polygon" else sum(geometry["coordinates"], [])
            yield from ((point[0], point[1]) for ring in rings for point in ring)


@dataclass(frozen=True)
class MapView:
    """Centre in degrees and zoom as the map counts it: one more halves the width."""

    longitude: float
    latitude: float
    zoom: float

    @staticmethod
    def around(points: Sequence[tuple[float, float]], districts: Iterable[DistrictView]) -> MapView:
        """A view that shows all points and districts on a narrow screen."""
        corners = [*points, *_corners(districts)]
        longitudes, latitudes = [point[0] for point in corners], [point[1] for point in corners]
        width = max(max(longitudes) - min(longitudes), 1.6 * (max(latitudes) - min(latitudes)), 0.004)
        return MapView(
            (max(longitudes) + min(longitudes)) / 2, (max(latitudes) + min(latitudes)) / 2, log2(360 / width) - 0.9
        )


def outline_layers(districts: Iterable[DistrictView]) -> list[dict[str, Any]]:
    """Fill and line of each district that has an outline."""
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": json.loads(district.outline)}
            for district in districts
            if district.outline
        ],
    }
    if not collection["features"]:
        return []
    shared = {"sourcetype": "geojson", "source": collection}
    return [
        {**shared, "type": "fill", "color": "#f5f3ee", "below": "traces"},
        {**shared, "type": "line", "color": "#8d929c", "line": {"width": 1.5}, "below": "traces"},
    ]
