"""Signing in and out: plain pages that work without scripts, and the cookie that they set."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from budget_app.domain.errors import DomainError
from budget_app.locale import translate
from budget_app.locale.sentences import sentence
from budget_app.services import accounts
from budget_app.services.actor import ORGANISER
from budget_app.settings import read_settings
from budget_app.web.answers import answers_page, status_of
from budget_app.web.bodies import read_form
from budget_app.web.language import local_path, page_language
from budget_app.web.origins import check_origin
from budget_app.web.plain_pages import render

COOKIE = "isoloir_session"
DESK, OWN = "/organisation", "/mon-espace"
_DONE = {"password-changed": "Votre mot de passe est changé. Connectez-vous avec le nouveau."}


def address_of(request: Request) -> str:
    """The network address that the request came from: the socket's, or what a trusted proxy told uvicorn."""
    return request.client.host if request.client else "unknown"


def home_of(token: str | None, now: datetime) -> str:
    """Where the person of a session goes first: the organiser to the desk, everyone else to their own page."""
    return DESK if accounts.find_actor(token, now).has(ORGANISER) else OWN


def set_session_cookie(response: Response, token: str) -> None:
    """Gives the browser its session: unreadable for scripts, not sent with other sites' forms."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(accounts.SESSION_LENGTH.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=read_settings().base_url.startswith("https://"),
    )


def _sign_in_page(request: Request, form: dict[str, str], error: DomainError | None = None) -> Response:
    language = page_language(request)
    done = _DONE.get(request.query_params.get("done", ""))
    response = render(
        request,
        "sign_in.html",
        status=status_of(error) if error else 200,
        email=form.get("email", ""),
        next=local_path(form.get("next"), ""),
        refusal=sentence(error, language) if error else "",
        done=translate(done, language) if done and not error else "",
    )
    if error and "retry_after" in error.facts:
        response.headers["retry-after"] = str(error.facts["retry_after"])
    return response


@answers_page
async def show_sign_in(request: Request) -> Response:
    """``GET /sign-in?next=/path``: the form; straight on for who is signed in already."""
    onwards = local_path(request.query_params.get("next"), "")
    token, now = request.cookies.get(COOKIE), datetime.now(UTC)
    actor = await run_in_threadpool(accounts.find_actor, token, now)
    if actor.account_id is not None:
        return RedirectResponse(onwards or await run_in_threadpool(home_of, token, now), status_code=303)
    return _sign_in_page(request, {"next": onwards})


@answers_page
async def sign_in(request: Request) -> Response:
    """``POST /sign-in``: a new session and its cookie, or the form again with what was wrong."""
    check_origin(request, required=True)
    form = await read_form(request)
    now = datetime.now(UTC)
    email, password = form.get("email", "")[:254], form.get("password", "")[:256]
    try:
        token = await run_in_threadpool(accounts.sign_in, email, password, address_of(request), now)
    except DomainError as error:
        return _sign_in_page(request, form, error)
    await run_in_threadpool(accounts.sign_out, request.cookies.get(COOKIE), now)  # the browser's earlier session
    onwards = local_path(form.get("next"), "") or await run_in_threadpool(home_of, token, now)
    response = RedirectResponse(onwards, status_code=303)
    set_session_cookie(response, token)
    return response


@answers_page
async def sign_out(request: Request) -> Response:
    """``POST /sign-out``: ends the session in the database, takes the cookie away, goes to the home page."""
    check_origin(request, required=True)
    await run_in_threadpool(accounts.sign_out, request.cookies.get(COOKIE), datetime.now(UTC))
    response = RedirectResponse("/", status_code=303)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


ROUTES = [
    Route("/sign-in", show_sign_in, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]
