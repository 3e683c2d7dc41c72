"""The files of a result: for programs, for spreadsheets and, where ballots were opened, for Pabulib."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.services.result_files import load_result_csv, load_result_file, load_result_pabulib
from budget_app.web.answers import answers_page
from budget_app.web.language import page_language
from budget_app.web.published import published


def _answer(request: Request, content: bytes, media_type: str, ending: str) -> Response:
    return published(request, content, media_type, f"{request.path_params['slug']}.{ending}")


@answers_page
async def data(request: Request) -> Response:
    """``GET /results/{slug}.json``: isoloir-result-1, what a recount compares (docs/recount.md)."""
    content = await run_in_threadpool(load_result_file, request.path_params["slug"])
    return _answer(request, content, "application/json", "result.json")


@answers_page
async def sheet(request: Request) -> Response:
    """``GET /results/{slug}.csv``: a line a project, in the person's language."""
    content = await run_in_threadpool(load_result_csv, request.path_params["slug"], page_language(request))
    return _answer(request, content, "text/csv", "csv")


@answers_page
async def ballots(request: Request) -> Response:
    """``GET /results/{slug}.pb``: the valid opened ballots; not found where only totals were opened."""
    content = await run_in_threadpool(load_result_pabulib, request.path_params["slug"])
    return _answer(request, content, "text/plain", "pb")


ROUTES = [
    Route("/results/{slug}.json", data, methods=["GET"]),
    Route("/results/{slug}.csv", sheet, methods=["GET"]),
    Route("/results/{slug}.pb", ballots, methods=["GET"]),
]
