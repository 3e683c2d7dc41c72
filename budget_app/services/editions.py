"""Editions: listed, found, made, and their calendar moved."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from budget_app.domain.ballot_kind import BallotKind
from budget_app.domain.edition import Calendar, Edition, EditionDraft, ElectionState, VotingRules, vote_state_at
from budget_app.domain.errors import ConflictError, NotFoundError
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.storage.board import ElectionRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from voting.credentials import generate_uuid

_LARGE = ("election_raw", "trustees_raw", "credentials_raw", "ballot_list", "tally_raw", "sized_tally_raw")


def rules_of(row: EditionRow) -> VotingRules:
    """The voting rules of a row."""
    return VotingRules(
        row.min_choices,
        row.max_choices,
        row.blank_allowed,
        row.revote_allowed,
        BallotKind(row.ballot_kind),
        row.points,
        row.points_each,
        row.choices_per_district,
    )


def calendar_of(row: EditionRow) -> Calendar:
    """The times of a row."""
    return Calendar(
        row.vote_opens_at,
        row.vote_closes_at,
        row.proposals_from,
        row.review_from,
        row.decisions_at,
        row.appeals_until,
    )


def store_calendar(row: EditionRow, calendar: Calendar) -> None:
    """Gives the row these times."""
    for name, time in vars(calendar).items():
        setattr(row, name, time)


def as_edition(row: EditionRow, election: ElectionRow, now: datetime) -> Edition:
    """The edition of a row as it stands at ``now``."""
    calendar = calendar_of(row)
    return Edition(
        slug=row.slug,
        uuid=row.uuid,
        name=row.name,
        town=row.town,
        description=row.description,
        budget=row.budget,
        calendar=calendar,
        rules=rules_of(row),
        state=vote_state_at(ElectionState(election.state), calendar, now),
        created_at=row.created_at,
    )


def load_edition(session: Session, slug: str) -> EditionRow:
    """The row of ``slug``; raises NotFoundError ``edition-unknown``."""
    row = session.exec(select(EditionRow).where(EditionRow.slug == slug)).first()
    if row is None:
        raise NotFoundError("edition-unknown")
    return row


def load_election(session: Session, uuid: str, *, for_update: bool = False) -> ElectionRow:
    """The vote ``uuid``, locked against other writers on request; raises NotFoundError ``election-unknown``.

    Its frozen bytes are read when first asked for: a ballot that comes needs none of them.
    """
    statement = select(ElectionRow).where(ElectionRow.uuid == uuid)
    statement = statement.options(*(defer(getattr(ElectionRow, name)) for name in _LARGE))
    if for_update:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row = session.exec(statement).first()
    if row is None:
        raise NotFoundError("election-unknown")
    return row


def load_in_preparation(session: Session, slug: str) -> EditionRow:
    """The row of an edition whose vote is not set up yet; raises ConflictError ``vote-already-set-up``."""
    row = load_edition(session, slug)
    if load_election(session, row.uuid, for_update=True).state != ElectionState.PREPARATION:
        raise ConflictError("vote-already-set-up")
    return row


def list_editions(now: datetime) -> tuple[Edition, ...]:
    """All editions, the newest first."""
    with read_session() as session:
        rows = session.exec(select(EditionRow).order_by(col(EditionRow.id).desc())).all()
        return tuple(as_edition(row, load_election(session, row.uuid), now) for row in rows)


def find_edition(slug: str, now: datetime) -> Edition | None:
    """The edition ``slug``; None when there is none."""
    with read_session() as session:
        row = session.exec(select(EditionRow).where(EditionRow.slug == slug)).first()
        return None if row is None else as_edition(row, load_election(session, row.uuid), now)


def _new_slug(session: Session, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "edition"
    taken = set(session.exec(select(EditionRow.slug)).all())
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)


def store_edition(session: Session, draft: EditionDraft, now: datetime) -> EditionRow:
    """Stores a new edition with an election in preparation, inside the caller's transaction."""
    draft.check()
    row = EditionRow(
        slug=_new_slug(session, draft.name),
        uuid=generate_uuid(secrets.token_bytes),
        name=draft.name.strip(),
        town=draft.town.strip(),
        description=draft.description.strip(),
        budget=draft.budget,
        min_choices=draft.rules.min_choices,
        max_choices=draft.rules.max_choices,
        ballot_kind=draft.rules.kind,
        points=draft.rules.points,
        points_each=draft.rules.points_each,
        choices_per_district=draft.rules.per_district,
        blank_allowed=draft.rules.blank_allowed,
        revote_allowed=draft.rules.revote_allowed,
        **vars(draft.calendar),
        created_at=now,
    )
    session.add(row)
    session.add(ElectionRow(uuid=row.uuid, state=ElectionState.PREPARATION))
    session.flush()
    return row


def create_edition(actor: Actor, draft: EditionDraft, now: datetime) -> str:
    """Makes an edition and gives its slug; raises InvalidInputError or NotAllowedError."""
    require(actor, ORGANISER)
    with write_session() as session:
        return store_edition(session, draft, now).slug
