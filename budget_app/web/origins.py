"""From which sites a request that changes something may come."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from budget_app.domain.errors import NotAllowedError
from budget_app.settings import read_settings

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def allowed_origins(base_url: str) -> frozenset[str]:
    """The origins that are this application: its address; with ``localhost``, its other names too."""
    parts = urlsplit(base_url)
    host = parts.netloc.rpartition(":")[0] if parts.port else parts.netloc
    if host not in _LOOPBACK:
        return frozenset({f"{parts.scheme}://{parts.netloc}"})
    port = f":{parts.port}" if parts.port else ""
    return frozenset(f"{parts.scheme}://{name}{port}" for name in _LOOPBACK)


def check_origin(request: Request, *, required: bool) -> None:
    """Raises NotAllowedError ``origin-refused`` for a request from a page of another site.

    ``required``: a request without ``Origin`` is refused as well. Every browser sends one with a form, so
    that is right wherever a cookie speaks for the person. The other routes take programs too, which send
    none and have no cookie to abuse.
    """
    origin = request.headers.get("origin")
    if origin is None and not required:
        return
    if origin not in allowed_origins(read_settings().base_url):
        raise NotAllowedError("origin-refused")
