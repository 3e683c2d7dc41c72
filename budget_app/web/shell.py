"""The shell of the Streamlit pages in the person's language; every other unknown address is a plain 404."""

from __future__ import annotations

import re
from functools import cache

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from budget_app.locale import translate
from budget_app.web.answers import EVERY_METHOD, page_not_found
from budget_app.web.language import page_language
from budget_app.web.policies import CSP, STREAMLIT_INDEX, streamlit_policy


class PageConvertor(Convertor[str]):
    """The home page, or one segment without a dot: the addresses that Streamlit's pages can have."""

    regex = r"(?:index\.html|[A-Za-z0-9_-]*)"

    def convert(self, value: str) -> str:
        """The address itself."""
        return value

    def to_string(self, value: str) -> str:
        """The address itself."""
        return value


class UnknownConvertor(PageConvertor):
    """Everything that is neither a page, nor a page with a slash too much, nor a file of Streamlit's."""

    regex = r"(?!_stcore/|static/|media/|component/|favicon\.png$|manifest\.json$|[A-Za-z0-9_-]+/$).+"


register_url_convertor("page", PageConvertor())
register_url_convertor("unknown", UnknownConvertor())


@cache
def shell(language: str) -> bytes:
    """Streamlit's index page with our language, title, icon, words for browsers without scripts, and our translator."""
    html = STREAMLIT_INDEX.read_text()
    title = translate("Isoloir, le budget participatif", language)
    words = translate("Ces pages ont besoin de JavaScript.", language)
    html = html.replace('<html lang="en">', f'<html lang="{language}">')
    html = html.replace("<title>Streamlit</title>", f"<title>{title}</title>")
    html = html.replace("./favicon.png", "./assets/icon.svg")
    html = html.replace("</head>", '<script type="module" src="./assets/streamlit-words.js"></script></head>')
    html = re.sub(r'\s*<link\s+rel="(?:service-desc|preload)"[^>]*>', "", html)  # the font is the system's
    html = re.sub(r"<!--.*?-->\s*", "", html, flags=re.DOTALL)
    html = re.sub(r"<noscript>.*?</noscript>", f"<noscript><p>{words}</p></noscript>", html, flags=re.DOTALL)
    return html.encode()


async def page(request: Request) -> Response:
    """``GET /{page}``: the shell, in which Streamlit's script then shows the page of that address."""
    headers = {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-cache",
        "vary": "Cookie, Accept-Language",
        CSP: streamlit_policy(),
    }
    return Response(shell(page_language(request)), headers=headers)


ROUTES = [
    Route("/{page:page}", page, methods=["GET"]),
    Route("/{path:unknown}", page_not_found, methods=EVERY_METHOD),
]
