"""Identity at casting: the roll number, its credential and its birth date, with limited tries."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlmodel import Session, select

from budget_app.domain.errors import DomainError, NotAllowedError, TooManyTriesError
from budget_app.domain.vote import IdentityClaim, LetIn
from budget_app.services.attempts import (
    count_attempts,
    forget_attempts,
    network_of,
    record_attempt,
    seconds_to_wait,
)
from budget_app.storage.board import CredentialRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.roll import VoterRow

TRIES_PER_CREDENTIAL = 5
TRIES_PER_ADDRESS = 60
WINDOW = timedelta(hours=1)
_CREDENTIAL = "second-factor"
_ADDRESS = "second-factor-address"


def _key(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def check_address(address: str, now: datetime) -> None:
    """Raises TooManyTriesError ``too-many-tries`` when this address has failed too often."""
    with read_session() as session:
        _check_limit(session, _ADDRESS, _key(network_of(address)), TRIES_PER_ADDRESS, now)


def _check_limit(session: Session, kind: str, key: str, limit: int, now: datetime) -> int:
    """The tries left; raises TooManyTriesError when there is none."""
    used = count_attempts(session, kind, key, now - WINDOW)
    if used >= limit:
        wait = seconds_to_wait(session, kind, key, limit, WINDOW, now)
        raise TooManyTriesError("too-many-tries", retry_after=wait)
    return limit - used


def _record(session: Session, kind: str, key: str, now: datetime) -> None:
    forget_attempts(session, kind, now - WINDOW)
    record_attempt(session, kind, key, now)


def _find_birth_date(session: Session, uuid: str, claim: IdentityClaim) -> bytes:
    edition = session.exec(select(EditionRow).where(EditionRow.uuid == uuid)).one()
    voter = session.get(VoterRow, (edition.id, claim.roll_number))
    return b"" if voter is None else voter.birth_date.isoformat().encode()


def _judge(session: Session, uuid: str, claim: IdentityClaim, credential: str, now: datetime) -> DomainError | None:
    """The refusal of this claim, recorded as a try; None when it is right.

    The credential's row is locked: tries at the same moment are counted one after the other.
    """
    address = _key(network_of(claim.address))
    owned = session.get(CredentialRow, (uuid, claim.roll_number), with_for_update=True)
    _check_limit(session, _ADDRESS, address, TRIES_PER_ADDRESS, now)
    if owned is None or owned.credential != credential:
        _record(session, _ADDRESS, address, now)
        return NotAllowedError("credential-of-another-voter")
    key = _key(uuid, credential)
    left = _check_limit(session, _CREDENTIAL, key, TRIES_PER_CREDENTIAL, now)
    known = _find_birth_date(session, uuid, claim)
    if hmac.compare_digest(known, claim.birth_date.isoformat().encode()):
        return None
    _record(session, _CREDENTIAL, key, now)
    _record(session, _ADDRESS, address, now)
    return NotAllowedError("second-factor-wrong", tries_left=left - 1)


def let_in(uuid: str, claim: IdentityClaim, credential: str, now: datetime) -> LetIn:
    """The roll number of ``claim``, when ``credential`` is its own and the birth date is right.

    ``credential`` must come from a ballot whose signature was checked and that was never published: only the holder
    of the code can then use up its tries, or learn what they answer. A wrong try is kept even though the ballot is
    refused. Raises NotAllowedError ``credential-of-another-voter`` or ``second-factor-wrong``, TooManyTriesError
    ``too-many-tries``.
    """
    with write_session() as session:
        refusal = _judge(session, uuid, claim, credential, now)
    if refusal is not None:
        raise refusal
    return LetIn(claim.roll_number)
