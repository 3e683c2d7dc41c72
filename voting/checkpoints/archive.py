"""The tree over an archive: its leaves are the exact bytes of the event records, header and padding included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from voting.archive import event_record, read_records
from voting.checkpoints.checkpoint import Checkpoint, parse_hash
from voting.checkpoints.merkle import Frontier, Tree, leaf_hash, root_of
from voting.errors import CheckpointError


def event_records(stream: BinaryIO) -> Iterator[bytes]:
    """The exact bytes of each event record of an archive, in order; raises ArchiveError for a container that is bad.

    A record names its content and the event before it by their hashes: these bytes stand for the whole archive.
    """
    stream.seek(0)
    for record in read_records(stream):
        if record.kind == "event":
            yield event_record(record.content, record.time)


def find_ballot_record(stream: BinaryIO, tracker: str) -> tuple[int, bytes]:
    """Index and record of the event that brings the ballot of this tracker; raises CheckpointError
    ``receipt-tracker-unknown``, ArchiveError."""
    try:
        wanted = parse_hash(f"{tracker}=").hex().encode()
    except ValueError as error:
        raise CheckpointError("receipt-tracker-unknown") from error
    for index, record in enumerate(event_records(stream)):
        if b'"type":"Ballot"' in record and wanted in record.partition(b'"payload"')[2]:
            return index, record
    raise CheckpointError("receipt-tracker-unknown")


def tree_of(stream: BinaryIO) -> Tree:
    """The tree over all events; raises ArchiveError."""
    tree = Tree()
    for record in event_records(stream):
        tree.add(leaf_hash(record))
    return tree


def root_at(stream: BinaryIO, size: int) -> bytes:
    """The root over the first ``size`` events; raises CheckpointError ``checkpoint-beyond`` when there are fewer."""
    frontier = Frontier()
    records = event_records(stream)
    while frontier.size < size:
        record = next(records, None)
        if record is None:
            raise CheckpointError("checkpoint-beyond", expected=size, found=frontier.size)
        frontier, _ = frontier.add(leaf_hash(record))
    return frontier.root


def _check_root(checkpoint: Checkpoint, found: bytes) -> None:
    if found != checkpoint.root:
        raise CheckpointError("checkpoint-root", expected=checkpoint.root.hex(), found=found.hex())


def check_archive_begins(stream: BinaryIO, checkpoint: Checkpoint) -> None:
    """Raises unless the archive, which must be seekable, begins with the events of ``checkpoint``.

    ArchiveError for the container; CheckpointError ``checkpoint-beyond`` where events are gone, ``checkpoint-root``
    where they are other ones.
    """
    _check_root(checkpoint, root_at(stream, checkpoint.size))


def check_tree_begins(tree: Tree, checkpoint: Checkpoint) -> None:
    """The same of a tree that is known already."""
    if checkpoint.size > tree.size:
        raise CheckpointError("checkpoint-beyond", expected=checkpoint.size, found=tree.size)
    _check_root(checkpoint, root_of(tree.find_node, checkpoint.size))
