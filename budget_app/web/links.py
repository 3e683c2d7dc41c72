"""Personal links: their token comes in a header, never in an address."""

from __future__ import annotations

from starlette.requests import Request

from budget_app.domain.errors import NotAllowedError

_TOKEN_LENGTH = 128


def token_of(request: Request, unknown: str) -> str:
    """The token of ``Authorization: Bearer …``; raises NotAllowedError with the code ``unknown`` without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(token) <= _TOKEN_LENGTH:
        raise NotAllowedError(unknown)
    return token
