"""Projects of an edition, and the districts they lie in."""

from __future__ import annotations

from dataclasses import dataclass

from budget_app.domain.errors import InvalidInputError

MAX_TITLE = 250
MAX_SUMMARY = 400
MAX_TEXT = 8000


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
        limits = (("title", self.title, MAX_TITLE), ("summary", self.summary, MAX_SUMMARY))
        for field, text, limit in (*limits, ("description", self.description, MAX_TEXT)):
            if len(text) > limit:
                raise InvalidInputError("field-too-long", field=field, limit=limit)
        if self.cost <= 0:
            raise InvalidInputError("cost-invalid", field="cost")


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
