"""The rule book as data."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.services.rule_book import load_rule_book_json
from budget_app.web.answers import answers_page
from budget_app.web.published import published


@answers_page
async def data(request: Request) -> Response:
    """``GET /reglement/{slug}.json``: isoloir-rule-book-1, canonical JSON, its SHA-256 as the ETag."""
    slug = request.path_params["slug"]
    content = await run_in_threadpool(load_rule_book_json, slug, datetime.now(UTC))
    return published(request, content, "application/json", f"{slug}.reglement.json")


ROUTES = [Route("/reglement/{slug}.json", data, methods=["GET"])]
