"""Guardians: named by the organiser, each then acting through a personal link."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete

from budget_app.domain.edition import ElectionState
from budget_app.domain.errors import ConflictError, InvalidInputError
from budget_app.domain.guardian import (
    GroupDraft,
    GroupFacts,
    GuardianDraft,
    GuardianLink,
    GuardianProgress,
    GuardianRole,
    GuardianState,
    GuardianTask,
)
from budget_app.locale import LANGUAGES
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.editions import load_edition, load_election, load_in_preparation
from budget_app.services.guardian_exchange import exchange_task, group_of, new_label, private_key_of, state_in_exchange
from budget_app.services.guardian_links import (
    find_exchange,
    hash_token,
    link_of,
    load_guardian_of_link,
    load_guardians,
)
from budget_app.services.guardian_mail import send_link
from budget_app.services.shares import accept_share
from budget_app.services.shuffling import accept_shuffle, next_shuffler, written_tally
from budget_app.storage.board import ElectionRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.guardians import ExchangeRow, GuardianRow
from voting.errors import ProtocolError
from voting.hashing import base64_unpadded
from voting.trustee import parse_trustee_public_key

MAX_GUARDIANS = 20
MAX_NAME = 120


def _check_people(people: Sequence[GuardianDraft]) -> None:
    if not 1 <= len(people) <= MAX_GUARDIANS:
        raise InvalidInputError("guardian-number", field="guardians", limit=MAX_GUARDIANS)
    for position, (name, email, language) in enumerate(people, start=1):
        if not name.strip() or len(name) > MAX_NAME:
            raise InvalidInputError("guardian-name-invalid", field="guardians", number=position)
        if "@" not in email.strip().strip("@") or len(email) > MAX_NAME:
            raise InvalidInputError("guardian-email-invalid", field="guardians", number=position)
        if language not in LANGUAGES:
            raise InvalidInputError("guardian-language-unknown", field="guardians", number=position)
    if len({person.email.strip().lower() for person in people}) != len(people):
        raise InvalidInputError("guardian-email-repeated", field="guardians")


def _check_group(mandatory: Sequence[GuardianDraft], group: GroupDraft) -> None:
    """A threshold of 1 would give each the group's whole key; one that is everybody is the other mode."""
    if not mandatory:
        raise InvalidInputError("guardian-mandatory-missing", field="guardians")
    if not 2 <= group.threshold < len(group.people):
        raise InvalidInputError("guardian-threshold-invalid", field="guardians", size=len(group.people))


def _replace(session: Session, edition: EditionRow, group: GroupDraft | None) -> None:
    """Takes off those named before, and begins an exchange where there is a group."""
    session.exec(delete(GuardianRow).where(col(GuardianRow.edition_id) == edition.id))
    session.exec(delete(ExchangeRow).where(col(ExchangeRow.edition_id) == edition.id))
    if group:
        session.add(ExchangeRow(edition_id=edition.id or 0, threshold=group.threshold, label=new_label()))


def name_guardians(
    actor: Actor,
    slug: str,
    people: Sequence[tuple[str, str] | GuardianDraft],
    now: datetime,
    *,
    group: GroupDraft | None = None,
) -> tuple[GuardianLink, ...]:
    """Names the guardians, replacing those named before, and gives each a link, shown only here.

    Each of ``people`` is needed for the count; of ``group``, any as many as it says. Raises InvalidInputError, or
    ConflictError ``vote-already-set-up``.
    """
    require(actor, ORGANISER)
    mandatory = [GuardianDraft(*person) for person in people]
    together = list(group.people) if group else []
    _check_people([*mandatory, *together])
    if group:
        _check_group(mandatory, group)
    facts = (len(together), group.threshold) if group else None
    links = []
    with write_session() as session:
        edition = load_in_preparation(session, slug)
        _replace(session, edition, group)
        for number, person in enumerate([*mandatory, *together], start=1):
            token = secrets.token_urlsafe(32)
            row = GuardianRow(
                edition_id=edition.id or 0,
                number=number,
                name=person.name.strip(),
                email=person.email.strip(),
                language=person.language,
                grouped=number > len(mandatory),
                token_hash=hash_token(token),
            )
            session.add(row)
            links.append(GuardianLink(number, row.name, link_of(edition.uuid, token)))
            send_link(session, edition, row, links[-1].url, facts if row.grouped else None, now)
    return tuple(links)


def guardian_progress(slug: str) -> tuple[GuardianProgress, ...]:
    """How far each guardian is; public."""
    with read_session() as session:
        edition = load_edition(session, slug)
        election = load_election(session, edition.uuid)
        rows = load_guardians(session, edition.id or 0)
        exchange = find_exchange(session, edition.id or 0)
        shuffler = _shuffler(session, election)
        return tuple(
            GuardianProgress(
                number=row.number,
                name=row.name,
                public_key=row.public_key,
                key_received_at=row.key_received_at,
                share_received_at=row.share_received_at,
                grouped=row.grouped,
                state=_state(row, rows, exchange, election, shuffler),
                promise=row.promise,
            )
            for row in rows
        )


