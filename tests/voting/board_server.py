"""A site that shows a board, on this machine: a test says what it shows next, and it may cheat."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class BoardServer:
    """``files`` by path; those that end with ``.bel`` are given in parts, unless ``whole``."""

    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    whole: bool = False
    status: int = 0
    cut: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str, asked: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append((path, asked))
        if self.status:
            return self.status, {}, b""
        content = self.files.get(path)
        if content is None:
            return 404, {}, b""
        match = re.fullmatch(r"bytes=(\d+)-", asked)
        if match is None or self.whole or not path.endswith(".bel"):
            return 200, {}, content
        start = int(match[1])
        if start >= len(content):
            return 416, {"content-range": f"bytes */{len(content)}"}, b""
        part = {"content-range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        return 206, part, content[start:]


@contextmanager
def serve_board() -> Iterator[BoardServer]:
    """Runs the site for the time of a test."""
    board = BoardServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, content = board.answer(self.path, self.headers.get("range", ""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: -board.cut or None] if self.path.endswith(".bel") else content)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    board.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield board
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
