"""The network between the browser and the server, which can fail in the ways that networks do."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType

_CHUNK = 65536


def _read_request(connection: socket.socket) -> bytes:
    """One whole request; empty when the browser opened the connection and did not use it."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(_CHUNK)
        if not chunk:
            return b""
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(_CHUNK)
    return head + b"\r\n\r\n" + body


def _read_all(connection: socket.socket) -> bytes:
    parts = []
    while chunk := connection.recv(_CHUNK):
        parts.append(chunk)
    return b"".join(parts)


def _reset(connection: socket.socket) -> None:
    """Closes as a broken network does, without saying goodbye."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@dataclass
class Failure:
    """What befalls the next request whose first line begins with ``start``."""

    start: bytes
    kind: str
    released: threading.Event = field(default_factory=threading.Event)
    answered: threading.Event = field(default_factory=threading.Event)


class Wire:
    """A forwarder on a port of its own. Failures are asked for one request at a time."""

    def __init__(self, upstream: int) -> None:
        self._upstream = upstream
        self._listener: socket.socket | None = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._failures: list[Failure] = []
        self._up = True

    @property
    def address(self) -> str:
        """Where the browser finds the server."""
        return f"http://localhost:{self.port}"

    def go_down(self) -> None:
        """From now on every connection breaks at once."""
        self._up = False

    def come_up(self) -> None:
        """Everything works again."""
        self._up = True

    def cut_answer_to(self, start: str) -> Failure:
        """The next such request reaches the server, whose answer is lost. ``answered`` says when that is done."""
        return self._fail(start, "cut")

    def hold_answer_to(self, start: str) -> Failure:
        """The answer to the next such request waits until ``released`` is set."""
        return self._fail(start, "hold")

    def _fail(self, start: str, kind: str) -> Failure:
        failure = Failure(start.encode(), kind)
        self._failures.append(failure)
        return failure

    def _take_failure(self, request: bytes) -> Failure | None:
        for failure in self._failures:
            if request.startswith(failure.start):
                self._failures.remove(failure)
                return failure
        return None

    def _forward(self, connection: socket.socket, request: bytes) -> None:
        failure = self._take_failure(request)
        with socket.create_connection(("127.0.0.1", self._upstream)) as upstream:
            upstream.sendall(request)
            answer = _read_all(upstream)
        if failure is not None:
            failure.answered.set()
            if failure.kind == "cut":
                _reset(connection)
                return
            failure.released.wait()
        connection.sendall(answer)
        connection.close()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            request = _read_request(connection) if self._up else b""
            if request and self._up:
                self._forward(connection, request)
            else:
                _reset(connection)

    def _listen(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def __enter__(self) -> Wire:
        assert self._listener is not None
        threading.Thread(target=self._listen, args=(self._listener,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for failure in self._failures:
            failure.released.set()
        if self._listener is not None:
            self._listener.close()
