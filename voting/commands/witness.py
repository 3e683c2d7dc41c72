"""witness: serves POST /add-checkpoint, so that a board's checkpoints can be cosigned (C2SP, tlog-witness)."""

from __future__ import annotations

import argparse
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from voting.checkpoints.witness import MAX_REQUEST
from voting.commands.note_keys import read_signing_key, read_witness_keys
from voting.commands.parser import add_command
from voting.commands.witness_folder import WitnessFolder
from voting.errors import CheckpointError
from voting.words import refusal, say

_STATUS = {
    "witness-origin": 404,
    "note-unsigned": 403,
    "note-signature": 403,
    "witness-conflict": 409,
    "consistency-size": 422,
    "consistency-proof": 422,
}
_SECONDS = 30


class WitnessServer(ThreadingHTTPServer):
    """One thread a connection; what it knows is in ``folder``."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], folder: WitnessFolder) -> None:
        super().__init__(address, _Handler)
        self.folder = folder


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _SECONDS
    server: WitnessServer

    def do_POST(self) -> None:
        """``POST /add-checkpoint``: the cosignature, or why there is none."""
        length = self.headers.get("content-length", "")
        if self.path != "/add-checkpoint" or not length.isdecimal() or int(length) > MAX_REQUEST:
            self.close_connection = True  # the body is left unread
            self._answer(404 if self.path != "/add-checkpoint" else 413 if length.isdecimal() else 411, "")
            return
        try:
            line = self.server.folder.add_checkpoint(self.rfile.read(int(length)), datetime.now(UTC))
        except CheckpointError as error:
            if error.code == "witness-conflict":
                self._answer(409, f"{error.facts['expected']}\n", "text/x.tlog.size")
            else:
                self._answer(_STATUS.get(error.code, 400), f"{error.code}: {refusal(error.code, 'en')}\n")
            return
        self._answer(200, line.line)

    def _answer(self, status: int, text: str, kind: str = "text/plain; charset=utf-8") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.send_header("cache-control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        """Tells nothing of the machine."""
        return "isoloir-witness"

    def log_message(self, format: str, *args: object) -> None:
        """Keeps no list of who asked."""


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError("HOST:PORT")
    return host, int(port)


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "witness", language)
    parser.argument("keyfile", "note-key-file", type=Path)
    parser.option("--board", key="witness-board", action="append", required=True, metavar="KEY")
    parser.option("--folder", key="witness-folder", type=Path, required=True, metavar="DIR")
    parser.option("--listen", key="witness-listen", type=_address, default=("127.0.0.1", 8600), metavar="HOST:PORT")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, language: str) -> int:
    """Serves until it is interrupted."""
    key = read_signing_key(options.keyfile)
    folder = WitnessFolder(options.folder, key, read_witness_keys(options.board))
    with WitnessServer(options.listen, folder) as server:
        host, port = server.server_address[:2]
        print(say("witness-serves", language, address=f"http://{host!s}:{port}", public=key.verifier.text), flush=True)
        with suppress(KeyboardInterrupt):
            server.serve_forever()
    return 0
