"""Tables of guardians: who holds a share of the key, and how some make one together. Links are kept as hashes only."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from budget_app.storage.database import UtcTime


class GuardianRow(SQLModel, table=True):
    """A guardian of an edition's vote; ``number`` counts from 1 and is the owner number on the board.

    Those whose key is always needed come first; those of the group (``grouped``) follow. For these, ``public_key`` is
    the verification key that the exchange ends with, and ``voutput_raw`` holds the private one, sealed for its owner.
    """

    __tablename__ = "guardian"

    edition_id: int = Field(primary_key=True, foreign_key="edition.id")
    number: int = Field(primary_key=True)
    name: str
    email: str
    language: str = "fr"
    grouped: bool = False
    token_hash: str = Field(unique=True)
    certificate_raw: bytes | None = None
    promise: str | None = None
    polynomial_raw: bytes | None = None
    voutput_raw: bytes | None = None
    certificate_received_at: datetime | None = Field(default=None, sa_type=UtcTime)
    polynomial_received_at: datetime | None = Field(default=None, sa_type=UtcTime)
    public_key: str | None = None
    public_key_raw: bytes | None = None
    key_received_at: datetime | None = Field(default=None, sa_type=UtcTime)
    share_received_at: datetime | None = Field(default=None, sa_type=UtcTime)


class ExchangeRow(SQLModel, table=True):
    """How the group of an edition makes its key: how many suffice, and what stopped the exchange, if anything did.

    ``label`` names this one attempt: what guardians derive from their seeds for it serves for no other.
    """

    __tablename__ = "guardian_exchange"

    edition_id: int = Field(primary_key=True, foreign_key="edition.id")
    threshold: int
    label: str
    fault: str | None = None
    fault_by: int | None = None
    fault_about: int | None = None
    faulted_at: datetime | None = Field(default=None, sa_type=UtcTime)
