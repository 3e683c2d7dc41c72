"""Whether the application is well: for the machine that watches over it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.web.answers import answers_data, data


@answers_data
async def health(request: Request) -> Response:
    """``GET /api/health``: 200 while it answers."""
    return data({"status": "ok"})


ROUTES = [Route("/api/health", health, methods=["GET"])]
