"""Mail: queued in the caller's transaction, so that it leaves if and only if what it tells of has happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.errors import NotAllowedError
from budget_app.services.actor import Actor
from budget_app.settings import read_settings
from budget_app.storage.database import read_session
from budget_app.storage.mail import MailRow

_LISTED = 200


@dataclass(frozen=True)
class MailView:
    """A message of the outbox."""

    recipient: str
    subject: str
    body: str
    queued_at: datetime
    sent_at: datetime | None


def queue(session: Session, to: str, subject: str, body: str, now: datetime) -> None:
    """Adds a message to the outbox; it leaves when the transaction has been committed."""
    session.add(MailRow(recipient=to, subject=" ".join(subject.split()), body=body, queued_at=now))


def list_outbox(_actor: Actor) -> tuple[MailView, ...]:
    """The newest messages first, for everyone, in the demonstration only.

    Raises NotAllowedError ``outbox-closed`` elsewhere, also for the organiser: mail holds guardians' links.
    """
    if not read_settings().demonstration:
        raise NotAllowedError("outbox-closed")
    newest = select(MailRow).order_by(col(MailRow.id).desc()).limit(_LISTED)
    with read_session() as session:
        return tuple(
            MailView(row.recipient, row.subject, row.body, row.queued_at, row.sent_at) for row in session.exec(newest)
        )
