"""The place of a proposal: the step of the form with an address, a district and a pin on the map."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.domain.errors import ConflictError, DomainError, InvalidInputError
from budget_app.services.actor import Actor
from budget_app.services.proposal_form import open_written
from budget_app.web.bodies import read_form
from budget_app.web.pin import Pin, is_pressed, read_pin, typed_pin
from budget_app.web.proposal_steps import Step, TypedStep, beside, missing_in, read_answer, typed_fields, wrong_shape
from budget_app.web.proposals import go, revision_of, save, step_page
from budget_app.web.visitors import for_signed_in

_FORM_BYTES = 64 * 1024
_FORM_FIELDS = 20


def _changed_elsewhere(
    request: Request, actor: Actor, answer: TypedStep, pin: Pin, error: DomainError, now: datetime
) -> Response:
    """The step with what was typed and pressed, beside what another window saved."""
    theirs = open_written(actor, request.path_params["id"], now)
    saved = typed_fields(theirs.content, Step.PLACE)
    other = {name: text for name, text in saved.items() if text != answer.typed[name]}
    their_pin = Pin.of(theirs.content.latitude, theirs.content.longitude)
    if their_pin.place != pin.place:
        other["pin"] = ", ".join(their_pin.typed) if their_pin.place else ""
    return step_page(request, theirs, Step.PLACE, typed=answer.typed, other=other, refusal=error, pin=pin)


def _answer(request: Request, actor: Actor, form: dict[str, str], now: datetime) -> Response:
    proposal_id, step = request.path_params["id"], Step.PLACE
    written = open_written(actor, proposal_id, now)
    answer = read_answer(step, form, written.content)
    content, wrong = answer.content, [*answer.malformed, *wrong_shape(step, answer.content)]
    try:
        pin = read_pin(form, written.districts)
        content = replace(content, latitude=pin.latitude, longitude=pin.longitude)
    except InvalidInputError as error:
        pin, wrong = typed_pin(form), [*wrong, error]
    move = "pin" if is_pressed(form) else form.get("then", "next")
    left = [*wrong, *missing_in(step, content, written)] if move == "next" else wrong
    if wrong:
        return step_page(request, written, step, typed=answer.typed, wrong=left, pin=pin)
    try:
        save(actor, written, content, revision_of(form), now)
    except ConflictError as error:
        return _changed_elsewhere(request, actor, answer, pin, error, now)
    if left:
        return step_page(request, open_written(actor, proposal_id, now), step, typed=answer.typed, wrong=left, pin=pin)
    if move in ("next", "back"):
        return go(f"/proposer/{proposal_id}/{beside(step, 1 if move == 'next' else -1)}")
    return go(f"/proposer/{proposal_id}/{step}?" + (f"zoom={pin.zoom}#pin" if move == "pin" else "garde=1"))


@for_signed_in
async def take_place(request: Request, actor: Actor, now: datetime) -> Response:
    """``POST /proposer/{id}/lieu``: keeps the place and goes on, or moves the pin and shows the step again."""
    form = await read_form(request, _FORM_BYTES, _FORM_FIELDS)
    return await run_in_threadpool(_answer, request, actor, form, now)


ROUTES = [Route(f"/proposer/{{id:int}}/{Step.PLACE}", take_place, methods=["POST"])]
