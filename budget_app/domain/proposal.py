"""A resident's proposal: what it says, who made it, and where it stands."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum

from budget_app.domain.call_rules import CallRules
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.project import MAX_COST, MAX_SUMMARY, MAX_TEXT, DistrictView
from budget_app.domain.territory import Place, Territory

MAX_TITLE = 120
MAX_LINKS = 5
MAX_FILES = 6
_LIMITS = {
    "title": MAX_TITLE,
    "summary": MAX_SUMMARY,
    "description": MAX_TEXT,
    "beneficiaries": MAX_SUMMARY,
    "category": MAX_SUMMARY,
    "district": MAX_SUMMARY,
    "place": MAX_SUMMARY,
    "cost_words": MAX_SUMMARY,
}
_NEEDED = ("title", "summary", "description")
_LINK = re.compile(r"https?://[^\s<>\"]{1,300}")


class ProposalState(StrEnum):
    """Where a proposal stands before its review; only published ones can be read by everyone."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Channel(StrEnum):
    """How a proposal came."""

    WEB = "web"
    COUNTER = "counter"


class FileKind(StrEnum):
    """What an attached file is."""

    PHOTO = "photo"
    PDF = "pdf"


@dataclass(frozen=True)
class AttachedFile:
    """A file of a proposal: ``key`` is the SHA-256 of the kept bytes in hexadecimal, ``alt`` what is seen on it."""

    key: str
    kind: FileKind
    alt: str


@dataclass(frozen=True)
class ProposalContent:
    """What a proposal says. ``cost`` in cents, 0 when its author does not know; coordinates in degrees (WGS 84)."""

    title: str = ""
    category: str = ""
    summary: str = ""
    description: str = ""
    beneficiaries: str = ""
    district: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    cost: int = 0
    cost_words: str = ""
    links: tuple[str, ...] = ()
    files: tuple[AttachedFile, ...] = ()

    def shape_errors(self) -> Iterator[InvalidInputError]:
        """What not even a draft may hold, in the order of the form: too long, too many, not a place."""
        for field, limit in _LIMITS.items():
            if len(getattr(self, field)) > limit:
                yield InvalidInputError("field-too-long", field=field, limit=limit)
        if not 0 <= self.cost <= MAX_COST:
            yield InvalidInputError("cost-invalid", field="cost")
        if len(self.links) > MAX_LINKS:
            yield InvalidInputError("links-too-many", field="links", limit=MAX_LINKS)
        if any(not _LINK.fullmatch(link) for link in self.links):
            yield InvalidInputError("link-invalid", field="links")
        if len(self.files) > MAX_FILES:
            yield InvalidInputError("files-too-many", field="files", limit=MAX_FILES)
        if any(len(file.alt) > MAX_SUMMARY for file in self.files):
            yield InvalidInputError("field-too-long", field="files", limit=MAX_SUMMARY)
        known = self.latitude is not None and self.longitude is not None
        in_degrees = known and -90 <= (self.latitude or 0) <= 90 and -180 <= (self.longitude or 0) <= 180
        if not in_degrees and (self.latitude, self.longitude) != (None, None):
            yield InvalidInputError("position-invalid", field="place")

    def missing(self, rules: CallRules) -> Iterator[InvalidInputError]:
        """What must be there, or may not be so, before sending, in the order of the form."""
        for field in _NEEDED:
            if not getattr(self, field).strip():
                yield InvalidInputError("field-empty", field=field)
        if rules.categories and self.category not in rules.categories:
            yield InvalidInputError("category-unknown", field="category")
        if not self.place.strip() and self.latitude is None:
            yield InvalidInputError("place-missing", field="place")
        if rules.cost_cap and self.cost > rules.cost_cap:
            yield InvalidInputError("cost-over-cap", field="cost", cap=rules.cost_cap)
        if any(file.kind is FileKind.PHOTO and not file.alt.strip() for file in self.files):
            yield InvalidInputError("alt-missing", field="files")

    def check_shape(self) -> None:
        """Raises the first of :meth:`shape_errors`."""
        for error in self.shape_errors():
            raise error

    def check_complete(self, rules: CallRules) -> None:
        """Raises the first of :meth:`shape_errors` and :meth:`missing`."""
        self.check_shape()
        for error in self.missing(rules):
            raise error

    def to_json(self) -> str:
        """The content as canonical JSON: sorted members, no spaces."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def check_inside(content: ProposalContent, districts: Iterable[DistrictView]) -> None:
    """Raises InvalidInputError ``place-outside`` for a place outside the commune, where its outline is known."""
    if content.latitude is not None and content.longitude is not None:
        Territory.of(districts).check_inside(Place(content.longitude, content.latitude))


def read_content(raw: str) -> ProposalContent:
    """The content kept as ``raw`` by :meth:`ProposalContent.to_json`."""
    members = json.loads(raw)
    members["links"] = tuple(members["links"])
    files = members["files"]
    members["files"] = tuple(AttachedFile(item["key"], FileKind(item["kind"]), item["alt"]) for item in files)
    return ProposalContent(**members)


def changed_fields(before: ProposalContent, after: ProposalContent) -> tuple[str, ...]:
    """The names of the fields in which two versions differ, in the order of the form."""
    names = (field.name for field in fields(ProposalContent))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def fold(text: str) -> str:
    """The text as it is searched: lower case, without accents, one space between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.split())


@dataclass(frozen=True)
class SentVersion:
    """One version of a proposal as it was sent; versions count from 1."""

    version: int
    content: ProposalContent
    sent_at: datetime


@dataclass(frozen=True)
class ProposalView:
    """A proposal as it can be read. ``number`` counts from 1 within the edition and is given at sending."""

    id: int
    edition: str
    number: int | None
    state: ProposalState
    channel: Channel
    author_id: int | None
    author_name: str
    group_name: str
    co_authors: tuple[str, ...]
    content: ProposalContent
    version: int
    created_at: datetime
    sent_at: datetime | None
    changed_at: datetime
    merged_into: int | None
    hidden_reason: str
