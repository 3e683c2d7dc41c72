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
from budget_app.storage import cosigned_notes
from budget_app.storage.board import BallotRow, BoardChunkRow, BoardLeafRow, ElectionRow
from budget_app.storage.database import read_session
from budget_app.storage.note_seed import read_or_write
from voting.archive import last_record
from voting.checkpoints.checkpoint import Checkpoint, read_checkpoint, sign_checkpoint
from voting.checkpoints.merkle import Tree, prove_inclusion, root_of
from voting.checkpoints.notes import ED25519, Note, SigningNoteKey, generate_note_key, parse_note, parse_signing_key
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


def current_board(uuid: str) -> tuple[Tree, Note]:
    """The tree of the board and its signed checkpoint, as they are now; raises as :func:`signed_checkpoint`."""
    with read_session() as session:
        row = _load(session, uuid)
        tree = _tree(session, row)
        return tree, _sign(row, tree)


def signed_checkpoint(uuid: str) -> bytes:
    """The checkpoint of the board as it is now; raises NotFoundError ``election-unknown`` or ``board-empty``."""
    return current_board(uuid)[1].as_bytes()


def find_cosigned(uuid: str) -> Note | None:
    """The last checkpoint of the board with the lines of its witnesses; None before any witness answered."""
    raw = cosigned_notes.find_cosigned(read_settings().data, uuid)
    return None if raw is None else parse_note(raw)


def keep_cosigned(uuid: str, note: Note) -> None:
    """Keeps a checkpoint with the lines of its witnesses, which the caller has checked."""
    cosigned_notes.keep_cosigned(read_settings().data, uuid, note.as_bytes())


def cosigned_checkpoint(uuid: str) -> bytes:
    """The same as a file; raises NotFoundError ``election-unknown``, ``board-empty``, ``checkpoint-not-cosigned``."""
    with read_session() as session:
        _load(session, uuid)
    note = find_cosigned(uuid)
    if note is None:
        raise NotFoundError("checkpoint-not-cosigned")
    return note.as_bytes()


def _note_of(row: ElectionRow, tree: Tree, height: int) -> Note:
    """What a receipt of the event at ``height`` stands on: what witnesses saw where that is enough, else the newest."""
    cosigned = find_cosigned(row.uuid)
    if cosigned is not None and height < read_checkpoint(cosigned).size <= row.head_height + 1:
        return cosigned
    return _sign(row, tree)


def ballot_receipt(uuid: str, tracker: str) -> bytes:
    """The proof that the ballot with this tracker is on the board, to be checked without it.

    Raises NotFoundError ``election-unknown``, ``board-empty``, ``ballot-unknown``.
    """
    with read_session() as session:
        row = _load(session, uuid)
        ballot = session.get(BallotRow, (uuid, tracker.rstrip("=")))
        if ballot is None:
            raise NotFoundError("ballot-unknown")
        tree = _tree(session, row)
        note = _note_of(row, tree, ballot.height)
        chunk = session.get_one(BoardChunkRow, (uuid, ballot.height))
        path = prove_inclusion(tree.find_node, ballot.height, read_checkpoint(note).size)
        return compose_receipt(ballot.height, last_record(chunk.data), path, note).as_bytes()


def board_key(uuid: str) -> str:
    """The verifier key of one board, as text."""
    return _key_of(uuid).verifier.text


def begun_boards() -> tuple[str, ...]:
    """The identifier of every board that has begun, the oldest first."""
    with read_session() as session:
        begun = select(ElectionRow.uuid).where(ElectionRow.head_height >= 0).order_by(col(ElectionRow.set_up_at))
        return tuple(session.exec(begun))


def board_keys() -> str:
    """The verifier key of every board that has begun, one a line."""
    return "".join(f"{board_key(uuid)}\n" for uuid in begun_boards())
