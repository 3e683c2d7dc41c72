"""The roll; locked once the vote is set up."""

from __future__ import annotations

from sqlmodel import Session, col, delete, func, select

from budget_app.domain.roll import VoterEntry, parse_roll_csv
from budget_app.domain.vote import RollSummary
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.editions import load_edition, load_in_preparation
from budget_app.storage.board import CredentialRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.roll import VoterRow


def store_roll(session: Session, edition: EditionRow, entries: tuple[VoterEntry, ...]) -> None:
    """Replaces the roll, and drops the credentials made for the former one."""
    session.exec(delete(VoterRow).where(col(VoterRow.edition_id) == edition.id))
    session.exec(delete(CredentialRow).where(col(CredentialRow.uuid) == edition.uuid))
    session.add_all(VoterRow(edition_id=edition.id or 0, **vars(entry)) for entry in entries)


def import_roll(actor: Actor, slug: str, raw: bytes) -> int:
    """Replaces the roll by a file's, all or nothing, and gives the number of voters; raises InvalidInputError."""
    require(actor, ORGANISER)
    entries = parse_roll_csv(raw)
    with write_session() as session:
        store_roll(session, load_in_preparation(session, slug), entries)
    return len(entries)


def roll_summary(actor: Actor, slug: str) -> RollSummary:
    """How complete the roll is."""
    require(actor, ORGANISER)
    with read_session() as session:
        edition = load_edition(session, slug)
        voters = select(func.count()).select_from(VoterRow).where(VoterRow.edition_id == edition.id)
        credentials = select(func.count()).select_from(CredentialRow).where(CredentialRow.uuid == edition.uuid)
        return RollSummary(session.exec(voters).one(), session.exec(credentials).one())
