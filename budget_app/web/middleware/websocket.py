"""Lets into Streamlit's websocket our own pages only, and of their messages only those that a page needs."""

from __future__ import annotations

import logging

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

_LOG = logging.getLogger(__name__)
_MESSAGES = frozenset({"rerun_script", "app_heartbeat", "stop_script", "file_urls_request"})
_OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})


def is_needed(data: bytes) -> bool:
    """Whether the browser's message is one that a page sends; false for unreadable bytes.

    Refused, because anyone could send them: emptying everybody's caches, settings of development,
    questions about the source's history.
    """
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return False
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") in _OPERATIONS
    return kind in _MESSAGES


class WebsocketGuard:
    """Refuses a websocket of another origin (or none) with 403, and drops messages that no page needs."""

    def __init__(self, app: ASGIApp, *, origins: frozenset[str]) -> None:
        self.app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        origin = Headers(scope=scope).get("origin")
        if origin not in self._origins:
            _LOG.warning("websocket refused: origin %r is not ours; is ISOLOIR_BASE_URL right?", origin)
            await send({"type": "websocket.close", "code": 1008})
            return

        async def receive_needed() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or is_needed(message.get("bytes") or b""):
                    return message

        await self.app(scope, receive_needed, send)
