"""The notice of a decision, to print or to keep: public from the release of the decision."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.locale import LANGUAGES
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


ROUTES = [Route("/avis/{slug}/{number:int}.pdf", notice, methods=["GET"])]
