"""Plain pages: rendered here, working without scripts, in the look of the booth."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from budget_app.locale import translate
from budget_app.web.policies import CSP, PLAIN

TEMPLATES = Path(__file__).parent / "templates"
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, language: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """The page of ``template`` in ``language``, kept by no cache, loading nothing but our own files."""
    text = _ENVIRONMENT.get_template(template).render(
        language=language, _=partial(translate, language=language), **values
    )
    return HTMLResponse(text, status, headers={CSP: PLAIN, "cache-control": "no-store"})
