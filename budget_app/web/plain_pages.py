"""Plain pages: rendered here, working without scripts, in the look of the booth."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from budget_app.locale import LANGUAGES, translate
from budget_app.web.language import LANGUAGE_NAMES, page_language
from budget_app.web.policies import CSP, PLAIN

TEMPLATES = Path(__file__).parent / "templates"
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """The page of ``template`` in the person's language, kept by no cache, loading nothing but our own files."""
    language = page_language(request)
    query = request.url.query if status < 500 else ""  # what failed may have been asked with what nobody shall see
    text = _ENVIRONMENT.get_template(template).render(
        language=language,
        other_languages=[(other, LANGUAGE_NAMES.get(other, other)) for other in LANGUAGES if other != language],
        path=request.url.path + (f"?{query}" if query else ""),
        _=partial(translate, language=language),
        **values,
    )
    return HTMLResponse(text, status, headers={CSP: PLAIN, "cache-control": "no-store"})
