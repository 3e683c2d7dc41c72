"""The registrar: named by the organiser, then acting through a personal link. No code ever comes here."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlmodel import Session, col, func, select

from budget_app.domain.edition import ElectionState
from budget_app.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from budget_app.domain.registrar import (
    RegistrarDraft,
    RegistrarLink,
    RegistrarProgress,
    RegistrarState,
    RegistrarTask,
)
from budget_app.locale import LANGUAGES, translate
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.credential_lists import parse_list, replace_credentials, store_credentials
from budget_app.services.credential_record import facts_of, find_record
from budget_app.services.editions import as_edition, load_edition, load_election, load_in_preparation
from budget_app.services.guardian_links import hash_token
from budget_app.services.mail import queue
from budget_app.settings import read_settings
from budget_app.storage.board import CredentialRow, ElectionRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.registrars import RegistrarRow
from budget_app.storage.roll import VoterRow
from voting.credentials import compose_entries
from voting.hashing import base64_unpadded

MAX_NAME = 120
_SUBJECT = "{town} : votre lien pour les codes de vote, {edition}"
_BODY = (
    "Bonjour {name},\n\nVous faites les codes de vote de « {edition} ». Ils se font sur votre propre machine et n’en "
    "sortent que sur les lettres.\nCe lien est personnel : ne le transmettez à personne.\n\n{url}\n\nOuvrez-le pour "
    "créer les codes. Rouvrez-le avant le vote si une lettre est perdue.\n"
)


def _check(draft: RegistrarDraft) -> None:
    if not draft.name.strip() or len(draft.name) > MAX_NAME:
        raise InvalidInputError("registrar-name-invalid", field="registrar-name")
    if "@" not in draft.email.strip().strip("@") or len(draft.email) > MAX_NAME:
        raise InvalidInputError("email-malformed", field="registrar-email")
    if draft.language not in LANGUAGES:
        raise InvalidInputError("registrar-language-unknown", field="registrar-language")


def name_registrar(actor: Actor, slug: str, draft: RegistrarDraft, now: datetime) -> RegistrarLink:
    """Names the registrar in place of any named before, whose link dies; gives the new link, shown only here.

    Also once the vote is set up: the registrar may have lost the link. Raises InvalidInputError.
    """
    require(actor, ORGANISER)
    _check(draft)
    token = secrets.token_urlsafe(32)
    with write_session() as session:
        edition = load_edition(session, slug)
        row = RegistrarRow(
            edition_id=edition.id or 0,
            name=draft.name.strip(),
            email=draft.email.strip(),
            language=draft.language,
            token_hash=hash_token(token),
            named_at=now,
        )
        session.merge(row)
        url = f"{read_settings().base_url}/registrar/{edition.uuid}#{token}"
        facts = {"name": row.name, "town": edition.town, "edition": edition.name, "url": url}
        subject = translate(_SUBJECT, row.language, **facts)
        queue(session, row.email, subject, translate(_BODY, row.language, **facts), now)
    return RegistrarLink(row.name, url)


def registrar_progress(actor: Actor, slug: str) -> RegistrarProgress | None:
    """Who makes the codes of an edition; None when nobody is named."""
    require(actor, ORGANISER)
    with read_session() as session:
        row = session.get(RegistrarRow, load_edition(session, slug).id)
        return RegistrarProgress(row.name, row.email, row.named_at) if row else None


def _load(session: Session, uuid: str, token: str) -> tuple[RegistrarRow, EditionRow, ElectionRow]:
    """What belongs to a personal link; raises NotFoundError, NotAllowedError ``registrar-unknown``."""
    election = load_election(session, uuid)
    edition = session.exec(select(EditionRow).where(EditionRow.uuid == uuid)).one()
    statement = select(RegistrarRow).where(
        RegistrarRow.token_hash == hash_token(token), RegistrarRow.edition_id == edition.id
    )
    row = session.exec(statement).first()
    if row is None:
        raise NotAllowedError("registrar-unknown")
    return row, edition, election


def check_registrar(uuid: str, token: str) -> None:
    """Raises NotFoundError or NotAllowedError ``registrar-unknown`` unless the link is the registrar's."""
    with read_session() as session:
        _load(session, uuid, token)


def _listed(session: Session, uuid: str) -> dict[int, str]:
    rows = session.exec(select(CredentialRow.roll_number, CredentialRow.credential).where(CredentialRow.uuid == uuid))
    return dict(rows.all())


def _state(edition: EditionRow, election: ElectionRow, numbers: int, listed: int, now: datetime) -> RegistrarState:
    state = as_edition(edition, election, now).state
    if state is ElectionState.READY:
        return RegistrarState.FROZEN
    if state is not ElectionState.PREPARATION:
        return RegistrarState.VOTE_OPENED
    if not numbers:
        return RegistrarState.ROLL_AWAITED
    return RegistrarState.CODES_RECEIVED if listed else RegistrarState.CODES_NEEDED


def registrar_task(uuid: str, token: str, now: datetime) -> RegistrarTask:
    """What the owner of the link has to do now; raises NotAllowedError ``registrar-unknown``."""
    with read_session() as session:
        row, edition, election = _load(session, uuid, token)
        statement = select(VoterRow.roll_number).where(VoterRow.edition_id == edition.id)
        numbers = session.exec(statement.order_by(col(VoterRow.roll_number))).all()
        listed = _listed(session, uuid)
        return RegistrarTask(
            name=row.name,
            state=_state(edition, election, len(numbers), len(listed), now),
            edition_name=edition.name,
            town=edition.town,
            base_url=read_settings().base_url,
            roll_numbers=tuple(numbers),
            credentials=len(listed),
            fingerprint=base64_unpadded(compose_entries(listed.values())) if listed else None,
            record=facts_of(find_record(session, uuid)),
        )


def current_list(uuid: str, token: str) -> str:
    """The present public list as the registrar's own file, to recompute its fingerprint; raises as above."""
    with read_session() as session:
        _load(session, uuid, token)
        listed = sorted(_listed(session, uuid).items())
    return "\n".join(["roll_number;credential", *(f"{number};{text}" for number, text in listed)]) + "\n"


def submit_credentials(uuid: str, token: str, raw: bytes, now: datetime, *, anew: bool = False) -> int:
    """Takes the whole public list from the registrar's desk; gives its length.

    Raises NotAllowedError ``registrar-unknown``, ConflictError ``credentials-already`` unless ``anew``, or
    ``vote-already-set-up``, InvalidInputError ``credentials-incomplete`` or as :func:`store_credentials`.
    """
    entries = parse_list(raw)
    with write_session() as session:
        _, edition, _ = _load(session, uuid, token)
        load_in_preparation(session, edition.slug)
        listed = _listed(session, uuid)
        if listed == {entry.roll_number: entry.credential for entry in entries}:
            return len(entries)  # the answer was lost, and it is asked for again
        if listed and not anew:
            raise ConflictError("credentials-already")
        voters = select(func.count()).select_from(VoterRow).where(VoterRow.edition_id == edition.id)
        missing = session.exec(voters).one() - len(entries)
        if missing > 0:
            raise InvalidInputError("credentials-incomplete", missing=missing)
        store_credentials(session, edition, entries, now)
    return len(entries)


def submit_replacements(uuid: str, token: str, raw: bytes, now: datetime) -> int:
    """Takes new credentials for some roll numbers; gives how many changed. Raises as the services that do it."""
    entries = parse_list(raw)
    with write_session() as session:
        _, edition, _ = _load(session, uuid, token)
        return replace_credentials(session, edition, entries, now)
