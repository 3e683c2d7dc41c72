"""Check 5 and 6: every ballot on the board, checked here or by several processes, and which of them count."""

from __future__ import annotations

from base64 import b64encode
from collections import deque
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from types import TracebackType

from voting.ballot import check_ballot, parse_ballot
from voting.errors import BallotError, ProtocolError
from voting.verification.setup import Setup

_WAITING_PER_PROCESS = 16


@dataclass
class BallotBox:
    """The names of the ballots seen, and for each credential the heights of its first and its last."""

    seen: set[bytes] = field(default_factory=set, repr=False)
    first: dict[str, int] = field(default_factory=dict, repr=False)
    last: dict[str, int] = field(default_factory=dict, repr=False)
    ballots: int = 0

    def take(self, height: int, name: bytes, find_credential: Callable[[], str]) -> None:
        """Takes the ballot whose SHA-256 is ``name``.

        Raises BallotError ``ballot-duplicate``, or what ``find_credential`` raises: it checks the ballot.
        """
        if name in self.seen:
            raise BallotError("ballot-duplicate")
        credential = find_credential()
        self.seen.add(name)
        self.first.setdefault(credential, height)
        self.last[credential] = height
        self.ballots += 1


def _credential_of(setup: Setup, raw: bytes) -> str:
    """The credential of a ballot that passes every check; raises ``ballot-too-large`` or as :func:`check_ballot`."""
    if len(raw) > setup.longest_ballot:
        raise BallotError("ballot-too-large", expected=setup.longest_ballot, found=len(raw))
    return check_ballot(parse_ballot(raw), setup.election, setup.credentials).ballot.credential.text


_setup_here: list[Setup] = []


def _start_process(setup: Setup) -> None:
    _setup_here.append(setup)


def _credential_there(raw: bytes) -> str:
    return _credential_of(_setup_here[-1], raw)


class RefusedBallotError(Exception):
    """The event at ``height`` brings a ballot that is refused for ``reason``."""

    def __init__(self, height: int, tracker: str, reason: ProtocolError) -> None:
        super().__init__(reason.code)
        self.height, self.tracker, self.reason = height, tracker, reason


class BallotChecker:
    """Checks ballots and hands them to a box in the order they came, so that the first refused one is named.

    With several ``jobs`` that many processes check, and a bounded number of ballots waits for them.
    """

    def __init__(self, setup: Setup, box: BallotBox, jobs: int) -> None:
        self._setup, self._box = setup, box
        self._waiting: deque[tuple[int, bytes, Callable[[], str]]] = deque()
        self._limit = jobs * _WAITING_PER_PROCESS if jobs > 1 else 0
        self._processes = (
            ProcessPoolExecutor(jobs, initializer=_start_process, initargs=(setup,)) if jobs > 1 else None
        )

    def __enter__(self) -> BallotChecker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._processes is not None:
            self._processes.shutdown(cancel_futures=True)

    def add(self, height: int, raw: bytes) -> None:
        """Has one more ballot checked; raises RefusedBallotError for it or for one before it."""
        find_credential: Callable[[], str] = partial(_credential_of, self._setup, raw)
        if self._processes is not None:
            find_credential = self._processes.submit(_credential_there, raw).result
        self._waiting.append((height, sha256(raw).digest(), find_credential))
        self._take_until(self._limit)

    def finish(self) -> None:
        """Waits for the ballots under way; raises RefusedBallotError."""
        self._take_until(0)

    def _take_until(self, limit: int) -> None:
        while len(self._waiting) > limit:
            height, name, find_credential = self._waiting.popleft()
            try:
                self._box.take(height, name, find_credential)
            except ProtocolError as error:
                raise RefusedBallotError(height, b64encode(name).decode().rstrip("="), error) from error
