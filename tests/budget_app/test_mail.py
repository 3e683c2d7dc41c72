"""Mail: queued with what it tells of, sent once by SMTP, read in the demonstration only."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from budget_app.domain.errors import NotAllowedError
from budget_app.services import mail
from budget_app.services.actor import ANONYMOUS, SYSTEM
from budget_app.services.mail_delivery import MailCarrier, SmtpServer, deliver, parse_smtp, read_smtp
from budget_app.services.upkeep import prepare_database
from budget_app.storage.database import read_session, write_session
from budget_app.storage.mail import MailRow
from tests.budget_app.smtp_server import run_smtp_server

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISOLOIR_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("ISOLOIR_DEMO", "1")
    prepare_database()


def _queue(*recipients: str) -> None:
    with write_session() as session:
        for recipient in recipients:
            mail.queue(session, recipient, "Votre lien de gardien", "Voici le lien : é#secret\n", NOW)


def _queue_and_fail() -> None:
    with write_session() as session:
        mail.queue(session, "a@valsoleil.example", "Sujet", "Texte", NOW)
        raise ZeroDivisionError


def _rows() -> list[MailRow]:
    with read_session() as session:
        return list(session.exec(select(MailRow).order_by(col(MailRow.id))))


def _server(port: int) -> SmtpServer:
    return parse_smtp(f"smtp://127.0.0.1:{port}?from=vote@valsoleil.example")


def test_mail_of_an_undone_transaction_never_leaves() -> None:
    with pytest.raises(ZeroDivisionError):
        _queue_and_fail()
    assert _rows() == []


def test_the_outbox_is_read_by_anyone_in_the_demonstration_newest_first() -> None:
    _queue("a@valsoleil.example", "b@valsoleil.example")
    assert [message.recipient for message in mail.list_outbox(ANONYMOUS)] == [
        "b@valsoleil.example",
        "a@valsoleil.example",
    ]


def test_the_outbox_is_closed_outside_the_demonstration_even_for_the_organiser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ISOLOIR_DEMO")
    with pytest.raises(NotAllowedError, match="outbox-closed"):
        mail.list_outbox(SYSTEM)


def test_a_subject_is_one_line() -> None:
    with write_session() as session:
        mail.queue(session, "a@valsoleil.example", "Sujet\r\nBcc: x@evil.example", "Texte", NOW)
    assert _rows()[0].subject == "Sujet Bcc: x@evil.example"


def test_mail_is_sent_once_and_its_text_is_not_kept() -> None:
    _queue("a@valsoleil.example", "b@valsoleil.example")
    with run_smtp_server() as inbox:
        assert deliver(_server(inbox.port), NOW) == 2
        assert deliver(_server(inbox.port), NOW + timedelta(days=1)) == 0
    assert [message["To"] for message in inbox.taken] == ["a@valsoleil.example", "b@valsoleil.example"]
    assert inbox.taken[0]["From"] == "vote@valsoleil.example"
    assert inbox.taken[0]["Subject"] == "Votre lien de gardien"
    assert inbox.taken[0].get_content().strip() == "Voici le lien : é#secret"
    assert [(row.sent_at, row.body) for row in _rows()] == [(NOW, ""), (NOW, "")]


def test_a_refused_message_waits_longer_each_time_and_holds_up_no_other() -> None:
    _queue("unknown@valsoleil.example", "b@valsoleil.example")
    with run_smtp_server() as inbox:
        inbox.refused.add("unknown@")
        assert deliver(_server(inbox.port), NOW) == 1
        assert deliver(_server(inbox.port), NOW + timedelta(seconds=59)) == 0
        assert (_rows()[0].tries, _rows()[0].sent_at) == (1, None)
        assert deliver(_server(inbox.port), NOW + timedelta(seconds=60)) == 0
        assert _rows()[0].next_try_at == NOW + timedelta(seconds=60 + 120)
        inbox.refused.clear()
        assert deliver(_server(inbox.port), NOW + timedelta(seconds=180)) == 1
    assert len(inbox.taken) == 2


def test_mail_waits_in_the_outbox_while_no_server_answers() -> None:
    _queue("a@valsoleil.example")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(OSError):  # noqa: PT011  which one depends on the machine
            deliver(_server(closed.getsockname()[1]), NOW)
    assert mail.list_outbox(ANONYMOUS)[0].sent_at is None


def test_the_carrier_sends_the_outbox_while_the_server_runs() -> None:
    _queue("a@valsoleil.example")
    with run_smtp_server() as inbox:
        carrier = MailCarrier(_server(inbox.port))
        carrier.start()
        assert inbox.arrived.wait(20)
        carrier.stop()
    assert len(inbox.taken) == 1


def test_the_address_of_the_server_says_how_and_in_whose_name() -> None:
    server = parse_smtp("smtps://us%40er:p%3Aw@mail.example.org?from=vote@example.org")
    assert (server.security, server.host, server.port) == ("smtps", "mail.example.org", 465)
    assert (server.user, server.password, server.sender) == ("us@er", "p:w", "vote@example.org")
    assert "p:w" not in repr(server)
    assert parse_smtp("smtp+starttls://mail.example.org?from=a@b.fr").port == 587


@pytest.mark.parametrize(
    "address", ["mail.example.org", "http://mail.example.org?from=a@b.fr", "smtps://mail.example.org"]
)
def test_an_address_of_a_server_that_cannot_be_used_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="ISOLOIR_SMTP") as caught:
        parse_smtp(address)
    assert address not in str(caught.value)


def test_without_a_server_mail_stays_in_the_outbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ISOLOIR_SMTP", raising=False)
    assert read_smtp() is None
