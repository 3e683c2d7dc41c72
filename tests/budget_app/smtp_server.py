"""A mail server for tests: takes messages by SMTP and keeps them; refuses whom it is told to refuse."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class SmtpInbox:
    """Where the server listens, what it took, and whom it refuses."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    arrived: threading.Event = field(default_factory=threading.Event)


class _Conversation(socketserver.StreamRequestHandler):
    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        inbox: SmtpInbox = self.server.inbox  # type: ignore[attr-defined]
        inbox.taken.append(message_from_bytes(b"".join(lines), policy=default))
        inbox.arrived.set()
        self._say("250 taken")

    def handle(self) -> None:
        inbox: SmtpInbox = self.server.inbox  # type: ignore[attr-defined]
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "DATA":
                self._take()
            elif verb == "QUIT":
                self._say("221 bye")
                return
            elif verb == "RCPT" and any(address in line for address in inbox.refused):
                self._say("550 unknown here")
            else:
                self._say("250 ok")


@contextmanager
def run_smtp_server() -> Iterator[SmtpInbox]:
    """Listens on a free port until the block ends."""
    inbox = SmtpInbox()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as server:
        server.daemon_threads = True
        server.inbox = inbox  # type: ignore[attr-defined]
        inbox.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield inbox
        server.shutdown()
