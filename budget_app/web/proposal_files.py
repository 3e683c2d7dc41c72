"""Photos and documents of proposals: taken with the form's files, given to those who may read the proposal."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.domain.errors import NotFoundError
from budget_app.domain.proposal import AttachedFile, FileKind
from budget_app.domain.uploads import MAX_BYTES
from budget_app.services import accounts
from budget_app.services.actor import Actor
from budget_app.services.proposal_files import OpenedFile, attach_file, open_file
from budget_app.web.answers import answers_page, page_not_found
from budget_app.web.multipart import Upload
from budget_app.web.policies import CSP, NOTHING
from budget_app.web.sign_in import COOKIE

MAX_UPLOAD = max(MAX_BYTES.values())
_NAME = re.compile(r"([0-9a-f]{64})(?:(-carte)?\.(jpg)|\.(pdf))")
_SANDBOX = f"{NOTHING}; sandbox"
_PUBLIC, _PRIVATE = "public, max-age=86400, immutable", "private, no-cache"  # a day: a moderator may hide it
_CLEANERS = anyio.CapacityLimiter(2)


async def take_upload(
    actor: Actor, proposal_id: int, upload: Upload, kind: FileKind | None, alt: str, now: datetime
) -> AttachedFile:
    """Attaches a file of a form; raises as :func:`budget_app.services.proposal_files.attach_file`.

    Two at a time, in threads of their own: whoever sends large photos makes others with photos wait, and nobody else.
    """

    def attach() -> AttachedFile:
        return attach_file(actor, proposal_id, upload.read(), kind, alt, now)

    return await anyio.to_thread.run_sync(attach, limiter=_CLEANERS)


def _headers(opened: OpenedFile, key: str, *, card: bool) -> dict[str, str]:
    headers = {
        "etag": f'"{key[:32]}{"-carte" if card else ""}"',
        "cache-control": _PUBLIC if opened.public else _PRIVATE,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "content-type": "image/jpeg",
        CSP: _SANDBOX,
    }
    if opened.kind is FileKind.PDF:
        headers["content-type"] = "application/pdf"
        headers["content-disposition"] = f'attachment; filename="document-{key[:8]}.pdf"'
    return headers


@answers_page
async def proposal_file(request: Request) -> Response:
    """``GET /fichiers/{name}``: a photo, its card or a document; nothing for those who may not see it."""
    named = _NAME.fullmatch(request.path_params["name"])
    if named is None:
        return await page_not_found(request)
    key, card, photo = named[1], bool(named[2]), bool(named[3])
    actor = await run_in_threadpool(accounts.find_actor, request.cookies.get(COOKIE), datetime.now(UTC))
    kind = FileKind.PHOTO if photo else FileKind.PDF
    try:
        opened = await run_in_threadpool(open_file, actor, key, kind, card=card)
    except NotFoundError:
        return await page_not_found(request)
    headers = _headers(opened, key, card=card)
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(opened.content, headers=headers)


ROUTES = [Route("/fichiers/{name}", proposal_file, methods=["GET"])]
