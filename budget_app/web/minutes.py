"""The official minutes of a counted vote: on paper, and for programs."""

from __future__ import annotations

import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.services.minutes import load_minutes, print_minutes_of
from budget_app.web.answers import answers_page
from budget_app.web.language import page_language
from budget_app.web.published import published


@answers_page
async def paper(request: Request) -> Response:
    """``GET /minutes/{slug}.pdf``: in the person's language; the same bytes until something changes."""
    content = await run_in_threadpool(print_minutes_of, request.path_params["slug"], page_language(request))
    return published(request, content, "application/pdf")


@answers_page
async def data(request: Request) -> Response:
    """``GET /minutes/{slug}.json``: the same content; money in cents, times in ISO 8601."""
    minutes = await run_in_threadpool(load_minutes, request.path_params["slug"])
    content = json.dumps(minutes.as_json(), ensure_ascii=False, indent=1) + "\n"
    return published(request, content.encode(), "application/json")


ROUTES = [
    Route("/minutes/{slug}.pdf", paper, methods=["GET"]),
    Route("/minutes/{slug}.json", data, methods=["GET"]),
]
