"""A witness that listens on this machine for the time of a test."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import HTTPServer
from pathlib import Path

from voting.checkpoints.notes import SigningNoteKey, VerifierKey
from voting.commands.witness import WitnessServer
from voting.commands.witness_folder import WitnessFolder


@contextmanager
def serving(server: HTTPServer) -> Iterator[str]:
    """The address of a server that answers until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def serve_witness(folder: Path, key: SigningNoteKey, boards: Sequence[VerifierKey]) -> Iterator[str]:
    """The address of our witness."""
    with serving(WitnessServer(("127.0.0.1", 0), WitnessFolder(folder, key, boards))) as address:
        yield address
