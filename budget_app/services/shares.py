"""Shares of the count: each checked when it comes and kept back; when enough are there, all go on the board at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from budget_app.domain.edition import ElectionState
from budget_app.domain.errors import InvalidInputError, NotFoundError
from budget_app.services.board import append, read_payload
from budget_app.services.editions import load_election
from budget_app.services.sealed_election import SealedElection, head_of, sealed_election
from budget_app.services.shuffling import tally_to_open
from budget_app.storage.board import ElectionRow, ShareRow
from budget_app.storage.database import read_session
from voting.board import append_partial_decryption, append_result
from voting.combination import check_enough_shares, combine_factors
from voting.decryption import Share, check_share, parse_share
from voting.errors import DecryptionError, ProtocolError
from voting.handed_share import HandedShare, parse_handed_share
from voting.result import combine_result, uncanonical_votes
from voting.strong_share import check_strong_share, join_strong_shares, parse_strong_share
from voting.tally import EncryptedTally


def _check_share(sealed: SealedElection, tally: EncryptedTally, owner: int, raw: bytes) -> Share:
    """The share of guardian number ``owner``; raises InvalidInputError ``share-invalid``."""
    public = sealed.trustees.find_key(owner)
    try:
        share = parse_share(raw, tally)
        if public is None:
            raise DecryptionError("share-owner")
        check_share(share, sealed.election, tally, public)
    except ProtocolError as error:
        raise InvalidInputError("share-invalid", check=error.code) from error
    return share


def _check_strong(sealed: SealedElection, tally: EncryptedTally, owner: int, raw: bytes, share: Share) -> None:
    """Raises InvalidInputError ``share-strong-invalid`` unless every factor of ``share`` is the guardian's."""
    public = sealed.trustees.keys[owner - 1].public
    try:
        strong = parse_strong_share(raw)
        if strong.owner != owner:
            raise DecryptionError("strong-other")
        check_strong_share(strong, sealed.election, tally, public, share)
    except ProtocolError as error:
        raise InvalidInputError("share-strong-invalid", check=error.code) from error


def _check_handed(sealed: SealedElection, tally: EncryptedTally, owner: int, raw: bytes) -> HandedShare:
    share = _check_share(sealed, tally, owner, raw.partition(b"\n")[0])
    try:
        handed = parse_handed_share(raw)
    except DecryptionError as error:
        raise InvalidInputError("share-strong-missing") from error
    _check_strong(sealed, tally, owner, handed.strong, share)
    return handed


def _kept(session: Session, uuid: str) -> Sequence[ShareRow]:
    """The shares that came, by owner: on the board they stand in an order that does not tell who was last."""
    statement = select(ShareRow).where(ShareRow.uuid == uuid).order_by(col(ShareRow.owner))
    return session.exec(statement).all()


def accept_share(session: Session, row: ElectionRow, owner: int, raw: bytes, now: datetime) -> bool:
    """Keeps the checked share of guardian number ``owner``; when enough are there, appends them all and the result.

    True when the result is on the board. Raises InvalidInputError ``share-invalid``, ``share-strong-missing`` or
    ``share-strong-invalid``, ConflictError ``share-not-yet``, or ``shuffles-not-done`` before the end of shuffles
    that are needed.
    """
    sealed = sealed_election(row)
    tally = tally_to_open(session, row, sealed)
    handed = _check_handed(sealed, tally, owner, raw)
    session.add(
        ShareRow(uuid=row.uuid, owner=owner, raw=handed.share, strong_raw=handed.strong, received_at=now)
    )
    session.flush()
    kept = _kept(session, row.uuid)
    try:
        check_enough_shares(sealed.trustees, [share.owner for share in kept])
    except DecryptionError:
        return False  # others are waited for
    shares = {share.owner: parse_share(_show(session, row, share), tally) for share in kept}
    _append_result(session, row, sealed, tally, shares, now)
    return True


def _show(session: Session, row: ElectionRow, share: ShareRow) -> bytes:
    """The bytes of a share, on the board from now on."""
    if share.raw is None:
        return read_payload(session, row.uuid, share.height or 0)
    raw, share.raw = share.raw, None
    append(session, row, append_partial_decryption(head_of(row), share.owner, raw))
    share.height = row.head_height
    session.add(share)
    return raw


def _append_result(
    session: Session,
    row: ElectionRow,
    sealed: SealedElection,
    tally: EncryptedTally,
    shares: dict[int, Share],
    now: datetime,
) -> None:
    factors = combine_factors(sealed.trustees, shares)
    result = combine_result(sealed.election, tally, factors)
    append(session, row, append_result(head_of(row), result))
    row.marked_votes = json.dumps([position for _, position in uncanonical_votes(sealed.election, tally, factors)])
    row.result_raw, row.state, row.counted_at = result, ElectionState.COUNTED, now
    session.add(row)


def strong_file(uuid: str) -> bytes:
    """The strong shares beside the archive (docs/strong-share.md).

    Raises NotFoundError ``election-unknown``, or ``strong-not-published`` before the shares are on the board, or where
    one of them came before strong shares were asked for.
    """
    with read_session() as session:
        row = load_election(session, uuid)
        strong = [share.strong_raw for share in _kept(session, uuid)]
        if row.state != ElectionState.COUNTED or None in strong:
            raise NotFoundError("strong-not-published")
        return join_strong_shares(sealed_election(row).election, [raw for raw in strong if raw is not None])


def has_strong_file(uuid: str) -> bool:
    """Whether :func:`strong_file` gives one."""
    with read_session() as session:
        missing = select(ShareRow.owner).where(ShareRow.uuid == uuid, col(ShareRow.strong_raw).is_(None))
        return load_election(session, uuid).state == ElectionState.COUNTED and session.exec(missing).first() is None
