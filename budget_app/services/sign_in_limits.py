"""How often a password may be tried: per account, per address, and per both; kept in the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from budget_app.domain.errors import TooManyTriesError
from budget_app.services.attempts import network_of
from budget_app.storage.attempts import AttemptRow, SecurityEventRow

_WINDOW = timedelta(hours=1)
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class _Limit:
    """``free`` tries an hour cost nothing; each further one doubles the wait."""

    kind: str
    free: int


_PAIR = _Limit("sign-in-account-address", 5)
_ACCOUNT = _Limit("sign-in-account", 20)
_ADDRESS = _Limit("sign-in-address", 30)
_KINDS = tuple(limit.kind for limit in (_PAIR, _ACCOUNT, _ADDRESS))


def normal_email(email: str) -> str:
    """The e-mail address as accounts are found by it."""
    return email.strip().lower()


def subject_of(email: str) -> str:
    """A name for an account in events and limits that does not show the e-mail address."""
    return hashlib.sha256(f"account {normal_email(email)}".encode()).hexdigest()


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _keys(email: str, address: str) -> tuple[tuple[_Limit, str], ...]:
    account, network = subject_of(email), network_of(address)
    return (
        (_PAIR, _key(f"{account} {network}")),
        (_ACCOUNT, account),
        (_ADDRESS, _key(network)),
    )


def _wait(limit: _Limit, tries: list[datetime], now: datetime) -> timedelta:
    """How long until the next try is taken."""
    beyond = len(tries) - limit.free
    if beyond < 0:
        return timedelta(0)
    pause = min(_FIRST_WAIT * (1 << min(beyond, 10)), _LONGEST_WAIT)
    return max(tries) + pause - now


def take_try(session: Session, email: str, address: str, now: datetime) -> None:
    """Counts a try before its password is looked at, so that tries at the same moment count too.

    Raises TooManyTriesError ``too-many-tries`` with ``retry_after`` in seconds; such a try is not counted.
    """
    session.exec(delete(AttemptRow).where(col(AttemptRow.kind).in_(_KINDS), col(AttemptRow.at) < now - _WINDOW))
    keys = _keys(email, address)
    waits = []
    for limit, key in keys:
        found = select(AttemptRow.at).where(AttemptRow.kind == limit.kind, AttemptRow.key == key)
        waits.append(_wait(limit, list(session.exec(found)), now))
    longest = max(waits)
    if longest > timedelta(0):
        raise TooManyTriesError("too-many-tries", retry_after=int(longest.total_seconds()) + 1)
    session.add_all(AttemptRow(kind=limit.kind, key=key, at=now) for limit, key in keys)


def forget_tries(session: Session, email: str, address: str, now: datetime) -> None:
    """After a right password: the account's tries no longer count, of the address's only this one is given back."""
    pair, account, network = (key for _, key in _keys(email, address))
    session.exec(
        delete(AttemptRow).where(
            col(AttemptRow.kind).in_((_PAIR.kind, _ACCOUNT.kind)), col(AttemptRow.key).in_((pair, account))
        )
    )
    session.exec(
        delete(AttemptRow).where(
            col(AttemptRow.kind) == _ADDRESS.kind, col(AttemptRow.key) == network, col(AttemptRow.at) == now
        )
    )


def note_event(session: Session, code: str, email: str, now: datetime) -> None:
    """Adds a security event about an account, without its e-mail address."""
    session.add(SecurityEventRow(code=code, subject=subject_of(email), at=now))
