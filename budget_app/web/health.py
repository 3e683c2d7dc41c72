"""Whether the application is well: for the machine that watches over it."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.services.upkeep import check_database
from budget_app.web.answers import answers_data, data


@answers_data
async def health(_request: Request) -> Response:
    """``GET /api/health``: 200 while it answers and its database does."""
    await run_in_threadpool(check_database)
    return data({"status": "ok"})


ROUTES = [Route("/api/health", health, methods=["GET"])]
