"""Projects of an edition, and the districts they lie in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from budget_app.domain.errors import InvalidInputError

MAX_TITLE = 250
MAX_SUMMARY = 400
MAX_TEXT = 8000
MAX_COST = 100_000_000_000  # a thousand million euros, in cents
_LIMITS = {
    "title": MAX_TITLE,
    "summary": MAX_SUMMARY,
    "description": MAX_TEXT,
    "beneficiaries": MAX_SUMMARY,
    "category": MAX_SUMMARY,
    "district": MAX_SUMMARY,
    "place": MAX_SUMMARY,
}
_PICTURE = re.compile(r"/pictures/[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}")
_PHOTO = re.compile(r"(/fichiers/[0-9a-f]{64})\.jpg")


def card_of(picture: str) -> str:
    """The address of a picture where it is shown small: of a resident's photo its card, else the same."""
    return _PHOTO.sub(r"\1-carte.jpg", picture)


@dataclass(frozen=True)
class ProjectDraft:
    """What is given to make a project. The cost is in cents; coordinates are degrees (WGS 84)."""

    title: str
    cost: int
    summary: str = ""
    description: str = ""
    beneficiaries: str = ""
    category: str = ""
    district: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    picture: str | None = None

    def check(self) -> None:
        """Raises InvalidInputError with the field that cannot be taken."""
        if not self.title.strip():
            raise InvalidInputError("field-empty", field="title")
        for field, limit in _LIMITS.items():
            if len(getattr(self, field)) > limit:
                raise InvalidInputError("field-too-long", field=field, limit=limit)
        if not 0 < self.cost <= MAX_COST:
            raise InvalidInputError("cost-invalid", field="cost")
        if self.picture is not None and not any(known.fullmatch(self.picture) for known in (_PICTURE, _PHOTO)):
            raise InvalidInputError("picture-invalid", field="picture")
        self._check_position()

    def _check_position(self) -> None:
        if (self.latitude is None) != (self.longitude is None):
            raise InvalidInputError("position-invalid", field="latitude")
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            raise InvalidInputError("position-invalid", field="latitude")
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            raise InvalidInputError("position-invalid", field="longitude")


@dataclass(frozen=True)
class ProjectView:
    """A project as published."""

    number: int
    title: str
    summary: str
    description: str
    beneficiaries: str
    category: str
    district: str
    place: str
    cost: int
    latitude: float | None
    longitude: float | None
    picture: str | None


@dataclass(frozen=True)
class DistrictView:
    """A district; ``outline`` is a GeoJSON geometry as text, where there is one."""

    code: str
    name: str
    outline: str | None
