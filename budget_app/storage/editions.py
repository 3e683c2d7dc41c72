"""Tables of editions, their districts and projects."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from budget_app.storage.database import UtcTime


class EditionRow(SQLModel, table=True):
    """An edition; money in cents."""

    __tablename__ = "edition"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    uuid: str = Field(unique=True)
    name: str
    town: str
    description: str
    budget: int = Field(sa_type=BigInteger)
    min_choices: int
    max_choices: int
    ballot_kind: str = "approval"
    points: int = 0
    points_each: int = 0
    choices_per_district: bool = False
    rule: str | None = None
    blank_allowed: bool
    revote_allowed: bool
    proposals_from: datetime | None = Field(default=None, sa_type=UtcTime)
    review_from: datetime | None = Field(default=None, sa_type=UtcTime)
    decisions_at: datetime | None = Field(default=None, sa_type=UtcTime)
    appeals_until: datetime | None = Field(default=None, sa_type=UtcTime)
    call_rules: str | None = None
    vote_opens_at: datetime = Field(sa_type=UtcTime)
    vote_closes_at: datetime = Field(sa_type=UtcTime)
    created_at: datetime = Field(sa_type=UtcTime)


class CalendarChangeRow(SQLModel, table=True):
    """A published change of an edition's dates; ``moved`` is JSON, ``role`` that of who made it."""

    __tablename__ = "calendar_change"

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    role: str
    moved: str
    reason: str
    changed_at: datetime = Field(sa_type=UtcTime)


class DistrictRow(SQLModel, table=True):
    """A district of an edition's town; ``outline`` is a GeoJSON geometry as text."""

    __tablename__ = "district"
    __table_args__ = (UniqueConstraint("edition_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    code: str
    name: str
    outline: str | None = None


class ProjectRow(SQLModel, table=True):
    """A project on the ballot list; ``number`` counts from 1 within its edition."""

    __tablename__ = "project"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    number: int
    title: str
    summary: str = ""
    description: str = ""
    beneficiaries: str = ""
    category: str = ""
    district: str = ""
    place: str = ""
    cost: int = Field(sa_type=BigInteger)
    latitude: float | None = None
    longitude: float | None = None
    picture: str | None = None
    proposal_id: int | None = Field(default=None, foreign_key="proposal.id")
