"""Photos and documents of a proposal: the step of the form that takes files, one at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.domain.errors import ConflictError, DomainError, InvalidInputError
from budget_app.domain.proposal import AttachedFile, ProposalContent
from budget_app.services.actor import Actor
from budget_app.services.proposal_files import remove_file
from budget_app.services.proposal_form import WrittenView, open_written
from budget_app.web.multipart import UploadForm, upload_form
from budget_app.web.proposal_files import MAX_UPLOAD, take_upload
from budget_app.web.proposal_steps import Step, beside, missing_in, wrong_shape
from budget_app.web.proposals import go, revision_of, save, step_page
from budget_app.web.visitors import for_signed_in


@dataclass(frozen=True)
class _Taken:
    """What came: the file that was attached, if one was chosen, or why it could not be."""

    added: AttachedFile | None = None
    refused: InvalidInputError | None = None


async def _attach(actor: Actor, proposal_id: int, form: UploadForm, now: datetime) -> _Taken:
    """Attaches the file that was chosen; whatever is wrong with it is told at its field."""
    for upload in form.uploads:
        if upload.field_name == "file":
            alt = form.fields.get("alt", "").strip()
            try:
                return _Taken(added=await take_upload(actor, proposal_id, upload, None, alt, now))
            except InvalidInputError as error:
                return _Taken(refused=InvalidInputError(error.code, **{**error.facts, "field": "file"}))
    return _Taken()


def _described(content: ProposalContent, fields: dict[str, str]) -> ProposalContent:
    """The content with the descriptions that were typed, without the file that was taken away."""
    typed = {key.removeprefix("alt-"): text.strip() for key, text in fields.items() if key.startswith("alt-")}
    kept = (file for file in content.files if file.key != fields.get("remove"))
    return replace(content, files=tuple(replace(file, alt=typed.get(file.key, file.alt)) for file in kept))


def _with(content: ProposalContent, added: AttachedFile | None) -> ProposalContent:
    """The content with one more file; the same file again only changes what is said of it."""
    if added is None:
        return content
    others = tuple(file for file in content.files if file.key != added.key)
    return replace(content, files=(*others, added))


def _changed_elsewhere(
    request: Request, actor: Actor, form: UploadForm, taken: _Taken, error: DomainError, now: datetime
) -> Response:
    """The newest draft with the new file, which nobody else can have changed, and the descriptions as typed."""
    proposal_id = request.path_params["id"]
    theirs = open_written(actor, proposal_id, now)
    save(actor, theirs, _with(theirs.content, taken.added), theirs.revision, now)
    theirs = open_written(actor, proposal_id, now)
    saved = {f"alt-{file.key}": file.alt for file in theirs.content.files}
    typed = {**saved, **{name: text for name, text in form.fields.items() if name in saved}}
    other = {name: text for name, text in saved.items() if text != typed[name]}
    return step_page(request, theirs, Step.FILES, typed={**typed, "alt": ""}, other=other, refusal=error)


def _answer(request: Request, actor: Actor, form: UploadForm, taken: _Taken, now: datetime) -> Response:
    proposal_id, step = request.path_params["id"], Step.FILES
    written = open_written(actor, proposal_id, now)
    content = _with(_described(written.content, form.fields), taken.added)
    typed = {**{f"alt-{file.key}": file.alt for file in content.files}, "alt": ""}
    wrong = wrong_shape(step, content)
    if not wrong:
        try:
            save(actor, written, content, revision_of(form.fields), now)
        except ConflictError as error:
            return _changed_elsewhere(request, actor, form, taken, error, now)
        _forget_removed(actor, written, form.fields.get("remove"))
        written = open_written(actor, proposal_id, now)
    if taken.refused:
        wrong, typed["alt"] = [taken.refused, *wrong], form.fields.get("alt", "")
    move = "add" if form.fields.get("remove") else form.fields.get("then", "next")
    if move == "next":
        wrong = [*wrong, *missing_in(step, content, written)]
    if wrong:
        return step_page(request, replace(written, content=content), step, typed=typed, wrong=wrong)
    if move in ("next", "back"):
        return go(f"/proposer/{proposal_id}/{beside(step, 1 if move == 'next' else -1)}")
    return go(f"/proposer/{proposal_id}/{step}" + ("?garde=1" if move == "later" else ""))


def _forget_removed(actor: Actor, written: WrittenView, key: str | None) -> None:
    if key and any(file.key == key for file in written.content.files):
        remove_file(actor, written.proposal.id, key)


@for_signed_in
async def take_files(request: Request, actor: Actor, now: datetime) -> Response:
    """``POST /proposer/{id}/photos``: attaches a file, takes one away, or keeps what is said of them and goes on."""
    proposal_id = request.path_params["id"]
    await run_in_threadpool(open_written, actor, proposal_id, now)  # strangers' files are not even read
    async with upload_form(request, MAX_UPLOAD) as form:
        taken = await _attach(actor, proposal_id, form, now)
        return await run_in_threadpool(_answer, request, actor, form, taken, now)


ROUTES = [Route(f"/proposer/{{id:int}}/{Step.FILES}", take_files, methods=["POST"])]
