"""What a guardian's desk asks and hands in; the personal link's token comes in a header."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.services.guardians import guardian_task, submit_key, submit_share
from budget_app.web.answers import answers_data, data
from budget_app.web.bodies import read_body
from budget_app.web.links import token_of
from budget_app.web.origins import check_origin

_KEY_BYTES = 8 * 1024
_SHARE_BYTES = 1024 * 1024


def _token(request: Request) -> str:
    return token_of(request, "guardian-unknown")


@answers_data
async def task(request: Request) -> Response:
    """``GET /api/elections/{uuid}/guardian``: what the owner of the link has to do now."""
    found = await run_in_threadpool(guardian_task, request.path_params["uuid"], _token(request))
    return data(
        {
            "name": found.name,
            "number": found.number,
            "of": found.of,
            "state": found.state.value,
            "public_key": found.public_key,
            "election": found.election,
            "election_fingerprint": found.election_fingerprint,
            "encrypted_tally": found.encrypted_tally,
            "edition_name": found.edition_name,
            "town": found.town,
        }
    )


@answers_data
async def key(request: Request) -> Response:
    """``POST /api/elections/{uuid}/guardian/key``: 201 once the public key is kept."""
    check_origin(request, required=False)
    token = _token(request)
    raw = await read_body(request, _KEY_BYTES)
    await run_in_threadpool(submit_key, request.path_params["uuid"], token, raw, datetime.now(UTC))
    return data({}, 201)


@answers_data
async def share(request: Request) -> Response:
    """``POST /api/elections/{uuid}/guardian/share``: 201 once the share is on the board; was it the last?"""
    check_origin(request, required=False)
    token = _token(request)
    raw = await read_body(request, _SHARE_BYTES)
    counted = await run_in_threadpool(submit_share, request.path_params["uuid"], token, raw, datetime.now(UTC))
    return data({"counted": counted}, 201)


ROUTES = [
    Route("/api/elections/{uuid}/guardian", task, methods=["GET"]),
    Route("/api/elections/{uuid}/guardian/key", key, methods=["POST"]),
    Route("/api/elections/{uuid}/guardian/share", share, methods=["POST"]),
]
