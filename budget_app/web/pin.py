"""The pin on the map of the form for a proposal: where it is after what was clicked, pressed or typed; no scripts.

For a form in plain pages. Its template draws the pin and its buttons within its own ``<form>``::

    {% import "pin.html" as map with context %}
    {% block head %}... <link rel="stylesheet" href="/assets/pin.css">{% endblock %}
    {{ map.pin(pin, action, errors, other) }}

``pin`` is ``view_pin(Pin.of(content.latitude, content.longitude), districts, slug)``, ``action`` the address to which
the form is sent, ``errors`` the sentences by field: those of ``pin`` are shown here,
and so is ``other["pin"]``, the degrees that another window saved. When the form comes back::

    try:
        pin = read_pin(form, districts)
        content = replace(content, latitude=pin.latitude, longitude=pin.longitude)
    except InvalidInputError as error:     # position-invalid, place-outside; its field is "pin"
        pin = typed_pin(form)              # what was typed is shown again, and the pin stays where it was

and when ``is_pressed(form)`` the same step is shown again, as near as ``pin.zoom``. Enter in a line of text presses a
form's first button, in some browsers the map at (0, 0): that is no click, and the form goes on as if its own first
button had been pressed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from budget_app.domain.errors import InvalidInputError
from budget_app.domain.map_frame import MapFrame
from budget_app.domain.project import DistrictView
from budget_app.domain.territory import Place, Territory, move_place

ZOOMS = (1, 3, 9)
STEP_METRES = 50
_MOVES = {"north": (0, 1), "west": (-1, 0), "east": (1, 0), "south": (0, -1)}
_WIDTH, _MARGIN, _TALLEST = 320.0, 14.0, 400.0  # points of the screen: a click is told in them


@dataclass(frozen=True)
class Pin:
    """Where the pin is, as it was typed or put, and how near the map is looked at (one of ZOOMS)."""

    place: Place | None = None
    zoom: int = 1
    typed: tuple[str, str] = ("", "")

    @staticmethod
    def of(latitude: float | None, longitude: float | None, zoom: int = 1) -> Pin:
        """The pin at these degrees, or none."""
        if latitude is None or longitude is None:
            return Pin(zoom=zoom)
        return Pin(Place(longitude, latitude), zoom, (f"{latitude:.6f}", f"{longitude:.6f}"))

    @property
    def latitude(self) -> float | None:
        """Degrees to the north, or None."""
        return self.place.latitude if self.place else None

    @property
    def longitude(self) -> float | None:
        """Degrees to the east, or None."""
        return self.place.longitude if self.place else None


@dataclass(frozen=True)
class PinView:
    """What the template shows. ``picture`` is None where no outline of the commune is known."""

    pin: Pin
    picture: str | None
    width: int
    height: int
    seen: str
    nearer: int | None
    farther: int | None
    district: str | None


def _degrees(text: str) -> float:
    return float(text.strip().replace(",", ".").replace("\u2212", "-").rstrip("°").strip())


def _parse(latitude: str, longitude: str) -> Place | None:
    """The place of two typed numbers, None when both are empty; raises InvalidInputError ``position-invalid``."""
    if not latitude.strip() and not longitude.strip():
        return None
    try:
        place = Place(_degrees(longitude), _degrees(latitude))
    except ValueError:
        raise InvalidInputError("position-invalid", field="pin") from None
    if not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
        raise InvalidInputError("position-invalid", field="pin")
    return place


def read_zoom(text: str | None) -> int:
    """One of ZOOMS as it stands in a form or an address; the whole commune for anything else."""
    return next((zoom for zoom in ZOOMS if str(zoom) == text), ZOOMS[0])


def typed_pin(form: Mapping[str, str]) -> Pin:
    """The pin as the two numbers say, for a form that is shown again; nowhere when they say nothing."""
    typed = (form.get("latitude", "").strip()[:40], form.get("longitude", "").strip()[:40])
    try:
        place = _parse(*typed)
    except InvalidInputError:
        place = None
    return Pin(place, read_zoom(form.get("pin-zoom")), typed)


def _clicked(form: Mapping[str, str]) -> tuple[int, int] | None:
    """Where the map was clicked, in points; None when it was not."""
    x, y = form.get("pin.x", ""), form.get("pin.y", "")
    if not (x.isascii() and x.isdigit() and y.isascii() and y.isdigit() and len(x + y) < 10):
        return None
    return (int(x), int(y)) if (x, y) != ("0", "0") else None


def is_pressed(form: Mapping[str, str]) -> bool:
    """Whether the map or one of the pin's own buttons sent the form."""
    return _clicked(form) is not None or bool({"pin-move", "pin-look", "pin-clear"} & set(form))


