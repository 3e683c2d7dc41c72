"""A board on a site: its file, whole or from some byte on, its signed checkpoint, and its key. No redirection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse

from voting.checkpoints.notes import MAX_NOTE
from voting.commands.connections import ask, network_fault, parse_address
from voting.errors import CheckpointError

_PIECE = 1 << 16
_TOTAL = re.compile(r"bytes (?:\*|\d+-\d+)/(\d{1,18})")
_GONE = (404, 410)


@dataclass(frozen=True)
class Download:
    """Bytes of the board from ``start`` on."""

    start: int
    pieces: Iterator[bytes]


def _pieces(response: HTTPResponse) -> Iterator[bytes]:
    """The body to its announced end; raises OSError where it stops before, which is the network's fault."""
    expected, found = response.getheader("content-length"), 0
    while piece := response.read(_PIECE):
        found += len(piece)
        yield piece
    if expected is not None and str(found) != expected:
        raise network_fault(f"{found} / {expected}")


class BoardSite:
    """The site at ``url``, which ends with the name of the board's file: ``https://town/board/uuid.bel``."""

    def __init__(self, url: str) -> None:
        self._address = parse_address(url, "watch-address")
        self._path = self._address.path
        if not self._path.endswith(".bel"):
            raise CheckpointError("watch-address")

    def _read_note(self, path: str) -> bytes | None:
        """A short file; None where there is none."""
        with ask(self._address, "GET", path) as response:
            if response.status in _GONE:
                return None
            if response.status != 200:
                raise network_fault(f"HTTP {response.status}")
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
        part = {"range": f"bytes={start}-"} if start else {}
        with ask(self._address, "GET", self._path, headers=part) as response:
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
                raise network_fault(f"HTTP {response.status}")
