"""Table of the action log: rows are added and never changed; each holds the hash of the one before."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from budget_app.storage.database import UtcTime


class ActionRow(SQLModel, table=True):
    """Who did what, when, to what. ``facts`` is JSON and holds nothing personal but the account's number."""

    __tablename__ = "action_log"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int | None = None
    action: str = Field(index=True)
    subject: str = Field(index=True)
    facts: str
    done_at: datetime = Field(sa_type=UtcTime)
    previous: str
    hash: str = Field(unique=True)
