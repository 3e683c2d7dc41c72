"""Guardians: named by the organiser, each then acting through a personal link."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from budget_app.domain.edition import ElectionState
from budget_app.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from budget_app.domain.guardian import GuardianLink, GuardianProgress, GuardianState, GuardianTask
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.counting import accept_share
from budget_app.services.editions import load_edition, load_election, load_in_preparation
from budget_app.services.mail import queue
from budget_app.settings import read_settings
from budget_app.storage.board import ElectionRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.guardians import GuardianRow
from voting.errors import ProtocolError
from voting.hashing import base64_unpadded
from voting.trustee import parse_trustee_public_key

MAX_GUARDIANS = 20
MAX_NAME = 120


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _link(uuid: str, token: str) -> str:
    return f"{read_settings().base_url}/guardian/{uuid}#{token}"


def _check_people(people: Sequence[tuple[str, str]]) -> None:
    if not 1 <= len(people) <= MAX_GUARDIANS:
        raise InvalidInputError("guardian-number", field="guardians", limit=MAX_GUARDIANS)
    for position, (name, email) in enumerate(people, start=1):
        if not name.strip() or len(name) > MAX_NAME:
            raise InvalidInputError("guardian-name-invalid", field="guardians", number=position)
        if "@" not in email.strip().strip("@") or len(email) > MAX_NAME:
            raise InvalidInputError("guardian-email-invalid", field="guardians", number=position)
    if len({email.strip().lower() for _, email in people}) != len(people):
        raise InvalidInputError("guardian-email-repeated", field="guardians")


def _mail(session: Session, edition: EditionRow, name: str, email: str, url: str, now: datetime) -> None:
    subject = f"{edition.town} : votre lien de gardien, {edition.name}"
    body = (
        f"Bonjour {name},\n\n"
        f"Vous êtes gardien ou gardienne d'une part de la clé du vote « {edition.name} ».\n"
        "Ce lien est personnel : ne le transmettez à personne.\n\n"
        f"{url}\n\n"
        "Ouvrez-le pour créer votre clé. Vous le rouvrirez après la clôture, pour le dépouillement.\n"
    )
    queue(session, email, subject, body, now)


def name_guardians(
    actor: Actor, slug: str, people: Sequence[tuple[str, str]], now: datetime
) -> tuple[GuardianLink, ...]:
    """Names the guardians (name, e-mail), replacing those named before, and gives each a link, shown only here.

    Raises InvalidInputError, or ConflictError ``vote-already-set-up``.
    """
    require(actor, ORGANISER)
    _check_people(people)
    links = []
    with write_session() as session:
        edition = load_in_preparation(session, slug)
        session.exec(delete(GuardianRow).where(col(GuardianRow.edition_id) == edition.id))
        for number, (name, email) in enumerate(people, start=1):
            token = secrets.token_urlsafe(32)
            row = GuardianRow(
                edition_id=edition.id or 0,
                number=number,
                name=name.strip(),
                email=email.strip(),
                token_hash=_hash(token),
            )
            session.add(row)
            links.append(GuardianLink(number, row.name, _link(edition.uuid, token)))
            _mail(session, edition, row.name, row.email, links[-1].url, now)
    return tuple(links)


def load_guardians(session: Session, edition_id: int) -> list[GuardianRow]:
    """The guardians of an edition in the order of their numbers."""
    statement = select(GuardianRow).where(GuardianRow.edition_id == edition_id).order_by(col(GuardianRow.number))
    return list(session.exec(statement))


def guardian_progress(slug: str) -> tuple[GuardianProgress, ...]:
    """How far each guardian is; public."""
    with read_session() as session:
        rows = load_guardians(session, load_edition(session, slug).id or 0)
        return tuple(
            GuardianProgress(row.number, row.name, row.public_key, row.key_received_at, row.share_received_at)
            for row in rows
        )


def _load(
    session: Session, uuid: str, token: str, *, for_update: bool = False
) -> tuple[GuardianRow, EditionRow, ElectionRow]:
    """What belongs to a personal link; raises NotFoundError, NotAllowedError ``guardian-unknown``."""
    election = load_election(session, uuid, for_update=for_update)
    edition = session.exec(select(EditionRow).where(EditionRow.uuid == uuid)).one()
    statement = select(GuardianRow).where(GuardianRow.token_hash == _hash(token), GuardianRow.edition_id == edition.id)
    row = session.exec(statement).first()
    if row is None:
        raise NotAllowedError("guardian-unknown")
    return row, edition, election


def _state(row: GuardianRow, election: ElectionRow) -> GuardianState:
    if election.state == ElectionState.COUNTED:
        return GuardianState.COUNTED
    if election.state == ElectionState.CLOSED:
        return GuardianState.SHARE_RECEIVED if row.share_received_at else GuardianState.SHARE_NEEDED
    if election.state == ElectionState.PREPARATION:
        return GuardianState.KEY_RECEIVED if row.key_received_at else GuardianState.KEY_NEEDED
    return GuardianState.VOTE_RUNNING


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode()


def guardian_task(uuid: str, token: str) -> GuardianTask:
    """What the owner of the link has to do now; raises NotAllowedError ``guardian-unknown``."""
    with read_session() as session:
        row, edition, election = _load(session, uuid, token)
        return GuardianTask(
            name=row.name,
            number=row.number,
            of=len(load_guardians(session, edition.id or 0)),
            state=_state(row, election),
            public_key=row.public_key,
            election=_text(election.election_raw),
            election_fingerprint=base64_unpadded(election.election_raw) if election.election_raw else None,
            encrypted_tally=_text(election.tally_raw),
            edition_name=edition.name,
            town=edition.town,
        )


def submit_key(uuid: str, token: str, raw: bytes, now: datetime) -> None:
    """Takes a guardian's public key, once.

    Raises NotAllowedError ``guardian-unknown``, ConflictError ``guardian-key-already`` or ``vote-already-set-up``,
    InvalidInputError ``key-invalid``.
    """
    with write_session() as session:
        row, edition, election = _load(session, uuid, token, for_update=True)
        if election.state != ElectionState.PREPARATION:
            raise ConflictError("vote-already-set-up")
        if row.key_received_at is not None:
            raise ConflictError("guardian-key-already")
        try:
            key = parse_trustee_public_key(raw)
        except ProtocolError as error:
            raise InvalidInputError("key-invalid", check=error.code) from error
        others = [other.public_key for other in load_guardians(session, edition.id or 0)]
        if key.public.text in others:
            raise InvalidInputError("key-invalid", check="trustee-key-repeated")
        row.public_key, row.public_key_raw, row.key_received_at = key.public.text, raw, now
        session.add(row)


def submit_share(uuid: str, token: str, raw: bytes, now: datetime) -> bool:
    """Takes a guardian's share, once; true when it was the last and the result is on the board.

    Raises NotAllowedError ``guardian-unknown``, ConflictError ``share-not-yet`` or ``guardian-share-already``,
    InvalidInputError ``share-invalid``.
    """
    with write_session() as session:
        row, _, election = _load(session, uuid, token, for_update=True)
        if election.state not in (ElectionState.CLOSED, ElectionState.COUNTED):
            raise ConflictError("share-not-yet")
        if row.share_received_at is not None:
            raise ConflictError("guardian-share-already")
        counted = accept_share(session, election, row.number, raw, now)
        row.share_received_at = now
        session.add(row)
        return counted
