"""Files as they are: the booth, our own scripts and styles, the projects' pictures."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.services.verification import BOOTH
from budget_app.settings import PROJECT
from budget_app.web.answers import answers_page, page_not_found
from budget_app.web.policies import CSP, PICTURE, STRICT

ASSETS = Path(__file__).parent / "static"
PICTURES = (PROJECT / "data" / "demo" / "pictures", PROJECT / "data" / "public" / "pictures")

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_PICTURE_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}


def find_file(folder: Path, name: str, types: dict[str, str]) -> Path | None:
    """The file ``name`` directly in ``folder``, if it is there and of one of ``types``; no other way in."""
    if not _NAME.fullmatch(name) or Path(name).suffix not in types:
        return None
    path = folder / name
    inside = path.resolve().parent == folder.resolve()
    return path if inside and path.is_file() else None


@lru_cache(maxsize=64)
def _read(path: Path, _changed_ns: int, _size: int) -> tuple[bytes, str]:
    content = path.read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()}"'


def _answer(request: Request, path: Path, headers: dict[str, str]) -> Response:
    status = path.stat()
    content, etag = _read(path, status.st_mtime_ns, status.st_size)
    headers = {**headers, "etag": etag}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers)


async def serve(request: Request, path: Path, policy: str, *, cache: str = "no-cache") -> Response:
    """The file's bytes with its type, an ETag of its SHA-256, and ``policy``."""
    headers = {
        "content-type": (_TYPES | _PICTURE_TYPES)[path.suffix],
        "cache-control": cache,
        "referrer-policy": "no-referrer",
        CSP: policy,
    }
    return await run_in_threadpool(_answer, request, path, headers)


async def serve_booth(request: Request, name: str) -> Response:
    """The built file ``name`` under the strict policy, or the page that says that there is none."""
    path = find_file(BOOTH, name, _TYPES | _PICTURE_TYPES)
    return await serve(request, path, STRICT) if path else await page_not_found(request)


@answers_page
async def booth_file(request: Request) -> Response:
    """``GET /booth/{file}``: a built file of the booth or of a desk."""
    return await serve_booth(request, request.path_params["file"])


@answers_page
async def asset(request: Request) -> Response:
    """``GET /assets/{file}``: a script, style or drawing of the plain pages."""
    path = find_file(ASSETS, request.path_params["file"], _TYPES | _PICTURE_TYPES)
    return await serve(request, path, STRICT) if path else await page_not_found(request)


@answers_page
async def picture(request: Request) -> Response:
    """``GET /pictures/{file}``: a project's picture. A drawing is opened in a sandbox: nothing runs in it."""
    name = request.path_params["file"]
    found = (find_file(folder, name, _PICTURE_TYPES) for folder in PICTURES)
    path = next((path for path in found if path), None)
    if path is None:
        return await page_not_found(request)
    return await serve(request, path, PICTURE, cache="public, max-age=3600")


ROUTES = [
    Route("/booth/{file}", booth_file, methods=["GET"]),
    Route("/assets/{file}", asset, methods=["GET"]),
    Route("/pictures/{file}", picture, methods=["GET"]),
]
