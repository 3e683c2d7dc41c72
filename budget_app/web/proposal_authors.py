"""Who proposes: the step of the form with the group's name, co-authors, and the parent of a minor."""

from __future__ import annotations

from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.domain.authors import AuthorsDraft
from budget_app.domain.errors import DomainError, InvalidInputError, NotFoundError
from budget_app.services.actor import Actor
from budget_app.services.authors import ask_co_author, remove_co_author, save_authors
from budget_app.services.proposal_form import open_written
from budget_app.web.bodies import read_form
from budget_app.web.proposal_steps import Step, beside, typed_authors
from budget_app.web.proposals import go, step_page
from budget_app.web.visitors import for_signed_in

_REMOVE = "remove-"


def _draft(form: dict[str, str]) -> AuthorsDraft:
    return AuthorsDraft(
        group_name=form.get("group_name", ""),
        minor=form.get("minor") == "yes",
        parent_name=form.get("parent_name", ""),
        parent_contact=form.get("parent_contact", ""),
        parent_signed=form.get("parent_signed") == "yes",
    )


def _keep(actor: Actor, proposal_id: int, form: dict[str, str], now: datetime) -> None:
    """Keeps the fields; an address that was typed is asked whichever button was pressed."""
    save_authors(actor, proposal_id, _draft(form), now)
    if form.get("co_author", "").strip():
        ask_co_author(actor, proposal_id, form["co_author"], now)
    removed = form.get("then", "").removeprefix(_REMOVE)
    if form.get("then", "").startswith(_REMOVE) and removed.isascii() and removed.isdigit() and len(removed) < 10:
        remove_co_author(actor, proposal_id, int(removed), now)


def _answer(request: Request, actor: Actor, form: dict[str, str], now: datetime) -> Response:
    proposal_id, step = request.path_params["id"], Step.AUTHORS
    written, move = open_written(actor, proposal_id, now), form.get("then", "next")
    typed = {name: form.get(name, "").strip() for name in typed_authors(written.authors)}
    try:
        if typed != typed_authors(written.authors) or move.startswith(_REMOVE):
            _keep(actor, proposal_id, form, now)
    except NotFoundError:
        raise
    except DomainError as error:
        written = open_written(actor, proposal_id, now)  # with what was kept before it was refused
        if "field" not in error.facts:
            return step_page(request, written, step, typed=typed, refusal=error)
        told = InvalidInputError(error.code, **error.facts)
        return step_page(request, written, step, typed=typed, wrong=[told])
    if move in ("next", "back"):
        return go(f"/proposer/{proposal_id}/{beside(step, 1 if move == 'next' else -1)}")
    return go(f"/proposer/{proposal_id}/{step}?garde=1")


@for_signed_in
async def take_authors(request: Request, actor: Actor, now: datetime) -> Response:
    """``POST /proposer/{id}/auteurs``: keeps who proposes, and asks or takes back a co-author."""
    form = await read_form(request)
    return await run_in_threadpool(_answer, request, actor, form, now)


ROUTES = [Route(f"/proposer/{{id:int}}/{Step.AUTHORS}", take_authors, methods=["POST"])]
