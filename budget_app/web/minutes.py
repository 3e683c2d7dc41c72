"""The official minutes of a counted vote: on paper, and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.services.minutes import load_minutes, print_minutes_of, print_poster_of, print_summary_of
from budget_app.web.answers import answers_page
from budget_app.web.language import page_language
from budget_app.web.published import published


async def _paper(request: Request, printed: Callable[[str, str], bytes]) -> Response:
    content = await run_in_threadpool(printed, request.path_params["slug"], page_language(request))
    return published(request, content, "application/pdf")


@answers_page
async def paper(request: Request) -> Response:
    """``GET /minutes/{slug}.pdf``: in the person's language; the same bytes until something changes."""
    return await _paper(request, print_minutes_of)


@answers_page
async def poster(request: Request) -> Response:
    """``GET /minutes/{slug}/poster.pdf``: the funded projects, to be hung on a wall."""
    return await _paper(request, print_poster_of)


@answers_page
async def summary(request: Request) -> Response:
    """``GET /minutes/{slug}/summary.pdf``: the result on one page."""
    return await _paper(request, print_summary_of)


@answers_page
async def data(request: Request) -> Response:
    """``GET /minutes/{slug}.json``: the same content; money in cents, times in ISO 8601."""
    minutes = await run_in_threadpool(load_minutes, request.path_params["slug"])
    content = json.dumps(minutes.as_json(), ensure_ascii=False, indent=1) + "\n"
    return published(request, content.encode(), "application/json")


ROUTES = [
    Route("/minutes/{slug}.pdf", paper, methods=["GET"]),
    Route("/minutes/{slug}/poster.pdf", poster, methods=["GET"]),
    Route("/minutes/{slug}/summary.pdf", summary, methods=["GET"]),
    Route("/minutes/{slug}.json", data, methods=["GET"]),
]
