"""The map of a commune as a picture: its districts, their names, a scale, and a pin. Drawn here, from our own lines."""

from __future__ import annotations

from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.domain.map_frame import MapFrame, Point, middle_of, outline_path
from budget_app.domain.territory import Place, Polygon, Territory, distance_metres
from budget_app.services.projects import list_districts
from budget_app.web.answers import answers_page, page_not_found
from budget_app.web.pin import ZOOMS, frame_of
from budget_app.web.policies import CSP, PICTURE

_STYLE = (
    ".d{fill:#fff;stroke:#6b7280;stroke-width:1.2;fill-rule:evenodd}"
    "text{font:600 11px system-ui,'Noto Sans','DejaVu Sans',sans-serif;fill:#4a5468;text-anchor:middle}"
    ".h{stroke:#fff;stroke-width:3;stroke-linejoin:round;paint-order:stroke}"
    ".s{fill:none;stroke:#14213d;stroke-width:1.5}.p{fill:#a3211b;stroke:#fff;stroke-width:1.5}"
)
_LENGTHS = (2000, 1000, 500, 200, 100, 50)  # metres that a scale may show


def _shapes(polygons: tuple[Polygon, ...], frame: MapFrame) -> str:
    drawn = ("".join(outline_path(ring, frame) for ring in polygon) for polygon in polygons)
    return "".join(f'<path class="d" d="{lines}"/>' for lines in drawn)


def _name(name: str, polygons: tuple[Polygon, ...], frame: MapFrame) -> str:
    """The name at the middle of the district, pushed in from the sides of the picture."""
    if not polygons:
        return ""
    x, y = frame.put(middle_of(polygons[0][0]))
    if not (0 <= x <= frame.width and 0 <= y <= frame.height):
        return ""
    half = 3.6 * len(name) + 4
    return f'<text class="h" x="{min(max(x, half), frame.width - half):.1f}" y="{y}">{escape(name)}</text>'


def _scale(frame: MapFrame) -> str:
    """A line at the lower left as long as a round number of metres, at most a third of the picture."""
    west, y = frame.place_at((0, frame.height)), frame.height - 8
    metres_a_point = distance_metres(west, frame.place_at((100, frame.height))) / 100
    metres = next((length for length in _LENGTHS if length / metres_a_point <= frame.width / 3), _LENGTHS[-1])
    end = 8 + metres / metres_a_point
    words = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
    line = f'<path class="s" d="M8 {y - 4}V{y}H{end:.1f}V{y - 4}"/>'
    return f'{line}<text class="h" x="{8 + (end - 8) / 2:.1f}" y="{y - 5}">{words}</text>'


def _pin(point: Point) -> str:
    """A pin whose tip is at ``point``."""
    x, y = point
    return (
        f'<path class="p" d="M{x} {y}c-2.5 -7 -10 -11 -10 -19a10 10 0 0 1 20 0c0 8 -7.5 12 -10 19z"/>'
        f'<circle cx="{x}" cy="{y - 19}" r="3.6" fill="#fff"/>'
    )


def draw_plan(territory: Territory, frame: MapFrame, pin: Place | None) -> str:
    """The picture as SVG."""
    parts = [f'<rect width="{frame.width:.0f}" height="{frame.height:.0f}" fill="#e3e8ed"/>']
    parts += [_shapes(polygons, frame) for _district, polygons in territory.districts]
    parts += [_name(district.name, polygons, frame) for district, polygons in territory.districts]
    parts += [_scale(frame), f'<rect class="s" width="{frame.width:.0f}" height="{frame.height:.0f}"/>']
    if pin is not None:
        parts.append(_pin(frame.put(pin)))
    size = f'width="{frame.width:.0f}" height="{frame.height:.0f}" viewBox="0 0 {frame.width:.0f} {frame.height:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{_STYLE}</style>{"".join(parts)}</svg>'


def _place(text: str | None) -> Place | None:
    """The place of ``latitude longitude``; None for anything else, and next to the poles, where no map is drawn."""
    try:
        latitude, longitude = (float(part) for part in (text or "").split(" "))
    except ValueError:
        return None
    return Place(longitude, latitude) if abs(latitude) <= 85 and abs(longitude) <= 180 else None


@answers_page
async def plan(request: Request) -> Response:
    """``GET /plan.svg?edition=SLUG&zoom=3&milieu=LAT LON&epingle=LAT LON``: the map, all of it or around a place."""
    asked = request.query_params
    territory = Territory.of(await run_in_threadpool(list_districts, asked.get("edition", "")))
    zoom = next((zoom for zoom in ZOOMS if str(zoom) == asked.get("zoom")), ZOOMS[0])
    frame = frame_of(territory, _place(asked.get("milieu")), zoom)
    if frame is None:
        return await page_not_found(request)
    picture = draw_plan(territory, frame, _place(asked.get("epingle")))
    headers = {CSP: PICTURE, "cache-control": "public, max-age=3600", "x-content-type-options": "nosniff"}
    return Response(picture, media_type="image/svg+xml", headers=headers)


ROUTES = [Route("/plan.svg", plan, methods=["GET"])]
