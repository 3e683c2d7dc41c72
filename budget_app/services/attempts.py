"""Failed tries, counted in the database so that a limit survives a restart."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from budget_app.storage.attempts import AttemptRow


def network_of(address: str) -> str:
    """The address, or for IPv6 the network of 64 bits that one subscriber has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def count_attempts(session: Session, kind: str, key: str, since: datetime) -> int:
    """Tries of ``kind`` by ``key`` since a moment."""
    statement = select(func.count()).where(
        col(AttemptRow.kind) == kind, col(AttemptRow.key) == key, col(AttemptRow.at) > since
    )
    return session.exec(statement).one()


def record_attempt(session: Session, kind: str, key: str, now: datetime) -> None:
    """Keeps a failed try; ``key`` is a hash, never a name or an address in clear."""
    session.add(AttemptRow(kind=kind, key=key, at=now))


def forget_attempts(session: Session, kind: str, before: datetime) -> None:
    """Drops the tries of ``kind`` made before a moment: they no longer limit anything."""
    session.exec(delete(AttemptRow).where(col(AttemptRow.kind) == kind, col(AttemptRow.at) < before))


def seconds_to_wait(session: Session, kind: str, key: str, limit: int, window: timedelta, now: datetime) -> int:
    """Seconds until fewer than ``limit`` tries lie within ``window``; at least 1."""
    statement = (
        select(AttemptRow.at)
        .where(AttemptRow.kind == kind, AttemptRow.key == key)
        .order_by(col(AttemptRow.at).desc())
        .offset(limit - 1)
        .limit(1)
    )
    oldest = session.exec(statement).first()
    return 1 if oldest is None else max(1, int((oldest + window - now).total_seconds()) + 1)