def frame_of(territory: Territory, middle: Place | None, zoom: int) -> MapFrame | None:
    """How the map is drawn: all of the commune, or nearer around ``middle``; None where no outline is known."""
    if not territory.corners:
        return None
    whole = MapFrame.around(territory.corners, _WIDTH, _MARGIN, _TALLEST)
    return whole if zoom == 1 else whole.closer(middle or _middle(territory), zoom)


def _middle(territory: Territory) -> Place:
    """The middle of the map of the commune."""
    frame = MapFrame.around(territory.corners, _WIDTH, _MARGIN, _TALLEST)
    return frame.place_at((frame.width / 2, frame.height / 2))


def _seen(form: Mapping[str, str]) -> Place | None:
    """The middle of the map that was on the screen when it was clicked."""
    latitude, _comma, longitude = form.get("pin-seen", "").partition(" ")
    try:
        return _parse(latitude, longitude)
    except InvalidInputError:
        return None


def read_pin(form: Mapping[str, str], districts: Sequence[DistrictView]) -> Pin:
    """Where the pin is after what was typed and pressed.

    Raises InvalidInputError ``position-invalid`` or ``place-outside`` with field ``pin``.
    """
    territory, zoom, clicked = Territory.of(districts), read_zoom(form.get("pin-zoom")), _clicked(form)
    if "pin-clear" in form:
        return Pin(zoom=zoom)
    place = _parse(form.get("latitude", ""), form.get("longitude", "")) if clicked is None else None
    frame = frame_of(territory, _seen(form), zoom)
    if clicked is not None and frame is not None:
        place = frame.place_at(clicked)
    elif form.get("pin-move") in _MOVES and (place or territory.corners):
        east, north = _MOVES[form["pin-move"]]
        place = move_place(place, east * STEP_METRES, north * STEP_METRES) if place else _middle(territory)
    if place is not None:
        try:
            territory.check_inside(place)
        except InvalidInputError as error:
            raise InvalidInputError(error.code, field="pin") from None
    return Pin.of(*_rounded(place), zoom=read_zoom(form["pin-look"]) if "pin-look" in form else zoom)


def _rounded(place: Place | None) -> tuple[float | None, float | None]:
    """Latitude and longitude to the millionth of a degree, ten centimetres."""
    return (round(place.latitude, 6), round(place.longitude, 6)) if place else (None, None)


def view_pin(pin: Pin, districts: Sequence[DistrictView], slug: str) -> PinView:
    """What the template needs to show the pin on the map of an edition's districts."""
    territory = Territory.of(districts)
    frame = frame_of(territory, pin.place, pin.zoom)
    at = ZOOMS.index(pin.zoom)
    found = territory.district_of(pin.place) if pin.place else None
    view = PinView(
        pin=pin,
        picture=None,
        width=0,
        height=0,
        seen="",
        nearer=ZOOMS[at + 1] if at + 1 < len(ZOOMS) else None,
        farther=ZOOMS[at - 1] if at else None,
        district=found.name if found else None,
    )
    if frame is None:
        return view
    seen = _written(pin.place or _middle(territory))
    asked = {"edition": slug, "zoom": pin.zoom, "milieu": seen}
    if pin.place:
        asked["epingle"] = _written(pin.place)
    address = f"/plan.svg?{urlencode(asked)}"
    return replace(view, picture=address, width=int(frame.width), height=int(frame.height), seen=seen)


def _written(place: Place) -> str:
    return f"{place.latitude:.6f} {place.longitude:.6f}"
