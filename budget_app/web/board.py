"""The board as a file that anyone downloads: a plain copy-out of what was appended, whole or in part."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from budget_app.services.board import board_size, published_facts, read_board
from budget_app.services.shares import strong_file
from budget_app.web.answers import EVERY_METHOD, Endpoint, answers_page, page_not_found
from budget_app.web.policies import CSP, NOTHING

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_PIECE = 64 * 1024


def find_range(asked: str | None, size: int) -> tuple[int, int] | None:
    """First byte and end (excluded) of a ``Range`` header; None for the whole: no range, or one we do not serve.

    An unsatisfiable range gives an empty span at the end.
    """
    match = _RANGE.fullmatch(asked or "")
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        return max(0, size - int(match[2])), size
    start = int(match[1])
    end = int(match[2]) + 1 if match[2] else max(size, start + 1)
    return None if end <= start else (min(start, size), min(end, size))


def cut(chunks: Iterator[bytes], start: int, end: int) -> Iterator[bytes]:
    """The bytes from ``start`` to before ``end`` of the joined chunks, in larger pieces; reads no further."""
    position = 0
    piece = bytearray()
    for chunk in chunks:
        piece += chunk[max(0, start - position) : max(0, end - position)]
        position += len(chunk)
        if len(piece) >= _PIECE:
            yield bytes(piece)
            piece.clear()
        if position >= end:
            break
    if piece:
        yield bytes(piece)


def _headers(name: str, etag: str) -> dict[str, str]:
    return {
        "etag": etag,
        "accept-ranges": "bytes",
        "cache-control": "no-cache",
        "content-disposition": f'attachment; filename="{name}"',
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "content-encoding": "identity",  # a part of a compressed file would be of no use
        CSP: NOTHING,
    }


@answers_page
async def board(request: Request) -> Response:
    """``GET /board/{uuid}.bel``: only ever grows, so its length names its version."""
    uuid = request.path_params["uuid"]
    size = await run_in_threadpool(board_size, uuid)
    etag = f'"{uuid}-{size}"'
    headers = _headers(f"{uuid}.bel", etag)
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    same_version = request.headers.get("if-range", etag) == etag
    span = find_range(request.headers.get("range"), size) if same_version else None
    start, end = span or (0, size)
    if start >= end:
        return Response(status_code=416, headers={**headers, "content-range": f"bytes */{size}"})
    if span:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    headers["content-length"] = str(end - start)
    chunks = await run_in_threadpool(read_board, uuid)
    return StreamingResponse(
        iterate_in_threadpool(cut(chunks, start, end)),
        status_code=206 if span else 200,
        headers=headers,
        media_type="application/octet-stream",
    )


def _beside(name: str, read: Callable[[str], bytes]) -> Endpoint:
    """The route of a file beside the board, which ``read`` gives for an election; its hash names its version."""

    @answers_page
    async def beside(request: Request) -> Response:
        uuid = request.path_params["uuid"]
        content = await run_in_threadpool(read, uuid)
        etag = f'"{hashlib.sha256(content).hexdigest()}"'
        headers = _headers(f"{uuid}.{name}.json", etag)
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(content, headers={**headers, "accept-ranges": "none"}, media_type="application/json")

    return beside


_BESIDE: dict[str, Callable[[str], bytes]] = {
    "published": published_facts,  # what an auditor compares with the board (``verify --published``)
    "strong": strong_file,  # the strong shares (``verify --strong``)
}

ROUTES = [
    *(Route(f"/board/{{uuid}}.{name}.json", _beside(name, read), methods=["GET"]) for name, read in _BESIDE.items()),
    Route("/board/{uuid}.bel", board, methods=["GET"]),
    Route("/board/{path:path}", page_not_found, methods=EVERY_METHOD),
]
