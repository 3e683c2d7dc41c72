"""What the server signs of a board: its size and root, and a receipt for one ballot (docs/checkpoints.md)."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from budget_app.domain.errors import NotFoundError
from budget_app.services.editions import load_election
from budget_app.settings import read_settings
from budget_app.storage.board import BallotRow, BoardChunkRow, BoardLeafRow, ElectionRow
from budget_app.storage.database import read_session
from budget_app.storage.note_seed import read_or_write
from voting.archive import last_record
from voting.checkpoints.checkpoint import Checkpoint, sign_checkpoint
from voting.checkpoints.merkle import Tree, prove_inclusion, root_of
from voting.checkpoints.notes import ED25519, Note, SigningNoteKey, generate_note_key, parse_signing_key
from voting.checkpoints.receipt import compose_receipt

_KEPT = 8
_trees: OrderedDict[tuple[str, datetime | None], Tree] = OrderedDict()
_lock = Lock()


@lru_cache(maxsize=4)
def _town_key(folder: Path, name: str) -> SigningNoteKey:
    fresh = generate_note_key(name, ED25519, secrets.token_bytes)
    return parse_signing_key(read_or_write(folder, fresh.text))


def prepare_key() -> SigningNoteKey:
    """The town's key, made at the first start under the name that the address of the site has then."""
    settings = read_settings()
    return _town_key(settings.data, urlsplit(settings.base_url).netloc or settings.base_url)


def _key_of(uuid: str) -> SigningNoteKey:
    """The key of one board: the town's secret under the board's own name."""
    town = prepare_key()
    return SigningNoteKey(f"{town.name}/board/{uuid}", ED25519, town.seed)


def _load(session: Session, uuid: str) -> ElectionRow:
    row = load_election(session, uuid)
    if row.head_height < 0:
        raise NotFoundError("board-empty")
    return row


def _tree(session: Session, row: ElectionRow) -> Tree:
    """The tree of a board, at least up to its head; what this process knows already is not read again."""
    key = (row.uuid, row.set_up_at)
    with _lock:
        tree = _trees.setdefault(key, Tree())
        _trees.move_to_end(key)
        while len(_trees) > _KEPT:
            _trees.popitem(last=False)
        newer = (BoardLeafRow.uuid == row.uuid, col(BoardLeafRow.height).between(tree.size, row.head_height))
        for leaf in session.exec(select(BoardLeafRow.leaf).where(*newer).order_by(col(BoardLeafRow.height))):
            tree.add(leaf)
        return tree


def _sign(row: ElectionRow, tree: Tree) -> Note:
    size = row.head_height + 1
    key = _key_of(row.uuid)
    return sign_checkpoint(Checkpoint(key.name, size, root_of(tree.find_node, size)), key)


def signed_checkpoint(uuid: str) -> bytes:
    """The checkpoint of the board as it is now; raises NotFoundError ``election-unknown`` or ``board-empty``."""
    with read_session() as session:
        row = _load(session, uuid)
        return _sign(row, _tree(session, row)).as_bytes()


def ballot_receipt(uuid: str, tracker: str) -> bytes:
    """The proof that the ballot with this tracker is on the board as it is now, to be checked without it.

    Raises NotFoundError ``election-unknown``, ``board-empty``, ``ballot-unknown``.
    """
    with read_session() as session:
        row = _load(session, uuid)
        ballot = session.get(BallotRow, (uuid, tracker.rstrip("=")))
        if ballot is None:
            raise NotFoundError("ballot-unknown")
        tree = _tree(session, row)
        chunk = session.get_one(BoardChunkRow, (uuid, ballot.height))
        path = prove_inclusion(tree.find_node, ballot.height, row.head_height + 1)
        return compose_receipt(ballot.height, last_record(chunk.data), path, _sign(row, tree)).as_bytes()


def board_key(uuid: str) -> str:
    """The verifier key of one board, as text."""
    return _key_of(uuid).verifier.text


def board_keys() -> str:
    """The verifier key of every board that has begun, one a line."""
    with read_session() as session:
        begun = select(ElectionRow.uuid).where(ElectionRow.head_height >= 0).order_by(col(ElectionRow.set_up_at))
        return "".join(f"{board_key(uuid)}\n" for uuid in session.exec(begun))
