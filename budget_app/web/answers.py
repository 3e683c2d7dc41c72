"""The one place where refusals and failures become answers: a status, a sentence, nothing more."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from budget_app.domain.errors import (
    ConflictError,
    DomainError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    TooManyTriesError,
)
from budget_app.locale import translate
from budget_app.locale.sentences import sentence
from budget_app.web.language import api_language, page_language
from budget_app.web.plain_pages import render
from budget_app.web.policies import CSP, NOTHING

Endpoint = Callable[[Request], Awaitable[Response]]
EVERY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

_LOG = logging.getLogger("budget_app.incidents")
_STATUS_OF_CODE = {
    "ballot-too-large": 413,
    "body-too-large": 413,
    "file-too-large": 413,
    "body-too-slow": 408,
    "ballot-malformed": 400,
    "roll-number-malformed": 400,
    "birth-date-malformed": 400,
}
_STATUS_OF_CLASS: tuple[tuple[type[DomainError], int], ...] = (
    (NotAllowedError, 403),
    (NotFoundError, 404),
    (ConflictError, 409),
    (InvalidInputError, 422),
    (TooManyTriesError, 429),
)
_DATA_HEADERS = {CSP: NOTHING, "cache-control": "no-store", "referrer-policy": "no-referrer"}


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal: its code's, else its class's, else 400."""
    by_class = next((status for kind, status in _STATUS_OF_CLASS if isinstance(error, kind)), 400)
    return _STATUS_OF_CODE.get(error.code, by_class)


def data(content: object, status: int = 200, headers: dict[str, str] | None = None) -> JSONResponse:
    """An answer for a program; not kept by any cache."""
    return JSONResponse(content, status, headers={**_DATA_HEADERS, **(headers or {})})


def refusal(error: DomainError, language: str) -> Response:
    """``{"code", "message", "facts"}`` with the status of the refusal."""
    body = {"code": error.code, "message": sentence(error, language), "facts": error.facts}
    wait = error.facts.get("retry_after")
    return data(body, status_of(error), {"retry-after": str(wait)} if wait is not None else None)


def render_form(
    request: Request, template: str, error: DomainError | None = None, *, fields: tuple[str, ...] = (), **values: object
) -> Response:
    """The form of ``template``: ``at`` holds what was wrong by field, and under "" what concerns none of ``fields``."""
    at = dict.fromkeys((*fields, ""), "")
    if error:
        field = str(error.facts.get("field", ""))
        at[field if field in fields else ""] = sentence(error, page_language(request))
    response = render(request, template, status=status_of(error) if error else 200, at=at, **values)
    if error and "retry_after" in error.facts:
        response.headers["retry-after"] = str(error.facts["retry_after"])
    return response


def note_incident(error: Exception, place: str) -> str:
    """Logs an unexpected error whole under a new incident number, and gives that number.

    ``place`` is a route or a script: never the request's body, headers, query or fragment.
    """
    number = secrets.token_hex(4)
    _LOG.error("incident %s at %s", number, place, exc_info=error)
    return number


def _place(request: Request) -> str:
    route = request.scope.get("route")
    return f"{request.method} {getattr(route, 'path', 'unknown route')}"


def answers_data(endpoint: Endpoint) -> Endpoint:
    """Makes the refusals and failures of ``endpoint`` JSON answers in the ``Accept-Language``."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except DomainError as error:
            return refusal(error, api_language(request))
        except ClientDisconnect:
            return Response(status_code=400)
        except HTTPException:
            raise
        except Exception as error:
            number = note_incident(error, _place(request))
            message = translate(
                "Une erreur est survenue de notre côté. Numéro d’incident : {number}.",
                api_language(request),
                number=number,
            )
            return data({"code": "incident", "message": message, "facts": {"number": number}}, 500)

    return answer


def answers_page(endpoint: Endpoint) -> Endpoint:
    """Makes the refusals and failures of ``endpoint`` plain pages in the person's language."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except DomainError as error:
            message = sentence(error, page_language(request))
            return render(request, "refusal.html", status=status_of(error), message=message)
        except ClientDisconnect:
            return Response(status_code=400)
        except HTTPException:
            raise
        except Exception as error:
            number = note_incident(error, _place(request))
            return render(request, "incident.html", status=500, number=number)

    return answer


async def page_not_found(request: Request) -> Response:
    """The page for an address where there is nothing."""
    return render(request, "not_found.html", status=404)


async def data_not_found(request: Request) -> Response:
    """The answer for an address of the interface for programs where there is nothing."""
    return refusal(NotFoundError("address-unknown"), api_language(request))
