"""The notice of a decision, to print or to keep, and the register's files: public from the release."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.locale import LANGUAGES
from budget_app.services.decision_register import load_register_csv, load_register_json
from budget_app.services.notices import print_notice_of
from budget_app.web.answers import answers_page
from budget_app.web.language import page_language
from budget_app.web.published import published


@answers_page
async def notice(request: Request) -> Response:
    """``GET /avis/{slug}/{number}.pdf``: in the language of ``?lang=``, else the person's; not found before."""
    asked = request.query_params.get("lang")
    language = asked if asked in LANGUAGES else page_language(request)
    slug, number = request.path_params["slug"], request.path_params["number"]
    content = await run_in_threadpool(print_notice_of, slug, number, language, datetime.now(UTC))
    return published(request, content, "application/pdf")


@answers_page
async def sheet(request: Request) -> Response:
    """``GET /decisions/{slug}.csv``: a line a decision, in the person's language; not found before the release."""
    slug = request.path_params["slug"]
    content = await run_in_threadpool(load_register_csv, slug, page_language(request), datetime.now(UTC))
    return published(request, content, "text/csv", f"{slug}.decisions.csv")


@answers_page
async def data(request: Request) -> Response:
    """``GET /decisions/{slug}.json``: isoloir-decisions-1; not found before the release."""
    slug = request.path_params["slug"]
    content = await run_in_threadpool(load_register_json, slug, datetime.now(UTC))
    return published(request, content, "application/json", f"{slug}.decisions.json")


ROUTES = [
    Route("/avis/{slug}/{number:int}.pdf", notice, methods=["GET"]),
    Route("/decisions/{slug}.csv", sheet, methods=["GET"]),
    Route("/decisions/{slug}.json", data, methods=["GET"]),
]
