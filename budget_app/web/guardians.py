"""What a guardian's desk asks and hands in; the personal link's token comes in a header."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.domain.errors import InvalidInputError
from budget_app.domain.guardian import ExchangeTask
from budget_app.services.exchange_messages import (
    submit_certificate,
    submit_polynomial,
    submit_promise,
    submit_voutput,
)
from budget_app.services.guardian_exchange import report_fault
from budget_app.services.guardians import guardian_task, submit_key, submit_share, submit_shuffle
from budget_app.web.answers import Endpoint, answers_data, data
from budget_app.web.bodies import read_body
from budget_app.web.links import token_of
from budget_app.web.origins import check_origin

_KEY_BYTES = 8 * 1024
_EXCHANGE_BYTES = 128 * 1024  # a polynomial for 20 guardians has 40 KB
_COUNT_BYTES = 64 * 1024 * 1024  # a shuffle or a share of 100,000 opened ballots

Submit = Callable[[str, str, bytes, datetime], None]


def _token(request: Request) -> str:
    return token_of(request, "guardian-unknown")


def _exchange(task: ExchangeTask) -> dict[str, object]:
    """The exchange as the desk reads it; what stopped it is a code and two names."""
    progress, fault = task.progress, task.progress.fault
    return {
        "index": task.index,
        "size": progress.size,
        "threshold": progress.threshold,
        "label": task.label,
        "names": task.names,
        "waited": progress.waited,
        "fault": {"code": fault.code, "by": fault.by, "about": fault.about} if fault else None,
        "certificate": task.certificate,
        "certificates": task.certificates,
        "promises": task.promises,
        "vinput": task.vinput,
        "private_key": task.encrypted_private_key,
    }


@answers_data
async def task(request: Request) -> Response:
    """``GET /api/elections/{uuid}/guardian``: what the owner of the link has to do now."""
    found = await run_in_threadpool(guardian_task, request.path_params["uuid"], _token(request))
    members = {name: value for name, value in asdict(found).items() if name != "exchange"}
    return data({**members, "exchange": _exchange(found.exchange) if found.exchange else None})


def _takes(submit: Submit, limit: int) -> Endpoint:
    """The route by which a guardian sends what ``submit`` takes, of at most ``limit`` bytes: 201 once it is kept."""

    @answers_data
    async def take(request: Request) -> Response:
        check_origin(request, required=False)
        token = _token(request)
        raw = await read_body(request, limit)
        await run_in_threadpool(submit, request.path_params["uuid"], token, raw, datetime.now(UTC))
        return data({}, 201)

    return take


def _submit_promise(uuid: str, token: str, raw: bytes, now: datetime) -> None:
    """The promise comes as its 64 hexadecimal digits, with or without the line's end of a file."""
    submit_promise(uuid, token, raw.decode("ascii", "replace").strip(), now)


def _submit_fault(uuid: str, token: str, raw: bytes, now: datetime) -> None:
    """``{"code", "about"}``: what was found, and in the message of which member of the group (null: the server's)."""
    try:
        told = json.loads(raw)
        code, about = told["code"], told["about"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidInputError("fault-malformed") from None
    if not isinstance(code, str) or not (about is None or type(about) is int):
        raise InvalidInputError("fault-malformed")
    report_fault(uuid, token, code, about, now)


async def _count_limit(request: Request, token: str) -> int:
    """How much the owner of the link may send for the count; an unknown link is refused before anything is read."""
    await run_in_threadpool(guardian_task, request.path_params["uuid"], token)
    return _COUNT_BYTES


@answers_data
async def shuffle(request: Request) -> Response:
    """``POST /api/elections/{uuid}/guardian/shuffle``: 201 once the shuffle is on the board."""
    check_origin(request, required=False)
    token = _token(request)
    raw = await read_body(request, await _count_limit(request, token))
    await run_in_threadpool(submit_shuffle, request.path_params["uuid"], token, raw, datetime.now(UTC))
    return data({}, 201)


@answers_data
async def share(request: Request) -> Response:
    """``POST /api/elections/{uuid}/guardian/share``: 201 once the share is on the board; was it the last?"""
    check_origin(request, required=False)
    token = _token(request)
    raw = await read_body(request, await _count_limit(request, token))
    counted = await run_in_threadpool(submit_share, request.path_params["uuid"], token, raw, datetime.now(UTC))
    return data({"counted": counted}, 201)


_MESSAGES: dict[str, tuple[Submit, int]] = {
    "key": (submit_key, _KEY_BYTES),
    "certificate": (submit_certificate, _KEY_BYTES),
    "promise": (_submit_promise, _KEY_BYTES),
    "polynomial": (submit_polynomial, _EXCHANGE_BYTES),
    "voutput": (submit_voutput, _KEY_BYTES),
    "fault": (_submit_fault, _KEY_BYTES),
}

ROUTES = [
    Route("/api/elections/{uuid}/guardian", task, methods=["GET"]),
    Route("/api/elections/{uuid}/guardian/shuffle", shuffle, methods=["POST"]),
    Route("/api/elections/{uuid}/guardian/share", share, methods=["POST"]),
    *(
        Route(f"/api/elections/{{uuid}}/guardian/{name}", _takes(submit, limit), methods=["POST"])
        for name, (submit, limit) in _MESSAGES.items()
    ),
]
