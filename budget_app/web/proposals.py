"""Proposing: the form in steps, plain pages that work without scripts. A draft is kept at each step."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from budget_app.domain.dates import format_moment
from budget_app.domain.errors import ConflictError, DomainError, InvalidInputError, NotFoundError
from budget_app.domain.money import format_money
from budget_app.domain.proposal import ProposalContent, changed_fields
from budget_app.locale import translate
from budget_app.locale.sentences import sentence
from budget_app.services import proposals
from budget_app.services.actor import Actor
from budget_app.services.call_rules import find_call_rules
from budget_app.services.look_alikes import LookAlike, find_look_alikes
from budget_app.services.proposal_form import WrittenView, find_call, open_written
from budget_app.web.answers import answers_page, status_of
from budget_app.web.bodies import read_form
from budget_app.web.language import page_language
from budget_app.web.origins import check_origin
from budget_app.web.pin import Pin, read_zoom, view_pin
from budget_app.web.plain_pages import render
from budget_app.web.proposal_steps import (
    NAMES,
    Step,
    beside,
    missing_in,
    read_answer,
    step_of,
    still_missing,
    typed_authors,
    typed_fields,
    wrong_shape,
)
from budget_app.web.visitors import for_signed_in, visitor

_FORM_BYTES = 1024 * 1024  # far more than can be taken: what is too long comes back to be shortened
_FORM_FIELDS = 40
_MOVES = {"next": 1, "back": -1, "later": 0}


def go(path: str) -> Response:
    """To another page of ours, after a form was taken."""
    return RedirectResponse(path, status_code=303)


def _start_page(
    request: Request, slug: str | None, now: datetime, signed_in: bool, error: DomainError | None = None
) -> Response:
    edition = find_call(slug, now)
    language = page_language(request)
    if edition is None:
        return render(request, "propose_none.html", status=404)
    rules = find_call_rules(edition.slug)
    opens = edition.calendar.proposals_from
    return render(
        request,
        "propose.html",
        status=status_of(error) if error else 200,
        edition=edition,
        rules=rules,
        steps=len(Step),
        cap=format_money(rules.cost_cap, language),
        opens=format_moment(opens, language) if opens and now < opens else "",
        closes=format_moment(edition.calendar.call_closes_at, language),
        is_open=edition.takes_proposals_at(now),
        signed_in=signed_in,
        refusal=sentence(error, language) if error else "",
    )


@answers_page
async def show_start(request: Request) -> Response:
    """``GET /proposer?edition=SLUG``: the rules of the call, and where to begin."""
    now = datetime.now(UTC)
    actor = await visitor(request, now)
    slug = request.query_params.get("edition") or None
    return await run_in_threadpool(_start_page, request, slug, now, actor.account_id is not None)


@answers_page
async def start(request: Request) -> Response:
    """``POST /proposer``: a new proposal, at its first step."""
    check_origin(request, required=True)
    slug = (await read_form(request)).get("edition", "")
    now = datetime.now(UTC)
    actor = await visitor(request, now)
    try:
        proposal_id = await run_in_threadpool(proposals.start_proposal, actor, slug, now)
    except ConflictError as error:
        return await run_in_threadpool(_start_page, request, slug, now, actor.account_id is not None, error)
    return go(f"/proposer/{proposal_id}/{Step.IDEA}")


def _errors(found: list[InvalidInputError], language: str) -> dict[str, str]:
    """The first sentence for each field."""
    told: dict[str, str] = {}
    for error in found:
        told.setdefault(str(error.facts["field"]), sentence(error, language))
    return told


def _summary(written: WrittenView, language: str) -> list[tuple[str, str, str]]:
    """What keeps the proposal from being sent: each with its step and field."""
    missing = _errors(still_missing(written.content, written), language)
    return [(step_of(field), field, told) for field, told in missing.items()]


def _typed(written: WrittenView, step: Step) -> dict[str, str]:
    return typed_authors(written.authors) if step is Step.AUTHORS else typed_fields(written.content, step)


def step_page(
    request: Request,
    written: WrittenView,
    step: Step,
    *,
    typed: dict[str, str] | None = None,
    wrong: list[InvalidInputError] | None = None,
    other: dict[str, str] | None = None,
    refusal: DomainError | None = None,
    alike: tuple[LookAlike, ...] = (),
    pin: Pin | None = None,
) -> Response:
    """A step; ``wrong`` stands at its fields, ``other`` is what another window saved meanwhile."""
    language = page_language(request)
    first = next(iter(wrong or []), None)
    status = status_of(refusal or first) if refusal or first else 200  # type: ignore[arg-type]  # one of them is there
    values: dict[str, Any] = {
        "written": written,
        "step": step,
        "steps": [(each, translate(NAMES[each], language)) for each in Step],
        "number": list(Step).index(step) + 1,
        "fields": typed if typed is not None else _typed(written, step),
        "errors": _errors(wrong or [], language),
        "other": other or {},
        "refusal": sentence(refusal, language) if refusal else "",
        "closed": sentence(ConflictError(written.closed), language) if written.closed else "",
        "saved": request.query_params.get("garde") == "1" and not wrong,
    }
    if step is Step.PLACE:
        shown = pin or Pin.of(
            written.content.latitude, written.content.longitude, read_zoom(request.query_params.get("zoom"))
        )
        values["pin"] = view_pin(shown, written.districts, written.proposal.edition)
    if step is Step.REVIEW:
        values["alike"] = alike
        values["missing"] = _summary(written, language)
        values["cost"] = format_money(written.content.cost, language) if written.content.cost else ""
    return render(request, f"propose_{step.name.lower()}.html", status=status, **values)


def _step_asked(request: Request) -> Step:
    try:
        return Step(request.path_params["step"])
    except ValueError:
        raise NotFoundError("address-unknown") from None


@for_signed_in
async def show_step(request: Request, actor: Actor, now: datetime) -> Response:
    """``GET /proposer/{id}/{step}``: the step as its authors left it; not found for everybody else."""
    step = _step_asked(request)
    written = await run_in_threadpool(open_written, actor, request.path_params["id"], now)
    alike = await run_in_threadpool(find_look_alikes, actor, written.proposal.id) if step is Step.REVIEW else ()
    return step_page(request, written, step, alike=alike)


def revision_of(form: dict[str, str]) -> int:
    """The revision that the writer had read; one that no draft has where the form names none."""
    text = form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def save(actor: Actor, written: WrittenView, content: ProposalContent, revision: int, now: datetime) -> None:
    """Keeps the draft; nothing to keep when nothing was changed."""
    if changed_fields(written.content, content):
        proposals.save_draft(actor, written.proposal.id, content, revision, now)


def _take_step(request: Request, actor: Actor, step: Step, form: dict[str, str], now: datetime) -> Response:
    proposal_id = request.path_params["id"]
    written = open_written(actor, proposal_id, now)
    answer = read_answer(step, form, written.content)
    wrong = [*answer.malformed, *wrong_shape(step, answer.content)]
    move = form.get("then", "next")
    left = [*wrong, *missing_in(step, answer.content, written)] if move == "next" else wrong
    if wrong:
        return step_page(request, written, step, typed=answer.typed, wrong=left)
    try:
        save(actor, written, answer.content, revision_of(form), now)
    except ConflictError as error:
        theirs = open_written(actor, proposal_id, now)
        saved = typed_fields(theirs.content, step)
        other = {name: text for name, text in saved.items() if text != answer.typed[name]}
        return step_page(request, theirs, step, typed=answer.typed, other=other, refusal=error)
    if move == "later":
        return go(f"/proposer/{proposal_id}/{step}?garde=1")
    if left:
        return step_page(request, open_written(actor, proposal_id, now), step, typed=answer.typed, wrong=left)
    return go(f"/proposer/{proposal_id}/{beside(step, _MOVES.get(move, 1))}")


def _send(request: Request, actor: Actor, form: dict[str, str], now: datetime) -> Response:
    proposal_id = request.path_params["id"]
    try:
        proposals.send_proposal(actor, proposal_id, now, revision_of(form))
    except (ConflictError, InvalidInputError) as error:
        return step_page(request, open_written(actor, proposal_id, now), Step.REVIEW, refusal=error)
    return go(f"/proposer/{proposal_id}/envoyee")


@for_signed_in
async def take_step(request: Request, actor: Actor, now: datetime) -> Response:
    """``POST /proposer/{id}/{step}``: keeps what was typed and goes on; the last step sends the proposal."""
    step = _step_asked(request)
    form = await read_form(request, _FORM_BYTES, _FORM_FIELDS)
    if step is Step.REVIEW:
        if form.get("then") == "back":
            return go(f"/proposer/{request.path_params['id']}/{beside(step, -1)}")
        return await run_in_threadpool(_send, request, actor, form, now)
    return await run_in_threadpool(_take_step, request, actor, step, form, now)


@for_signed_in
async def show_sent(request: Request, actor: Actor, now: datetime) -> Response:
    """``GET /proposer/{id}/envoyee``: its number, and what comes now."""
    written = await run_in_threadpool(open_written, actor, request.path_params["id"], now)
    if written.proposal.number is None:
        return go(f"/proposer/{written.proposal.id}/{Step.REVIEW}")
    return render(request, "propose_sent.html", written=written)


@for_signed_in
async def show_withdrawal(request: Request, actor: Actor, now: datetime) -> Response:
    """``GET /proposer/{id}/retirer``: asks whether it shall really be taken back."""
    written = await run_in_threadpool(open_written, actor, request.path_params["id"], now)
    return render(request, "propose_withdraw.html", written=written, done=False)


@for_signed_in
async def withdraw(request: Request, actor: Actor, now: datetime) -> Response:
    """``POST /proposer/{id}/retirer``: takes the proposal back, for good."""
    proposal_id = request.path_params["id"]
    written = await run_in_threadpool(open_written, actor, proposal_id, now)
    await run_in_threadpool(proposals.withdraw_proposal, actor, proposal_id, now)
    return render(request, "propose_withdraw.html", written=written, done=True)


ROUTES = [
    Route("/proposer", show_start, methods=["GET"]),
    Route("/proposer", start, methods=["POST"]),
    Route("/proposer/{id:int}/envoyee", show_sent, methods=["GET"]),
    Route("/proposer/{id:int}/retirer", show_withdrawal, methods=["GET"]),
    Route("/proposer/{id:int}/retirer", withdraw, methods=["POST"]),
    Route("/proposer/{id:int}/{step}", show_step, methods=["GET"]),
    Route("/proposer/{id:int}/{step}", take_step, methods=["POST"]),
]
