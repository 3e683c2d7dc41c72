"""A client for our routes without a server: what a test sends and what comes back."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from starlette.applications import Starlette

from budget_app.web.routes import ROUTES
from tests.budget_app.coroutines import run_coroutine

ORIGIN = "http://localhost:8501"


class WebClient:
    """Sends requests to ``app`` as a browser at ``address`` would; keeps cookies; follows no redirect."""

    def __init__(self, app: Callable[..., object] | None = None, address: str = "198.51.100.7") -> None:
        self._app = app or Starlette(routes=ROUTES)
        self._address = address
        self.cookies = httpx.Cookies()

    def request(self, method: str, path: str, **arguments: object) -> httpx.Response:
        """One request, and its whole answer."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app, client=(self._address, 40000))
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, cookies=self.cookies) as client:
                response = await client.request(method, path, **arguments)
                self.cookies = client.cookies
                return response

        return run_coroutine(send())

    def get(self, path: str, **arguments: object) -> httpx.Response:
        """``GET path``."""
        return self.request("GET", path, **arguments)

    def post(self, path: str, *, origin: str | None = ORIGIN, **arguments: object) -> httpx.Response:
        """``POST path`` from a page of ``origin``; None is a program that names none."""
        headers = dict(arguments.pop("headers", {}))
        if origin is not None:
            headers["origin"] = origin
        return self.request("POST", path, headers=headers, **arguments)
