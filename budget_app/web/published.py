"""Answers that are files anyone may download: their bytes, and an ETag of their SHA-256."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response

from budget_app.web.policies import CSP, NOTHING


def published(request: Request, content: bytes, media_type: str, name: str | None = None) -> Response:
    """``content``, or that nothing changed since; saved as ``name`` where one is given, else shown."""
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    headers = {
        "etag": etag,
        "cache-control": "no-cache",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        CSP: NOTHING,
    }
    if name is not None:
        headers["content-disposition"] = f'attachment; filename="{name}"'
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)
