"""Tables of failed tries, which limits count, and of security events, which only grow."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from budget_app.storage.database import UtcTime


class AttemptRow(SQLModel, table=True):
    """A failed try: ``kind`` says of what, ``key`` is a hash of whom or where from."""

    __tablename__ = "attempt"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(index=True)
    key: str = Field(index=True)
    at: datetime = Field(sa_type=UtcTime, index=True)


class SecurityEventRow(SQLModel, table=True):
    """Something that matters for security; ``subject`` is a hash or a number, never a name."""

    __tablename__ = "security_event"

    id: int | None = Field(default=None, primary_key=True)
    code: str
    subject: str
    at: datetime = Field(sa_type=UtcTime)
