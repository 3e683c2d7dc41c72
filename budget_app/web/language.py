"""The person's language: asked for by a link, kept in a cookie, else what the browser prefers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from budget_app.locale import LANGUAGES, SOURCE_LANGUAGE
from budget_app.settings import read_settings

COOKIE = "isoloir_language"
LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
_ONE_YEAR = 365 * 24 * 3600


def preferred_language(accept_language: str) -> str:
    """The first of our languages in the order of ``Accept-Language``; French when there is none."""
    ranked: list[tuple[float, str]] = []
    for entry in accept_language.split(",")[:20]:
        tag, _, quality = entry.partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        ranked.append((-weight, tag.strip()[:2].lower()))
    spoken = [tag for _, tag in sorted(ranked, key=lambda pair: pair[0]) if tag in LANGUAGES]
    return spoken[0] if spoken else SOURCE_LANGUAGE


def api_language(request: Request) -> str:
    """Language of the sentences of an answer for a program: ``Accept-Language``."""
    return preferred_language(request.headers.get("accept-language", ""))


def page_language(request: Request) -> str:
    """Language of a page: the cookie's, else ``Accept-Language``."""
    chosen = request.cookies.get(COOKIE)
    return chosen if chosen in LANGUAGES else api_language(request)


def local_path(path: str | None, otherwise: str = "/") -> str:
    """``path`` when it leads to a page of this site, else ``otherwise``: never to another site."""
    if not path or not path.startswith("/") or path.startswith("//"):
        return otherwise
    if any(character == "\\" or not character.isprintable() for character in path):
        return otherwise
    return path


async def choose_language(request: Request) -> Response:
    """``GET /language?to=fr|en&next=/path``: keeps the language in a cookie and goes back to the page."""
    response = RedirectResponse(local_path(request.query_params.get("next")), status_code=303)
    language = request.query_params.get("to")
    if language in LANGUAGES:
        https = read_settings().base_url.startswith("https://")
        response.set_cookie(COOKIE, language, max_age=_ONE_YEAR, samesite="lax", secure=https)
    return response


ROUTES = [Route("/language", choose_language, methods=["GET"])]
