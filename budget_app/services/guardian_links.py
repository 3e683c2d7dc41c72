"""Guardians' rows, and the personal links by which guardians act."""

from __future__ import annotations

import hashlib

from sqlmodel import Session, col, select

from budget_app.domain.errors import NotAllowedError
from budget_app.services.editions import load_election
from budget_app.settings import read_settings
from budget_app.storage.board import ElectionRow
from budget_app.storage.editions import EditionRow
from budget_app.storage.guardians import ExchangeRow, GuardianRow


def hash_token(token: str) -> str:
    """What is kept of a link's secret part."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(uuid: str, token: str) -> str:
    """The address of the desk with the secret part, which no server is sent."""
    return f"{read_settings().base_url}/guardian/{uuid}#{token}"


def load_guardians(session: Session, edition_id: int) -> list[GuardianRow]:
    """The guardians of an edition in the order of their numbers: those always needed first, then the group."""
    statement = select(GuardianRow).where(GuardianRow.edition_id == edition_id).order_by(col(GuardianRow.number))
    return list(session.exec(statement))


def find_exchange(session: Session, edition_id: int) -> ExchangeRow | None:
    """The exchange of an edition's group; None where every guardian is needed."""
    return session.get(ExchangeRow, edition_id)


def load_guardian_of_link(
    session: Session, uuid: str, token: str, *, for_update: bool = False
) -> tuple[GuardianRow, EditionRow, ElectionRow]:
    """What belongs to a personal link; raises NotFoundError, NotAllowedError ``guardian-unknown``."""
    election = load_election(session, uuid, for_update=for_update)
    edition = session.exec(select(EditionRow).where(EditionRow.uuid == uuid)).one()
    statement = select(GuardianRow).where(
        GuardianRow.token_hash == hash_token(token), GuardianRow.edition_id == edition.id
    )
    row = session.exec(statement).first()
    if row is None:
        raise NotAllowedError("guardian-unknown")
    return row, edition, election
