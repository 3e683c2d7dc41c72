"""What the server signs of its boards, as files: checkpoints, receipts of ballots, and the keys to check them with."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.services.checkpoints import ballot_receipt, board_keys, cosigned_checkpoint, signed_checkpoint
from budget_app.web.answers import answers_page
from budget_app.web.policies import CSP, NOTHING


def _file(content: bytes | str, name: str) -> Response:
    """A text to be kept as a file; what it says can change with every event."""
    headers = {
        "cache-control": "no-store",
        "content-disposition": f'attachment; filename="{name}"',
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        CSP: NOTHING,
    }
    return Response(content, headers=headers, media_type="text/plain; charset=utf-8")


@answers_page
async def checkpoint(request: Request) -> Response:
    """``GET /board/{uuid}.checkpoint``: the board's size and root, signed (C2SP, tlog-checkpoint)."""
    uuid = request.path_params["uuid"]
    return _file(await run_in_threadpool(signed_checkpoint, uuid), f"{uuid}.checkpoint")


@answers_page
async def cosigned(request: Request) -> Response:
    """``GET /board/{uuid}.cosigned``: the last checkpoint that witnesses cosigned (C2SP, tlog-cosignature)."""
    uuid = request.path_params["uuid"]
    return _file(await run_in_threadpool(cosigned_checkpoint, uuid), f"{uuid}.cosigned")


@answers_page
async def receipt(request: Request) -> Response:
    """``GET /board/{uuid}/receipt/{tracker}``: the proof that a ballot is on the board (C2SP, tlog-proof)."""
    uuid, tracker = request.path_params["uuid"], request.path_params["tracker"]
    return _file(await run_in_threadpool(ballot_receipt, uuid, tracker), f"{uuid}.tlog-proof")


@answers_page
async def keys(_request: Request) -> Response:
    """``GET /board/key``: the verifier key of each board, one a line."""
    return _file(await run_in_threadpool(board_keys), "isoloir.keys")


ROUTES = [
    Route("/board/key", keys, methods=["GET"]),
    Route("/board/{uuid}.checkpoint", checkpoint, methods=["GET"]),
    Route("/board/{uuid}.cosigned", cosigned, methods=["GET"]),
    Route("/board/{uuid}/receipt/{tracker:path}", receipt, methods=["GET"]),
]