def guardian_roles(session: Session, edition_id: int) -> tuple[GuardianRole, ...]:
    """Who is needed for the count of an edition, in the order of the owner numbers on the board."""
    rows = load_guardians(session, edition_id)
    exchange = find_exchange(session, edition_id)
    group = [row.number for row in group_of(rows)]
    return tuple(
        GuardianRole(
            owner=row.number,
            name=row.name,
            mandatory=not row.grouped,
            threshold=exchange.threshold if exchange and row.grouped else None,
            index=group.index(row.number) + 1 if row.grouped else None,
            encrypted_private_key=private_key_of(row),
        )
        for row in rows
    )


def _state(
    row: GuardianRow,
    rows: Sequence[GuardianRow],
    exchange: ExchangeRow | None,
    election: ElectionRow,
    shuffler: int | None,
) -> GuardianState:
    if election.state == ElectionState.COUNTED:
        return GuardianState.COUNTED
    if election.state == ElectionState.CLOSED:
        return _state_in_count(row, shuffler)
    if election.state != ElectionState.PREPARATION:
        return GuardianState.VOTE_RUNNING
    if row.grouped and exchange is not None:
        return state_in_exchange(row, group_of(rows), exchange)
    return GuardianState.KEY_RECEIVED if row.key_received_at else GuardianState.KEY_NEEDED


def _state_in_count(row: GuardianRow, shuffler: int | None) -> GuardianState:
    """``shuffler`` is the number of the guardian whose turn to shuffle it is, if anybody's."""
    if shuffler is not None:
        return GuardianState.SHUFFLE_NEEDED if shuffler == row.number else GuardianState.SHUFFLES_AWAITED
    return GuardianState.SHARE_RECEIVED if row.share_received_at else GuardianState.SHARE_NEEDED


def _shuffler(session: Session, election: ElectionRow) -> int | None:
    return next_shuffler(session, election) if election.state == ElectionState.CLOSED else None


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode()


def guardian_task(uuid: str, token: str) -> GuardianTask:
    """What the owner of the link has to do now; raises NotAllowedError ``guardian-unknown``."""
    with read_session() as session:
        row, edition, election = load_guardian_of_link(session, uuid, token)
        rows = load_guardians(session, edition.id or 0)
        exchange = find_exchange(session, edition.id or 0)
        state = _state(row, rows, exchange, election, _shuffler(session, election))
        works_on_ballots = state in (GuardianState.SHUFFLE_NEEDED, GuardianState.SHARE_NEEDED)
        return GuardianTask(
            name=row.name,
            number=row.number,
            of=len(rows),
            state=state,
            public_key=row.public_key,
            election=_text(election.election_raw),
            election_fingerprint=base64_unpadded(election.election_raw) if election.election_raw else None,
            encrypted_tally=_text(election.tally_raw),
            edition_name=edition.name,
            town=edition.town,
            trustees=_text(election.trustees_raw),
            ballots_to_open=_text(written_tally(session, election)) if works_on_ballots else None,
            group=GroupFacts(len(group_of(rows)), exchange.threshold) if exchange else None,
            exchange=exchange_task(row, rows, exchange) if exchange and row.grouped else None,
        )


def submit_key(uuid: str, token: str, raw: bytes, now: datetime) -> None:
    """Takes the public key of a guardian who is always needed, once.

    Raises NotAllowedError ``guardian-unknown``, ConflictError ``guardian-key-already``, ``guardian-in-group`` or
    ``vote-already-set-up``, InvalidInputError ``key-invalid``.
    """
    with write_session() as session:
        row, edition, election = load_guardian_of_link(session, uuid, token, for_update=True)
        if election.state != ElectionState.PREPARATION:
            raise ConflictError("vote-already-set-up")
        if row.grouped:
            raise ConflictError("guardian-in-group")
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


def submit_shuffle(uuid: str, token: str, raw: bytes, now: datetime) -> None:  # noqa: ARG001  as every message
    """Takes the shuffle of the guardian whose turn it is.

    Raises NotAllowedError ``guardian-unknown``, ConflictError ``share-not-yet`` or ``shuffle-not-your-turn``,
    InvalidInputError ``shuffle-invalid``.
    """
    with write_session() as session:
        row, _, election = load_guardian_of_link(session, uuid, token, for_update=True)
        if election.state != ElectionState.CLOSED:
            raise ConflictError("share-not-yet")
        accept_shuffle(session, election, row.number, raw)


def submit_share(uuid: str, token: str, raw: bytes, now: datetime) -> bool:
    """Takes a guardian's share with its strong one, once; true when it was the last and the result is on the board.

    Raises NotAllowedError ``guardian-unknown``, ConflictError ``share-not-yet``, ``guardian-share-already`` or, when
    enough others of a group were first, ``guardian-share-late``, or as :func:`accept_share`.
    """
    with write_session() as session:
        row, _, election = load_guardian_of_link(session, uuid, token, for_update=True)
        if election.state not in (ElectionState.CLOSED, ElectionState.COUNTED):
            raise ConflictError("share-not-yet")
        if row.share_received_at is not None:
            raise ConflictError("guardian-share-already")
        if election.state == ElectionState.COUNTED:
            raise ConflictError("guardian-share-late")
        counted = accept_share(session, election, row.number, raw, now)
        row.share_received_at = now
        session.add(row)
        return counted
