"""What stands before every request: the websocket's guard, the fence around Streamlit, the headers."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg

from budget_app.web.middleware import create_middleware
from budget_app.web.middleware.websocket import WebsocketGuard, is_needed
from budget_app.web.origins import allowed_origins
from budget_app.web.policies import CSP, streamlit_policy
from tests.budget_app.coroutines import run_coroutine
from tests.budget_app.web_client import ORIGIN, WebClient


async def _streamlit(request: Any) -> PlainTextResponse:
    return PlainTextResponse("from Streamlit")


def _behind_everything() -> WebClient:
    return WebClient(Starlette(routes=[Route("/{path:path}", _streamlit)], middleware=create_middleware()))


def _message(**fields: Any) -> bytes:
    message = BackMsg()
    for name, value in fields.items():
        if name == "operation":
            getattr(message.backend_operation_request, value).SetInParent()
        elif isinstance(value, bool):
            setattr(message, name, value)
        else:
            getattr(message, name).SetInParent()
    return message.SerializeToString()


def _converse(origin: str | None, messages: list[bytes]) -> tuple[list[bytes], list[dict[str, Any]]]:
    """What an application behind the guard receives of ``messages``, and what the guard itself sends."""
    received: list[bytes] = []
    sent: list[dict[str, Any]] = []
    queue = [{"type": "websocket.receive", "bytes": message} for message in messages]
    queue.append({"type": "websocket.disconnect", "code": 1000})

    async def application(scope: Any, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            received.append(message["bytes"])

    async def receive() -> Any:
        return queue.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [] if origin is None else [(b"origin", origin.encode())]
    guard = WebsocketGuard(application, origins=allowed_origins(ORIGIN))
    run_coroutine(guard({"type": "websocket", "path": "/_stcore/stream", "headers": headers}, receive, send))
    return received, sent


NEEDED = [
    _message(rerun_script=None),
    _message(app_heartbeat=True),
    _message(stop_script=True),
    _message(file_urls_request=None),
    _message(operation="deferred_file"),
    _message(operation="dataframe_chunk"),
]
NOT_NEEDED = [
    _message(clear_cache=True),
    _message(set_run_on_save=True),
    _message(load_git_info=True),
    _message(debug_disconnect_websocket=True),
    _message(debug_shutdown_runtime=True),
    _message(operation="install_skills"),
    _message(operation="dismiss_skills_nudge"),
    b"",
    b"\xff\xff\xff",
]


def test_the_messages_of_a_page_pass_and_all_others_are_dropped() -> None:
    received, sent = _converse(ORIGIN, [*NOT_NEEDED, *NEEDED, *NOT_NEEDED])
    assert received == NEEDED
    assert sent == []


@pytest.mark.parametrize("message", NOT_NEEDED)
def test_a_message_that_no_page_needs_is_refused(message: bytes) -> None:
    assert not is_needed(message)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://localhost:9999",
        "https://localhost:8501",
        "http://evil.example",
        "http://localhost:8501.evil.example",
    ],
)
def test_a_websocket_of_another_origin_or_of_none_is_refused(origin: str | None) -> None:
    received, sent = _converse(origin, NEEDED)
    assert received == []
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_only_the_address_of_the_town_is_an_origin() -> None:
    assert allowed_origins("https://vote.example.org") == {"https://vote.example.org"}
    assert allowed_origins("http://localhost:8501") == {
        "http://localhost:8501",
        "http://127.0.0.1:8501",
        "http://[::1]:8501",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/script-health-check",
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
    ],
)
def test_what_streamlit_shows_besides_its_pages_does_not_exist(path: str) -> None:
    response = _behind_everything().get(path)
    assert response.status_code == 404
    assert "from Streamlit" not in response.text


@pytest.mark.parametrize(
    "path", ["/_stcore/health", "/_stcore/host-config", "/_stcore/upload_file/a/b", "/static/js/a.js"]
)
def test_what_a_page_needs_of_streamlit_passes(path: str) -> None:
    assert _behind_everything().get(path).text == "from Streamlit"


def test_every_answer_carries_the_headers_that_protect_it() -> None:
    headers = _behind_everything().get("/").headers
    assert headers[CSP] == streamlit_policy()
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


def test_https_is_promised_only_where_the_address_is_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISOLOIR_BASE_URL", "https://vote.example.org")
    assert "max-age=" in _behind_everything().get("/").headers["strict-transport-security"]
