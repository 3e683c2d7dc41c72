"""The registrar's desk: its page, what it asks and hands in, and the public record. No code ever comes here."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.domain.registrar import RegistrarTask
from budget_app.services.credential_record import read_record
from budget_app.services.elections import public_election
from budget_app.services.registrars import (
    check_registrar,
    current_list,
    registrar_task,
    submit_credentials,
    submit_replacements,
)
from budget_app.web.answers import answers_data, answers_page, data
from budget_app.web.bodies import read_body
from budget_app.web.files import serve_booth
from budget_app.web.links import token_of
from budget_app.web.origins import check_origin
from budget_app.web.policies import CSP, NOTHING

_LIST_BYTES = 32 * 1024 * 1024  # four hundred thousand voters


def _token(request: Request) -> str:
    return token_of(request, "registrar-unknown")


def _shown(task: RegistrarTask) -> dict[str, object]:
    return {
        "name": task.name,
        "state": task.state.value,
        "edition_name": task.edition_name,
        "town": task.town,
        "base_url": task.base_url,
        "roll_numbers": task.roll_numbers,
        "credentials": task.credentials,
        "fingerprint": task.fingerprint,
        "record": vars(task.record) if task.record else None,
    }


@answers_data
async def task(request: Request) -> Response:
    """``GET /api/elections/{uuid}/registrar``: what the owner of the link has to do, for which roll numbers."""
    uuid = request.path_params["uuid"]
    return data(_shown(await run_in_threadpool(registrar_task, uuid, _token(request), datetime.now(UTC))))


@answers_data
async def listed(request: Request) -> Response:
    """``GET /api/elections/{uuid}/registrar/credentials``: the present public list, to recompute its fingerprint."""
    return data({"file": await run_in_threadpool(current_list, request.path_params["uuid"], _token(request))})


async def _body(request: Request) -> tuple[str, str, bytes]:
    """Vote, token and file; the link is looked at before so much is taken."""
    check_origin(request, required=False)
    uuid, token = request.path_params["uuid"], _token(request)
    await run_in_threadpool(check_registrar, uuid, token)
    return uuid, token, await read_body(request, _LIST_BYTES)


@answers_data
async def credentials(request: Request) -> Response:
    """``POST /api/elections/{uuid}/registrar/credentials``: 201 once the whole list is taken.

    With ``?anew=1`` it may take the place of another list, whose codes are then worth nothing.
    """
    uuid, token, raw = await _body(request)
    anew = request.query_params.get("anew") == "1"
    taken = await run_in_threadpool(submit_credentials, uuid, token, raw, datetime.now(UTC), anew=anew)
    return data({"taken": taken}, 201)


@answers_data
async def replacements(request: Request) -> Response:
    """``POST /api/elections/{uuid}/registrar/replacements``: 201 once the old credentials are worth nothing."""
    uuid, token, raw = await _body(request)
    replaced = await run_in_threadpool(submit_replacements, uuid, token, raw, datetime.now(UTC))
    return data({"replaced": replaced}, 201)


@answers_page
async def page(request: Request) -> Response:
    """``GET /registrar/{uuid}``: the desk. The link's token stands after ``#``."""
    await run_in_threadpool(public_election, request.path_params["uuid"], datetime.now(UTC))
    return await serve_booth(request, "registrar.html")


@answers_page
async def record(request: Request) -> Response:
    """``GET /board/{uuid}.credentials.json``: which public credentials were replaced before the vote, never whose."""
    uuid = request.path_params["uuid"]
    headers = {
        "content-disposition": f'attachment; filename="{uuid}.credentials.json"',
        "cache-control": "no-cache",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        CSP: NOTHING,
    }
    return Response(await run_in_threadpool(read_record, uuid), media_type="application/json", headers=headers)


ROUTES = [
    Route("/api/elections/{uuid}/registrar", task, methods=["GET"]),
    Route("/api/elections/{uuid}/registrar/credentials", listed, methods=["GET"]),
    Route("/api/elections/{uuid}/registrar/credentials", credentials, methods=["POST"]),
    Route("/api/elections/{uuid}/registrar/replacements", replacements, methods=["POST"]),
    Route("/registrar/{uuid}", page, methods=["GET"]),
    Route("/board/{uuid}.credentials.json", record, methods=["GET"]),
]
