"""Check 5 and 6: every ballot on the board, checked here or by several processes, and which of them count."""

from __future__ import annotations

from base64 import b64encode
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from types import TracebackType

from voting.errors import BallotError, ProtocolError
from voting.verification.setup import Setup
from voting.whole_ballot import check_whole_ballot

_BALLOTS_PER_GROUP = 8
_GROUPS_PER_PROCESS = 4
Outcome = str | ProtocolError
"""The credential of a ballot, or why it is refused."""


@dataclass
class BallotBox:
    """The names of the ballots seen, and for each credential the heights of its first and its last."""

    seen: set[bytes] = field(default_factory=set, repr=False)
    first: dict[str, int] = field(default_factory=dict, repr=False)
    last: dict[str, int] = field(default_factory=dict, repr=False)
    ballots: int = 0

    def take(self, height: int, name: bytes, find_credential: Callable[[], Outcome]) -> None:
        """Takes the ballot whose SHA-256 is ``name``.

        Raises BallotError ``ballot-duplicate``, or the refusal that ``find_credential`` gives: it checks the ballot.
        """
        if name in self.seen:
            raise BallotError("ballot-duplicate")
        credential = find_credential()
        if isinstance(credential, ProtocolError):
            raise credential
        self.seen.add(name)
        self.first.setdefault(credential, height)
        self.last[credential] = height
        self.ballots += 1


def _find_credential(setup: Setup, raw: bytes) -> Outcome:
    """The credential of a ballot that passes every check, or why it is refused: ``ballot-too-large`` or as
    :func:`check_whole_ballot`."""
    try:
        if len(raw) > setup.longest_ballot:
            raise BallotError("ballot-too-large", expected=setup.longest_ballot, found=len(raw))
        return check_whole_ballot(raw, setup.election, setup.credentials).ballot.credential.text
    except ProtocolError as error:
        return error


_setup_here: list[Setup] = []


def _start_process(setup: Setup) -> None:
    _setup_here.append(setup)


def _same(outcome: Outcome) -> Outcome:
    return outcome


def _find_credentials_there(raws: Sequence[bytes]) -> list[Outcome]:
    return [_find_credential(_setup_here[-1], raw) for raw in raws]


class RefusedBallotError(Exception):
    """The event at ``height`` brings a ballot that is refused for ``reason``."""

    def __init__(self, height: int, tracker: str, reason: ProtocolError) -> None:
        super().__init__(reason.code)
        self.height, self.tracker, self.reason = height, tracker, reason


class BallotChecker:
    """Checks ballots and hands them to a box in the order they came, so that the first refused one is named.

    With several ``jobs`` that many processes check; a bounded number of groups of ballots waits for them.
    """

    def __init__(self, setup: Setup, box: BallotBox, jobs: int) -> None:
        self._setup, self._box = setup, box
        self._group: list[tuple[int, bytes]] = []
        self._waiting: deque[tuple[list[tuple[int, bytes]], Future[list[Outcome]]]] = deque()
        self._limit = jobs * _GROUPS_PER_PROCESS
        self._processes = ProcessPoolExecutor(jobs, initializer=_start_process, initargs=(setup,)) if jobs > 1 else None

    def __enter__(self) -> BallotChecker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._processes is not None:
            self._processes.shutdown(cancel_futures=True)

    def add(self, height: int, raw: bytes) -> None:
        """Has one more ballot checked; raises RefusedBallotError for it or for one before it."""
        if self._processes is None:
            self._take(height, sha256(raw).digest(), partial(_find_credential, self._setup, raw))
            return
        self._group.append((height, raw))
        if len(self._group) == _BALLOTS_PER_GROUP:
            self._send(self._processes)
            self._take_until(self._limit)

    def finish(self) -> None:
        """Waits for the ballots under way; raises RefusedBallotError."""
        if self._processes is not None:
            self._send(self._processes)
        self._take_until(0)

    def _send(self, processes: ProcessPoolExecutor) -> None:
        """Hands a group to a process; of a ballot only its name is kept here."""
        names = [(height, sha256(raw).digest()) for height, raw in self._group]
        if names:
            raws = [raw for _, raw in self._group]
            self._waiting.append((names, processes.submit(_find_credentials_there, raws)))
        self._group = []

    def _take_until(self, limit: int) -> None:
        while len(self._waiting) > limit:
            names, future = self._waiting.popleft()
            for (height, name), outcome in zip(names, future.result(), strict=True):
                self._take(height, name, partial(_same, outcome))

    def _take(self, height: int, name: bytes, find_credential: Callable[[], Outcome]) -> None:
        try:
            self._box.take(height, name, find_credential)
        except ProtocolError as error:
            raise RefusedBallotError(height, b64encode(name).decode().rstrip("="), error) from error
