"""What lies in the outbox."""

from __future__ import annotations

from sqlmodel import col, select

from budget_app.storage.database import read_session
from budget_app.storage.mail import MailRow


def mails_to(address: str) -> list[MailRow]:
    """The mails to ``address``, the oldest first."""
    with read_session() as session:
        return list(session.exec(select(MailRow).where(MailRow.recipient == address).order_by(col(MailRow.id))))
