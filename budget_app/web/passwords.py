"""A new password: by a mailed link when it is forgotten, or with the present one."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from budget_app.domain.errors import DomainError, InvalidInputError
from budget_app.services import accounts
from budget_app.services.passwords import MINIMUM
from budget_app.settings import read_settings
from budget_app.web.answers import answers_page, render_form
from budget_app.web.bodies import read_form
from budget_app.web.language import page_language
from budget_app.web.origins import check_origin
from budget_app.web.sign_in import COOKIE, address_of, home_of, set_session_cookie


def _form_page(request: Request, template: str, error: DomainError | None = None, **values: object) -> Response:
    """The form of ``template``, with what was wrong beside its field, or above when it concerns none."""
    return render_form(request, template, error, fields=("password", "again"), minimum=MINIMUM, **values)


def _new_password(form: dict[str, str]) -> str:
    if form.get("password") != form.get("again"):
        raise InvalidInputError("passwords-differ", field="again")
    return form.get("password", "")


def _reset_page(request: Request, *, asked: bool, email: str = "", error: DomainError | None = None) -> Response:
    return _form_page(
        request, "password_reset.html", error, asked=asked, email=email, demonstration=read_settings().demonstration
    )


@answers_page
async def show_password_reset(request: Request) -> Response:
    """``GET /password-reset``: asks for the e-mail address."""
    return _reset_page(request, asked=False)


@answers_page
async def password_reset(request: Request) -> Response:
    """``POST /password-reset``: the same answer, at once, whether or not there is such an account."""
    check_origin(request, required=True)
    email = (await read_form(request)).get("email", "").strip()
    try:
        accounts.check_email(email)
    except InvalidInputError as error:
        return _reset_page(request, asked=False, email=email, error=error)
    response = _reset_page(request, asked=True)
    response.background = BackgroundTask(
        accounts.request_reset, email, datetime.now(UTC), language=page_language(request)
    )
    return response


@answers_page
async def show_new_password(request: Request) -> Response:
    """``GET /password-reset/new``: the mailed link leads here; its token stands after ``#``."""
    return _form_page(request, "password_new.html", token="")


@answers_page
async def new_password(request: Request) -> Response:
    """``POST /password-reset/new``: sets the password, then asks to sign in with it."""
    check_origin(request, required=True)
    form = await read_form(request)
    token = form.get("token", "").strip()
    try:
        password = _new_password(form)
        await run_in_threadpool(
            accounts.reset_password, token, password, datetime.now(UTC), language=page_language(request)
        )
    except DomainError as error:
        return _form_page(request, "password_new.html", error, token=token)
    response = RedirectResponse("/sign-in?done=password-changed", status_code=303)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


@answers_page
async def show_password_change(request: Request) -> Response:
    """``GET /password-change``: the form, for who is signed in."""
    actor = await run_in_threadpool(accounts.find_actor, request.cookies.get(COOKIE), datetime.now(UTC))
    if actor.account_id is None:
        return RedirectResponse("/sign-in?next=/password-change", status_code=303)
    return _form_page(request, "password_change.html")


@answers_page
async def password_change(request: Request) -> Response:
    """``POST /password-change``: a new password and a new session; all earlier sessions end."""
    check_origin(request, required=True)
    form = await read_form(request)
    session, current = request.cookies.get(COOKIE), form.get("current", "")[:256]
    try:
        token = await run_in_threadpool(
            accounts.change_password,
            session,
            current,
            _new_password(form),
            address_of(request),
            datetime.now(UTC),
            page_language(request),
        )
    except DomainError as error:
        return _form_page(request, "password_change.html", error)
    response = RedirectResponse(await run_in_threadpool(home_of, token, datetime.now(UTC)), status_code=303)
    set_session_cookie(response, token)
    return response


ROUTES = [
    Route("/password-reset", show_password_reset, methods=["GET"]),
    Route("/password-reset", password_reset, methods=["POST"]),
    Route("/password-reset/new", show_new_password, methods=["GET"]),
    Route("/password-reset/new", new_password, methods=["POST"]),
    Route("/password-change", show_password_change, methods=["GET"]),
    Route("/password-change", password_change, methods=["POST"]),
]
