"""Published proposals: searched, listed a page at a time, and placed on the map."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from math import cos, radians
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from budget_app.domain.dates import PARIS
from budget_app.domain.proposal import ProposalState
from budget_app.domain.proposal_search import PAGE, Found, NewProposal, Order, Pin, ProposalCard, Wanted
from budget_app.services.editions import load_edition
from budget_app.storage.database import read_session
from budget_app.storage.proposals import ProposalRow, SupportRow

_PRIME = 1_000_003
_FAR = 1e9


def _turn(day: date) -> ColumnElement[Any]:
    """An order that is another every day and the same all day: number times a, plus b, modulo a prime."""
    drawn = hashlib.sha256(day.isoformat().encode()).digest()
    factor = 1 + int.from_bytes(drawn[:4], "big") % (_PRIME - 1)
    shift = int.from_bytes(drawn[4:8], "big") % _PRIME
    turn: ColumnElement[Any] = (col(ProposalRow.number) * factor + shift) % _PRIME
    return turn


def _supports() -> Any:
    counted = select(func.count()).where(SupportRow.proposal_id == ProposalRow.id)
    return counted.correlate(ProposalRow).scalar_subquery()


def _public(edition_id: int) -> list[ColumnElement[bool]]:
    return [col(ProposalRow.edition_id) == edition_id, col(ProposalRow.state) == ProposalState.PUBLISHED]


def _matching(edition_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Folded words hold letters and digits only: nothing in them means something to LIKE."""
    conditions = _public(edition_id)
    conditions += [col(ProposalRow.searched).like(f"%{word}%") for word in wanted.folded]
    if wanted.category:
        conditions.append(col(ProposalRow.category) == wanted.category)
    if wanted.district:
        conditions.append(col(ProposalRow.district) == wanted.district)
    return conditions


def _distance(near: tuple[float, float]) -> ColumnElement[Any]:
    """What grows with the distance, in degrees of latitude squared; those without a place come last."""
    north = col(ProposalRow.latitude) - near[0]
    east = (col(ProposalRow.longitude) - near[1]) * cos(radians(near[0]))
    distance: ColumnElement[Any] = func.coalesce(north * north + east * east, _FAR)
    return distance


def _ordered(statement: Select[Any], wanted: Wanted, now: datetime) -> Select[Any]:
    if wanted.near is not None:
        return statement.order_by(_distance(wanted.near), col(ProposalRow.number))
    keys: dict[Order, Any] = {
        Order.DAY: _turn(now.astimezone(PARIS).date()),
        Order.NEWEST: col(ProposalRow.sent_at).desc(),
        Order.SUPPORTED: _supports().desc(),
        Order.CHEAPEST: col(ProposalRow.cost),
    }
    return statement.order_by(keys[wanted.order], col(ProposalRow.number))


def _values(session: Session, edition_id: int, column: Any) -> tuple[str, ...]:
    found = session.exec(select(column).where(*_public(edition_id)).distinct())
    return tuple(sorted(value for value in found if value))


def search_proposals(slug: str, wanted: Wanted, now: datetime) -> Found:
    """One page of the published proposals that match; a page beyond the last gives the last. Raises NotFoundError."""
    with read_session() as session:
        edition_id = load_edition(session, slug).id or 0
        conditions = _matching(edition_id, wanted)
        total = session.exec(select(func.count()).select_from(ProposalRow).where(*conditions)).one()
        page = min(max(wanted.page, 1), max((total + PAGE - 1) // PAGE, 1))
        columns: tuple[Any, ...] = (
            *(ProposalRow.number, ProposalRow.title, ProposalRow.summary, ProposalRow.category),
            *(ProposalRow.district, ProposalRow.cost, ProposalRow.picture, _supports()),
        )
        listed = _ordered(select_columns(*columns).where(*conditions), wanted, now)
        rows = session.execute(listed.offset((page - 1) * PAGE).limit(PAGE)).all()
        return Found(
            tuple(ProposalCard(*row) for row in rows),
            total,
            page,
            _values(session, edition_id, ProposalRow.category),
            _values(session, edition_id, ProposalRow.district),
        )


def proposal_places(slug: str, wanted: Wanted) -> tuple[Pin, ...]:
    """The places of all published proposals that match and have one, by number; raises NotFoundError."""
    columns: tuple[Any, ...] = (ProposalRow.number, ProposalRow.title, ProposalRow.latitude, ProposalRow.longitude)
    with read_session() as session:
        conditions = _matching(load_edition(session, slug).id or 0, wanted)
        placed = select_columns(*columns).where(*conditions, col(ProposalRow.latitude).is_not(None))
        return tuple(Pin(*row) for row in session.execute(placed.order_by(col(ProposalRow.number))))


def newest_proposals(slug: str, most: int) -> tuple[NewProposal, ...]:
    """The published proposals that were sent last, the newest first; raises NotFoundError ``edition-unknown``."""
    row = ProposalRow
    columns: tuple[Any, ...] = (row.number, row.title, row.summary, row.category, row.sent_at, row.changed_at)
    with read_session() as session:
        listed = select_columns(*columns).where(*_public(load_edition(session, slug).id or 0))
        newest = listed.order_by(col(row.sent_at).desc(), col(row.number).desc()).limit(most)
        return tuple(NewProposal(*found) for found in session.execute(newest))
