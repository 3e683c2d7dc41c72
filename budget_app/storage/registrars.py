"""Tables of the registrar and of the record of public credentials. The link is kept as a hash only."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from budget_app.storage.database import UtcTime


class RegistrarRow(SQLModel, table=True):
    """Who makes the voting codes of an edition."""

    __tablename__ = "registrar"

    edition_id: int = Field(primary_key=True, foreign_key="edition.id")
    name: str
    email: str
    language: str
    token_hash: str = Field(unique=True)
    named_at: datetime = Field(sa_type=UtcTime)


class CredentialEventRow(SQLModel, table=True):
    """One entry of the record of public credentials: the exact bytes that are published. Only ever added."""

    __tablename__ = "credential_event"

    uuid: str = Field(primary_key=True, foreign_key="election.uuid")
    height: int = Field(primary_key=True)
    raw: bytes
