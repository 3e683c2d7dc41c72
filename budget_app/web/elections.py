"""The vote as the booth and the guardian's desk load it, and the two pages themselves."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.services.elections import public_election
from budget_app.services.verification import booth_files
from budget_app.web.answers import answers_data, answers_page, data
from budget_app.web.files import serve_booth


@answers_data
async def election(request: Request) -> Response:
    """``GET /api/elections/{uuid}``: all that the booth needs; it asks nothing else until the ballot is sealed."""
    now = datetime.now(UTC)
    found = await run_in_threadpool(public_election, request.path_params["uuid"], now)
    return data(
        {
            "uuid": found.uuid,
            "edition": found.edition,
            "town": found.town,
            "name": found.name,
            "state": found.state.value,
            "opens_at": found.opens_at.isoformat(),
            "closes_at": found.closes_at.isoformat(),
            "now": now.isoformat(),
            "revote_allowed": found.revote_allowed,
            "election": found.election,
            "election_fingerprint": found.election_fingerprint,
            "ballot_list": found.ballot_list,
            "booth_files": dict(await run_in_threadpool(booth_files)),
        }
    )


async def _page(request: Request, name: str) -> Response:
    """The file ``name`` for a vote that exists."""
    await run_in_threadpool(public_election, request.path_params["uuid"], datetime.now(UTC))
    return await serve_booth(request, name)


@answers_page
async def vote_page(request: Request) -> Response:
    """``GET /vote/{uuid}``: the booth. The voting code stands after ``#``: it does not come here."""
    return await _page(request, "booth.html")


@answers_page
async def guardian_page(request: Request) -> Response:
    """``GET /guardian/{uuid}``: the guardian's desk. The link's token stands after ``#``."""
    return await _page(request, "desk.html")


ROUTES = [
    Route("/api/elections/{uuid}", election, methods=["GET"]),
    Route("/vote/{uuid}", vote_page, methods=["GET"]),
    Route("/guardian/{uuid}", guardian_page, methods=["GET"]),
]
