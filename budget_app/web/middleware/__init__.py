"""What stands before every request: headers, the websocket guard, the fence around Streamlit."""

from __future__ import annotations

from starlette.middleware import Middleware

from budget_app.settings import read_settings
from budget_app.web.middleware.fence import StreamlitFence
from budget_app.web.middleware.headers import SecurityHeaders
from budget_app.web.middleware.websocket import WebsocketGuard
from budget_app.web.origins import allowed_origins


def create_middleware() -> list[Middleware]:
    """The middleware of the application, outermost first."""
    base_url = read_settings().base_url
    return [
        Middleware(SecurityHeaders, https=base_url.startswith("https://")),
        Middleware(WebsocketGuard, origins=allowed_origins(base_url)),
        Middleware(StreamlitFence),
    ]
