"""Of Streamlit's own addresses, lets through those that a page needs; the rest does not exist."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from budget_app.web.answers import page_not_found

_CORE = "/_stcore/"
_NEEDED = ("health", "host-config", "upload_file/", "bidi-components/", "component/")
_SIGN_IN_OF_STREAMLIT = ("/auth/", "/oauth2callback")


def is_public(path: str) -> bool:
    """Whether ``path`` may be asked for: not the metrics, not the interface for programs, not its sign-in."""
    if path.startswith(_CORE):
        return path.removeprefix(_CORE).startswith(_NEEDED)
    return not path.startswith(_SIGN_IN_OF_STREAMLIT)


class StreamlitFence:
    """Answers 404 for what is not public."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_public(scope["path"]):
            response = await page_not_found(Request(scope))
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)
