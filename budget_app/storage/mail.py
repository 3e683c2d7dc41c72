"""Table of mail: what is to be sent, and what was."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from budget_app.storage.database import UtcTime


class MailRow(SQLModel, table=True):
    """One message of the outbox."""

    __tablename__ = "mail"

    id: int | None = Field(default=None, primary_key=True)
    recipient: str
    subject: str
    body: str
    queued_at: datetime = Field(sa_type=UtcTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
    tries: int = 0
    next_try_at: datetime | None = Field(default=None, sa_type=UtcTime)
