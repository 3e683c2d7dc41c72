"""Tables of accounts, of those asked for, of sessions and password resets. Tokens are kept as hashes only."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from budget_app.storage.database import UtcTime


class AccountRow(SQLModel, table=True):
    """A resident or a person of the town's staff; ``roles`` are separated by spaces, none for a resident.

    Before ``confirmed_at`` the address was not shown to be theirs, and nobody can sign in.
    """

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str = ""
    language: str = "fr"
    password_hash: str
    roles: str
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_at: datetime = Field(sa_type=UtcTime)


class SessionRow(SQLModel, table=True):
    """A signed-in browser; the row's end is the session's end."""

    __tablename__ = "session"

    token_hash: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime = Field(sa_type=UtcTime)
    seen_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class PasswordResetRow(SQLModel, table=True):
    """A mailed link that sets a new password once."""

    __tablename__ = "password_reset"

    token_hash: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=UtcTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)


class SignUpRow(SQLModel, table=True):
    """An account that was asked for: its mailed link makes it one, for who knows the password chosen with it."""

    __tablename__ = "sign_up"

    token_hash: str = Field(primary_key=True)
    email: str = Field(index=True)
    name: str
    language: str
    password_hash: str
    asked_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime = Field(sa_type=UtcTime)
