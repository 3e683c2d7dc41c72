"""A board as it grows: each new event is checked when it comes, what was checked before is not checked again."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from voting.checkpoints.archive import check_tree_begins, event_records
from voting.checkpoints.checkpoint import Checkpoint
from voting.checkpoints.merkle import Tree, leaf_hash
from voting.errors import ArchiveError, ChainError
from voting.verification.ballots import BallotBox, BallotChecker, RefusedBallotError
from voting.verification.events import Event, Order, read_events
from voting.verification.procedure import verify_archive
from voting.verification.setup import Setup, check_setup


class Follower:
    """What is known of a board. After a refusal it is of no more use: somebody must look at the board."""

    def __init__(self) -> None:
        self._order = Order()
        self._box = BallotBox()
        self._setup: Setup | None = None
        self._tree = Tree()
        self._last: Event | None = None

    @property
    def size(self) -> int:
        """Number of events."""
        return self._tree.size

    @property
    def counting(self) -> bool:
        """Whether the vote is closed: what comes then is checked with :func:`check_whole`."""
        return self._order.last not in ("", "Setup", "Ballot")

    def recall(self, stream: BinaryIO) -> None:
        """Takes a copy every ballot of which was checked when it came; raises ProtocolError for its form or chain."""
        stream.seek(0)
        events = read_events(stream)
        self._begin(events)
        for event in events:
            self._take(event)
            if event.kind == "Ballot":
                self._box.seen.add(sha256(event.payloads[0]).digest())
        self._grow(stream)

    def follow(self, stream: BinaryIO, jobs: int = 1) -> int:
        """Takes what the archive grew by, behind the archive's header; gives the number of new events.

        Raises what checks 1 to 5 raise, the refusal of a ballot with the height of its event as ``found``.
        """
        before = self.size
        stream.seek(0)
        events = read_events(stream, self._last)
        try:
            with BallotChecker(self._setup or self._begin(events), self._box, jobs) as ballots:
                for event in events:
                    self._take(event)
                    if event.kind == "Ballot":
                        ballots.add(event.height, event.payloads[0])
                ballots.finish()
        except RefusedBallotError as error:
            raise type(error.reason)(error.reason.code, **{**error.reason.facts, "found": error.height}) from error
        self._grow(stream)
        return self.size - before

    def _begin(self, events: Iterator[Event]) -> Setup:
        first = next(events, None)
        if first is None:
            raise ChainError("event-none")
        self._take(first)
        self._setup = check_setup(first)
        return self._setup

    def _take(self, event: Event) -> None:
        self._order.step(event.kind)
        self._last = event

    def _grow(self, stream: BinaryIO) -> None:
        for record in event_records(stream):
            self._tree.add(leaf_hash(record))

    def check_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Raises CheckpointError ``checkpoint-beyond`` or ``checkpoint-root`` unless it is of what was seen."""
        check_tree_begins(self._tree, checkpoint)


def check_whole(stream: BinaryIO, jobs: int = 1) -> None:
    """All twelve checks; raises ArchiveError with the code of the first that failed."""
    failure = verify_archive(stream, jobs=jobs).failure
    if failure is not None:
        raise ArchiveError(failure.code, expected=failure.expected, found=failure.found)
