"""Asking for an account: plain pages that work without scripts, and answer the same whoever has one already."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from budget_app.domain.errors import DomainError
from budget_app.services import accounts, sign_up
from budget_app.services.passwords import MINIMUM
from budget_app.settings import read_settings
from budget_app.web.answers import answers_page, render_form
from budget_app.web.bodies import read_form
from budget_app.web.language import LANGUAGE_NAMES, page_language
from budget_app.web.origins import check_origin
from budget_app.web.sign_in import COOKIE, address_of, home_of, set_session_cookie


def _sign_up_page(
    request: Request, form: dict[str, str], error: DomainError | None = None, *, asked: bool = False
) -> Response:
    typed = {"name": form.get("name", ""), "email": form.get("email", "")}
    return render_form(
        request,
        "sign_up.html",
        error,
        fields=("name", "email", "password", "language"),
        form=typed | {"language": form.get("language", page_language(request))},
        languages=tuple(LANGUAGE_NAMES.items()),
        minimum=MINIMUM,
        asked=asked,
        demonstration=read_settings().demonstration,
    )


@answers_page
async def show_sign_up(request: Request) -> Response:
    """``GET /inscription``: the form."""
    return _sign_up_page(request, {})


@answers_page
async def ask_account(request: Request) -> Response:
    """``POST /inscription``: the same answer whether or not there is an account at the address."""
    check_origin(request, required=True)
    form = await read_form(request)
    name, email, password, language = (form.get(field, "") for field in ("name", "email", "password", "language"))
    given = (name, email, password, language, address_of(request), datetime.now(UTC))
    try:
        await run_in_threadpool(sign_up.ask_account, *given)
    except DomainError as error:
        return _sign_up_page(request, form, error)
    return _sign_up_page(request, {}, asked=True)


def _confirm_page(request: Request, token: str = "", error: DomainError | None = None) -> Response:
    return render_form(request, "sign_up_confirm.html", error, fields=("password",), form={"token": token})


@answers_page
async def show_confirm(request: Request) -> Response:
    """``GET /inscription/confirmer``: the mailed link leads here; its token stands after ``#``."""
    return _confirm_page(request)


@answers_page
async def confirm_account(request: Request) -> Response:
    """``POST /inscription/confirmer``: opens the account and signs in."""
    check_origin(request, required=True)
    form, now = await read_form(request), datetime.now(UTC)
    token, password = form.get("token", "").strip()[:100], form.get("password", "")[:256]
    try:
        session = await run_in_threadpool(sign_up.confirm_account, token, password, address_of(request), now)
    except DomainError as error:
        return _confirm_page(request, token, error)
    await run_in_threadpool(accounts.sign_out, request.cookies.get(COOKIE), now)
    response = RedirectResponse(await run_in_threadpool(home_of, session, now), status_code=303)
    set_session_cookie(response, session)
    return response


def _link_page(request: Request, email: str = "", error: DomainError | None = None, *, asked: bool = False) -> Response:
    return render_form(
        request,
        "sign_up_link.html",
        error,
        fields=("email",),
        form={"email": email},
        asked=asked,
        demonstration=read_settings().demonstration,
    )


@answers_page
async def show_new_link(request: Request) -> Response:
    """``GET /inscription/lien``: asks for the e-mail address."""
    return _link_page(request)


@answers_page
async def ask_new_link(request: Request) -> Response:
    """``POST /inscription/lien``: the same answer whether or not an account was asked for."""
    check_origin(request, required=True)
    email = (await read_form(request)).get("email", "").strip()
    try:
        await run_in_threadpool(
            sign_up.ask_new_link, email, page_language(request), address_of(request), datetime.now(UTC)
        )
    except DomainError as error:
        return _link_page(request, email, error)
    return _link_page(request, asked=True)


ROUTES = [
    Route("/inscription", show_sign_up, methods=["GET"]),
    Route("/inscription", ask_account, methods=["POST"]),
    Route("/inscription/confirmer", show_confirm, methods=["GET"]),
    Route("/inscription/confirmer", confirm_account, methods=["POST"]),
    Route("/inscription/lien", show_new_link, methods=["GET"]),
    Route("/inscription/lien", ask_new_link, methods=["POST"]),
]
