"""Casting over HTTP: sealed ballots go through the same route that a browser uses."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette

from budget_app.commands.invented_vote import InventedVoter
from budget_app.domain.errors import DomainError
from budget_app.web.routes import ROUTES

_SECONDS = 60


@contextmanager
def local_server() -> Iterator[str]:
    """Serves our routes on a free port of this machine until the block ends; gives the address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # from here on a request waits until the server takes it
        config = uvicorn.Config(Starlette(routes=ROUTES), log_level="error", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=_SECONDS)


class HttpCaster:
    """One connection to a server that takes ballots."""

    def __init__(self, address: str) -> None:
        """``address`` begins with http:// or https://; the connection is made with the first ballot."""
        self._address = address
        parts = urlsplit(address)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)

    def cast(self, uuid: str, raw: bytes, voter: InventedVoter) -> str:
        """Casts one ballot and gives its tracker.

        Raises DomainError with the code of a refusal, or ``server-unreachable``.
        """
        headers = {
            "Content-Type": "application/json",
            "Isoloir-Roll-Number": str(voter.roll_number),
            "Isoloir-Birth-Date": voter.birth_date.isoformat(),
        }
        try:
            self._connection.request("POST", f"/api/elections/{uuid}/ballots", raw, headers)
            response = self._connection.getresponse()
            answer = json.loads(response.read())
            if response.status in (200, 201):
                return str(answer["tracker"])
            code, facts = str(answer["code"]), dict(answer["facts"])
        except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
            raise DomainError("server-unreachable", address=self._address) from None
        raise DomainError(code, **facts)

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()
