"""Who asks for a page: endpoints for people who are signed in; everyone else is led to the sign-in, and back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import wraps
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from budget_app.services.accounts import find_actor
from budget_app.services.actor import Actor
from budget_app.web.answers import Endpoint, answers_page
from budget_app.web.origins import check_origin
from budget_app.web.sign_in import COOKIE

SignedIn = Callable[[Request, Actor, datetime], Awaitable[Response]]


async def visitor(request: Request, now: datetime) -> Actor:
    """Who is signed in, or nobody."""
    return await run_in_threadpool(find_actor, request.cookies.get(COOKIE), now)


def to_sign_in(request: Request) -> Response:
    """To the sign-in, and back to this address."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/sign-in?next={quote(request.url.path + query, safe='')}", status_code=303)


def for_signed_in(endpoint: SignedIn) -> Endpoint:
    """A page whose endpoint gets who is signed in, and the time; a form is taken from our own pages only."""

    @answers_page
    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        if request.method != "GET":
            check_origin(request, required=True)
        now = datetime.now(UTC)
        actor = await visitor(request, now)
        return to_sign_in(request) if actor.account_id is None else await endpoint(request, actor, now)

    return answer
