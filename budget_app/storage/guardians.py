"""Table of guardians: who holds a share of the key. Links are kept as hashes only."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from budget_app.storage.database import UtcTime


class GuardianRow(SQLModel, table=True):
    """A guardian of an edition's vote; ``number`` counts from 1 and is the owner number on the board."""

    __tablename__ = "guardian"

    edition_id: int = Field(primary_key=True, foreign_key="edition.id")
    number: int = Field(primary_key=True)
    name: str
    email: str
    token_hash: str = Field(unique=True)
    public_key: str | None = None
    public_key_raw: bytes | None = None
    key_received_at: datetime | None = Field(default=None, sa_type=UtcTime)
    share_received_at: datetime | None = Field(default=None, sa_type=UtcTime)
