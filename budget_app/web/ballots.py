"""Ballots as they arrive: sealed bytes, taken whole or refused with nothing kept."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.domain.roll import parse_birth_date, parse_roll_number
from budget_app.domain.vote import IdentityClaim
from budget_app.services.ballots import MAX_BALLOT_BYTES, spoil_ballot
from budget_app.services.casting import cast_ballot
from budget_app.web.answers import answers_data, data
from budget_app.web.bodies import read_body
from budget_app.web.origins import check_origin
from budget_app.web.sign_in import address_of

_TOO_LARGE = "ballot-too-large"


def _claim(request: Request) -> IdentityClaim:
    """Who says they are casting; raises InvalidInputError without repeating what was said."""
    return IdentityClaim(
        roll_number=parse_roll_number(request.headers.get("isoloir-roll-number", "")),
        birth_date=parse_birth_date(request.headers.get("isoloir-birth-date", "")),
        address=address_of(request),
    )


@answers_data
async def cast(request: Request) -> Response:
    """``POST /api/elections/{uuid}/ballots``: 201 with the receipt; 200 with the same one for the same bytes again."""
    check_origin(request, required=False)
    raw = await read_body(request, MAX_BALLOT_BYTES, _TOO_LARGE)
    claim = _claim(request)
    receipt = await run_in_threadpool(cast_ballot, request.path_params["uuid"], raw, claim, datetime.now(UTC))
    body = {
        "tracker": receipt.tracker,
        "position": receipt.position,
        "accepted_at": receipt.accepted_at.isoformat(),
        "replaces": receipt.replaces,
    }
    return data(body, 200 if receipt.repeated else 201)


@answers_data
async def spoil(request: Request) -> Response:
    """``POST /api/elections/{uuid}/spoiled-ballots``: 201 once this ballot can never be cast."""
    check_origin(request, required=False)
    raw = await read_body(request, MAX_BALLOT_BYTES, _TOO_LARGE)
    tracker = await run_in_threadpool(spoil_ballot, request.path_params["uuid"], raw, datetime.now(UTC))
    return data({"tracker": tracker}, 201)


ROUTES = [
    Route("/api/elections/{uuid}/ballots", cast, methods=["POST"]),
    Route("/api/elections/{uuid}/spoiled-ballots", spoil, methods=["POST"]),
]
