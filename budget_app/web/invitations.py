"""Answers of people who are asked to sign a proposal: co-authors signed in, a minor's parent by a mailed link."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.domain.errors import DomainError
from budget_app.services.actor import Actor
from budget_app.services.authors import answer_invitation, list_invitations
from budget_app.services.merges import answer_merge, list_my_merges
from budget_app.services.parents import answer_consent, find_consent
from budget_app.web.answers import answers_page, render_form
from budget_app.web.bodies import read_form
from budget_app.web.origins import check_origin
from budget_app.web.visitors import for_signed_in


def _invitations(request: Request, actor: Actor, *, done: str = "", error: DomainError | None = None) -> Response:
    invitations, merges = list_invitations(actor), list_my_merges(actor)
    return render_form(request, "invitations.html", error, done=done, invitations=invitations, merges=merges)


@for_signed_in
async def show_invitations(request: Request, actor: Actor, _now: datetime) -> Response:
    """``GET /invitations``: what the account is asked to sign."""
    return await run_in_threadpool(_invitations, request, actor)


def _number(form: dict[str, str], field: str) -> int:
    """The number of what is answered; 0, which nothing has, for anything else."""
    typed = form.get(field, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _answer(request: Request, actor: Actor, form: dict[str, str], now: datetime) -> Response:
    accepts = form.get("then") == "accept"
    try:
        answer_invitation(actor, _number(form, "invitation"), accepts=accepts, now=now)
    except DomainError as error:
        return _invitations(request, actor, error=error)
    return _invitations(request, actor, done="yes" if accepts else "no")


@for_signed_in
async def take_invitation(request: Request, actor: Actor, now: datetime) -> Response:
    """``POST /invitations``: signs one, or declines it."""
    form = await read_form(request)
    return await run_in_threadpool(_answer, request, actor, form, now)


def _answer_merge(request: Request, actor: Actor, form: dict[str, str], now: datetime) -> Response:
    agrees = form.get("then") == "agree"
    try:
        merged = answer_merge(actor, _number(form, "merge"), agrees=agrees, now=now)
    except DomainError as error:
        return _invitations(request, actor, error=error)
    return _invitations(request, actor, done="merged" if merged else "agreed" if agrees else "kept-apart")


@for_signed_in
async def take_merge(request: Request, actor: Actor, now: datetime) -> Response:
    """``POST /invitations/fusion``: agrees that proposals become one, or does not."""
    form = await read_form(request)
    return await run_in_threadpool(_answer_merge, request, actor, form, now)


@answers_page
async def show_consent(request: Request) -> Response:
    """``GET /accord``: the mailed link leads here; its token stands after ``#``."""
    return render_form(request, "consent.html", token="", asked=None, done="")


def _consent(request: Request, token: str, then: str) -> Response:
    try:
        if then not in ("yes", "no"):
            return render_form(request, "consent.html", token=token, asked=find_consent(token), done="")
        answer_consent(token, agrees=then == "yes", now=datetime.now(UTC))
    except DomainError as error:
        return render_form(request, "consent.html", error, token=token, asked=None, done="")
    return render_form(request, "consent.html", token="", asked=None, done=then)


@answers_page
async def take_consent(request: Request) -> Response:
    """``POST /accord``: shows the proposal to the parent who has the link, then takes their answer."""
    check_origin(request, required=True)
    form = await read_form(request)
    token, then = form.get("token", "").strip()[:100], form.get("then", "")
    return await run_in_threadpool(_consent, request, token, then)


ROUTES = [
    Route("/invitations", show_invitations, methods=["GET"]),
    Route("/invitations", take_invitation, methods=["POST"]),
    Route("/invitations/fusion", take_merge, methods=["POST"]),
    Route("/accord", show_consent, methods=["GET"]),
    Route("/accord", take_consent, methods=["POST"]),
]
