"""Sends the outbox by SMTP, where a server is set; waits longer after each failure, never sends in a transaction."""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from sqlmodel import col, or_, select

from budget_app.storage.database import read_session, write_session
from budget_app.storage.mail import MailRow

_LOG = logging.getLogger(__name__)
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_TIMEOUT = 20.0  # seconds for one step of the conversation
_PAUSE = 5.0  # seconds between two looks at the outbox
_BATCH = 50
_MOST_TRIES = 10
_FIRST_WAIT = timedelta(minutes=1)


@dataclass(frozen=True)
class SmtpServer:
    """Where mail is handed over, and in whose name."""

    security: str
    host: str
    port: int
    sender: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def parse_smtp(address: str) -> SmtpServer:
    """The server of ``smtps://user:password@host:465?from=vote@example.org``; raises ValueError.

    ``smtps`` speaks TLS from the first byte, ``smtp+starttls`` insists on changing to it, ``smtp`` speaks none
    and is for a relay on the same machine.
    """
    parts = urlsplit(address)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in _PORTS or not parts.hostname or "@" not in sender:
        raise ValueError("ISOLOIR_SMTP is to read smtps://user:password@host:465?from=vote@example.org")
    return SmtpServer(
        security=parts.scheme,
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def read_smtp() -> SmtpServer | None:
    """The server that ``ISOLOIR_SMTP`` names; None when mail is to stay in the outbox."""
    address = os.environ.get("ISOLOIR_SMTP", "")
    return parse_smtp(address) if address else None


def _connect(server: SmtpServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
    if server.security == "smtp+starttls":
        connection.starttls(context=context)
    if server.user:
        connection.login(server.user, server.password)
    return connection


def _compose(server: SmtpServer, row: MailRow) -> EmailMessage:
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = row.recipient
    message["Subject"] = row.subject
    message["Date"] = format_datetime(row.queued_at)
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(row.body)
    return message


def _take_due(now: datetime) -> list[MailRow]:
    """The messages to send now. Each is put off first: another process, or this one after a crash, tries it later."""
    due = (
        select(MailRow)
        .where(
            col(MailRow.sent_at).is_(None),
            col(MailRow.tries) < _MOST_TRIES,
            or_(col(MailRow.next_try_at).is_(None), col(MailRow.next_try_at) <= now),
        )
        .order_by(col(MailRow.id))
        .limit(_BATCH)
    )
    with read_session() as session:
        if session.exec(due).first() is None:
            return []
    with write_session() as session:
        rows = list(session.exec(due))
        for row in rows:
            row.next_try_at = now + _FIRST_WAIT * (1 << row.tries)
            row.tries += 1
            session.add(row)
    return rows


def _mark_sent(row: MailRow, now: datetime) -> None:
    """Keeps that it was sent, not what was in it: links in it are for one person only."""
    with write_session() as session:
        kept = session.get(MailRow, row.id)
        if kept is not None:
            kept.sent_at, kept.body = now, ""
            session.add(kept)


def deliver(server: SmtpServer, now: datetime) -> int:
    """Sends what is due; gives how many messages the server took. A refused message is tried again later."""
    rows = _take_due(now)
    if not rows:
        return 0
    sent = 0
    with _connect(server) as connection:
        for row in rows:
            try:
                connection.send_message(_compose(server, row))
            except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError) as error:
                _LOG.warning("message %s was not taken: %s", row.id, type(error).__name__)
                continue
            _mark_sent(row, now)
            sent += 1
    return sent


class MailCarrier:
    """A thread that sends the outbox while the server runs."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mail", daemon=True)

    def start(self) -> None:
        """Begins to send."""
        self._thread.start()

    def stop(self) -> None:
        """Ends after the message at hand."""
        self._stopping.set()
        self._thread.join(timeout=_TIMEOUT)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                deliver(self._server, datetime.now(UTC))
            except (OSError, smtplib.SMTPException) as error:
                _LOG.warning("mail was not sent: %s", type(error).__name__)
            except Exception:
                _LOG.exception("mail was not sent")
            self._stopping.wait(_PAUSE)
