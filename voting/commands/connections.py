"""Asking a site over HTTP: one request, no redirection, and the network's faults as OSError."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from voting.errors import CheckpointError

_SECONDS = 30


@dataclass(frozen=True)
class Address:
    """Where a site answers; ``path`` is what the address ends with."""

    secure: bool
    host: str
    port: int | None
    path: str


def parse_address(url: str, code: str) -> Address:
    """The address in ``url``; raises CheckpointError ``code`` for one that is not of the web."""
    try:
        parts = urlsplit(url)
        address = Address(parts.scheme == "https", parts.hostname or "", parts.port, parts.path)
    except ValueError as error:
        raise CheckpointError(code) from error
    if parts.scheme not in ("http", "https") or not address.host or parts.username is not None or not url.isascii():
        raise CheckpointError(code)
    return address


def network_fault(reason: str) -> OSError:
    """What the other side did wrong, as a fault of the network."""
    return ConnectionError(errno.EPROTO, reason)


@contextmanager
def ask(
    address: Address, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Iterator[HTTPResponse]:
    """The answer to one request, to be read inside the block; raises OSError."""
    kind = HTTPSConnection if address.secure else HTTPConnection
    connection = kind(address.host, address.port, timeout=_SECONDS)
    try:
        connection.request(method, path, body, dict(headers or {}))
        yield connection.getresponse()
    except HTTPException as error:
        raise network_fault(type(error).__name__) from error
    finally:
        connection.close()
