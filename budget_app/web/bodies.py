"""Takes a request's body, never more of it than the route allows and never for longer."""

from __future__ import annotations

from urllib.parse import parse_qs

import anyio
from starlette.requests import Request

from budget_app.domain.errors import InvalidInputError

_SECONDS = 30.0
_FORM_BYTES = 8 * 1024
_FORM_FIELDS = 10


async def read_body(request: Request, limit: int, too_large: str = "body-too-large") -> bytes:
    """The body, of at most ``limit`` bytes.

    Raises InvalidInputError with the code ``too_large`` as soon as it is longer (or says that it will be),
    and with ``body-too-slow`` when it is not there within half a minute.
    """
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > limit:
        raise InvalidInputError(too_large, limit=limit)
    body = bytearray()
    with anyio.move_on_after(_SECONDS) as waiting:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise InvalidInputError(too_large, limit=limit)
    if waiting.cancelled_caught:
        raise InvalidInputError("body-too-slow")
    return bytes(body)


async def read_form(request: Request, limit: int = _FORM_BYTES, fields: int = _FORM_FIELDS) -> dict[str, str]:
    """The fields of a plain page's form, of at most ``limit`` bytes as they are sent.

    Raises InvalidInputError ``form-malformed`` for anything else, and as :func:`read_body`.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise InvalidInputError("form-malformed")
    raw = await read_body(request, limit)
    try:
        found = parse_qs(raw.decode("ascii"), keep_blank_values=True, max_num_fields=fields, errors="strict")
    except ValueError:
        raise InvalidInputError("form-malformed") from None  # the error holds the fields
    return {name: values[0] for name, values in found.items()}
