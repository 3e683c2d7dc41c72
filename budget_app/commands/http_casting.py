"""Casting over HTTP: sealed ballots go through the same route that a browser uses."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette

from budget_app.commands.invented_vote import InventedVoter
from budget_app.domain.errors import DomainError


class _Server(uvicorn.Server):
    """A server in a thread, which leaves the process's signals alone."""

    ready = threading.Event()

    def install_signal_handlers(self) -> None:
        """Nothing: the main thread keeps them."""

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Tells when requests are taken."""
        await super().startup(sockets)  # type: ignore[arg-type]
        self.ready.set()


@contextmanager
def local_server() -> Iterator[str]:
    """Serves our routes on a free port of this machine until the block ends; gives the address."""
    from budget_app.web.routes import ROUTES

    config = uvicorn.Config(Starlette(routes=ROUTES), host="127.0.0.1", port=0, log_level="error", access_log=False)
    server = _Server(config)
    server.ready = threading.Event()
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        if not server.ready.wait(timeout=30):
            raise DomainError("server-not-started")
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


class HttpCaster:
    """One connection to a server that takes ballots."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "localhost", parts.port, timeout=60)

    def cast(self, uuid: str, raw: bytes, voter: InventedVoter) -> str:
        """Casts one ballot and gives its tracker; raises DomainError with the code of a refusal."""
        headers = {
            "Content-Type": "application/json",
            "Isoloir-Roll-Number": str(voter.roll_number),
            "Isoloir-Birth-Date": voter.birth_date.isoformat(),
        }
        self._connection.request("POST", f"/api/elections/{uuid}/ballots", raw, headers)
        response = self._connection.getresponse()
        answer = json.loads(response.read())
        if response.status not in (200, 201):
            raise DomainError(str(answer.get("code")), **answer.get("facts", {}))
        return str(answer["tracker"])

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()
