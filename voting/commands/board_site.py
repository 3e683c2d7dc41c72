"""A board on a site: its file, whole or from some byte on, its signed checkpoint, and its key. No redirection."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from voting.checkpoints.notes import MAX_NOTE
from voting.errors import CheckpointError

_PIECE = 1 << 16
_SECONDS = 30
_TOTAL = re.compile(r"bytes (?:\*|\d+-\d+)/(\d{1,18})")
_GONE = (404, 410)


@dataclass(frozen=True)
class Download:
    """Bytes of the board from ``start`` on."""

    start: int
    pieces: Iterator[bytes]


def _unexpected(reason: str) -> OSError:
    return ConnectionError(errno.EPROTO, reason)


def _pieces(response: HTTPResponse) -> Iterator[bytes]:
    """The body to its announced end; raises OSError where it stops before, which is the network's fault."""
    expected, found = response.getheader("content-length"), 0
    while piece := response.read(_PIECE):
        found += len(piece)
        yield piece
    if expected is not None and str(found) != expected:
        raise _unexpected(f"{found} / {expected}")


class BoardSite:
    """The site at ``url``, which ends with the name of the board's file: ``https://town/board/uuid.bel``."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or not parts.path.endswith(".bel"):
            raise CheckpointError("watch-address")
        self._secure, self._host, self._path = parts.scheme == "https", parts.netloc, parts.path
        self.name = parts.path.rpartition("/")[2].removesuffix(".bel")

    @contextmanager
    def _get(self, path: str, start: int = 0) -> Iterator[HTTPResponse]:
        kind = HTTPSConnection if self._secure else HTTPConnection
        connection = kind(self._host, timeout=_SECONDS)
        try:
            connection.request("GET", path, headers={"range": f"bytes={start}-"} if start else {})
            yield connection.getresponse()
        except HTTPException as error:
            raise _unexpected(type(error).__name__) from error
        finally:
            connection.close()

    def _read_note(self, path: str) -> bytes | None:
        """A short file; None where there is none."""
        with self._get(path) as response:
            if response.status in _GONE:
                return None
            if response.status != 200:
                raise _unexpected(f"HTTP {response.status}")
            return response.read(MAX_NOTE + 1)

    def read_checkpoint(self) -> bytes | None:
        """The signed checkpoint as it is now; None where the site signs nothing."""
        return self._read_note(f"{self._path.removesuffix('.bel')}.checkpoint")

    def read_keys(self) -> bytes | None:
        """The verifier keys of the site's boards, one a line."""
        return self._read_note(f"{self._path.rpartition('/')[0]}/key")

    @contextmanager
    def download(self, start: int) -> Iterator[Download | None]:
        """The board from byte ``start`` on, or whole where the site gives no parts; None when nothing is new.

        Raises CheckpointError ``watch-removed`` when the board is shorter than ``start`` or gone; OSError for the
        network.
        """
        with self._get(self._path, start) as response:
            match = _TOTAL.fullmatch(response.getheader("content-range", ""))
            if response.status == 416 and match:
                if int(match[1]) < start:
                    raise CheckpointError("watch-removed", expected=start, found=int(match[1]))
                yield None
            elif response.status == 206 and start:
                yield Download(start, _pieces(response))
            elif response.status == 200:
                yield Download(0, _pieces(response))
            elif response.status in _GONE and start:
                raise CheckpointError("watch-removed", expected=start, found=0)
            else:
                raise _unexpected(f"HTTP {response.status}")
