"""A browser in which an account of a test is signed in already."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

from budget_app.services.accounts import SESSION_LENGTH
from budget_app.services.actor import Actor
from budget_app.storage.accounts import SessionRow
from budget_app.storage.database import write_session
from tests.budget_app.web_client import WebClient


def session_of(actor: Actor) -> str:
    """The token of a new session of the account."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    kept = hashlib.sha256(token.encode()).hexdigest()
    with write_session() as session:
        session.add(
            SessionRow(
                token_hash=kept,
                account_id=actor.account_id or 0,
                created_at=now,
                seen_at=now,
                expires_at=now + SESSION_LENGTH,
            )
        )
    return token


def client_of(actor: Actor) -> WebClient:
    """A browser in which the account is signed in."""
    client = WebClient()
    client.cookies.set("isoloir_session", session_of(actor))
    return client
