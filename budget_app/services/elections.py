"""The vote: what is missing, set up, shown to the booth, closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import Session, func, select

from budget_app.domain.ballot_kind import SMALLEST_OPENED_ROLL, Sealing, most_projects
from budget_app.domain.ballot_list import answer_of, compose_ballot_list, described_with
from budget_app.domain.edition import ElectionState
from budget_app.domain.errors import ConflictError, InvalidInputError
from budget_app.domain.vote import MissingPiece, PublicElection
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.ballot_questions import questions_of
from budget_app.services.board import append
from budget_app.services.counting import end_ballots, sum_ballots
from budget_app.services.credential_record import note_frozen
from budget_app.services.editions import as_edition, load_edition, load_election, rules_of
from budget_app.services.exchange_messages import compose_trustees_of
from budget_app.services.guardian_links import load_guardians
from budget_app.services.projects import load_projects
from budget_app.services.rules import check_rule_of, rule_of, sealing_in_force
from budget_app.services.sealed_election import sealed_election
from budget_app.storage.board import CredentialRow, ElectionRow
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow
from budget_app.storage.roll import VoterRow
from voting.board import open_board
from voting.credentials import compose_public_credentials
from voting.election import compose_election
from voting.group import parse_point
from voting.question import Question
from voting.trustee import joint_public_key, parse_trustees

MAX_PROJECTS = 300


def _missing_projects(session: Session, edition: EditionRow, sealing: Sealing) -> Iterator[MissingPiece]:
    projects = len(load_projects(session, edition.id or 0))
    most = min(MAX_PROJECTS, most_projects(rules_of(edition).limits, sealing))
    if not projects:
        yield MissingPiece("projects-missing")
    if projects > most:
        yield MissingPiece("projects-too-many", (("limit", most),))
    if projects < edition.max_choices and not edition.choices_per_district:
        yield MissingPiece("projects-fewer-than-choices", (("max", edition.max_choices),))


def _missing_rule(session: Session, edition: EditionRow) -> Iterator[MissingPiece]:
    try:
        check_rule_of(edition, load_projects(session, edition.id or 0))
    except InvalidInputError as error:
        yield MissingPiece(error.code, tuple(error.facts.items()))


def _missing_voters(session: Session, edition: EditionRow, sealing: Sealing) -> Iterator[MissingPiece]:
    voters = session.exec(select(func.count()).select_from(VoterRow).where(VoterRow.edition_id == edition.id)).one()
    counted = select(func.count()).select_from(CredentialRow).where(CredentialRow.uuid == edition.uuid)
    credentials = session.exec(counted).one()
    if not voters:
        yield MissingPiece("roll-missing")
        return
    if sealing is Sealing.OPENED and voters < SMALLEST_OPENED_ROLL:
        yield MissingPiece("roll-too-small-to-open", (("limit", SMALLEST_OPENED_ROLL),))
    if credentials < voters:
        yield MissingPiece("credentials-missing", (("missing", voters - credentials),))


def _missing_guardians(session: Session, edition: EditionRow) -> Iterator[MissingPiece]:
    guardians = load_guardians(session, edition.id or 0)
    waiting = sum(guardian.public_key_raw is None for guardian in guardians)
    if not guardians:
        yield MissingPiece("guardians-missing")
    elif waiting:
        yield MissingPiece("guardian-keys-missing", (("missing", waiting),))


def _missing(session: Session, edition: EditionRow) -> tuple[MissingPiece, ...]:
    sealing = sealing_in_force(edition)
    return (
        *_missing_projects(session, edition, sealing),
        *_missing_rule(session, edition),
        *_missing_voters(session, edition, sealing),
        *_missing_guardians(session, edition),
    )


def readiness(actor: Actor, slug: str) -> tuple[MissingPiece, ...]:
    """What is missing before the vote can be set up; nothing when it can."""
    require(actor, ORGANISER)
    with read_session() as session:
        return _missing(session, load_edition(session, slug))


def _compose_election(edition: EditionRow, questions: Sequence[Question], trustees: bytes, ballot_list: bytes) -> bytes:
    description = f"Budget participatif de {edition.town}. {edition.description}".strip()
    return compose_election(
        uuid=edition.uuid,
        name=edition.name,
        description=described_with(description, ballot_list),
        public_key=joint_public_key(parse_trustees(trustees)),
        questions=questions,
        administrator=edition.town,
        credential_authority=edition.town,
    )


def _freeze(session: Session, edition: EditionRow, row: ElectionRow, now: datetime) -> None:
    """Fills the raw bytes that every ballot will be checked against."""
    projects = load_projects(session, edition.id or 0)
    limits = rules_of(edition).limits.placed([project.district for project in projects])
    sealing = sealing_in_force(edition)
    row.ballot_list = compose_ballot_list(projects, edition.budget, limits, sealing, rule_of(edition))
    questions = questions_of(limits, sealing, [answer_of(project) for project in projects])
    row.trustees_raw = compose_trustees_of(session, edition.id or 0)
    points = session.exec(select(CredentialRow.credential).where(CredentialRow.uuid == row.uuid)).all()
    row.credentials_raw = compose_public_credentials(parse_point(point) for point in points)
    note_frozen(session, row.uuid, points, now)
    row.election_raw = _compose_election(edition, questions, row.trustees_raw, row.ballot_list)


def set_up_vote(actor: Actor, slug: str, now: datetime) -> None:
    """Writes the beginning of the board; from then on projects, roll, guardians and rules are locked.

    Raises ConflictError ``vote-already-set-up``, ``vote-not-ready`` (``facts['missing']`` lists the codes) or
    ``vote-dates-past``.
    """
    require(actor, ORGANISER)
    with write_session() as session:
        edition = load_edition(session, slug)
        row = load_election(session, edition.uuid, for_update=True)
        if row.state != ElectionState.PREPARATION:
            raise ConflictError("vote-already-set-up")
        missing = _missing(session, edition)
        if missing:
            raise ConflictError("vote-not-ready", missing=[piece.code for piece in missing])
        if now >= edition.vote_closes_at:
            raise ConflictError("vote-dates-past")
        _freeze(session, edition, row, now)
        beginning = open_board(
            int(now.timestamp()), row.election_raw or b"", row.trustees_raw or b"", row.credentials_raw or b""
        )
        row.state, row.set_up_at = ElectionState.READY, now
        append(session, row, beginning)


def close_vote(actor: Actor, slug: str, now: datetime, *, early_confirmed: bool = False) -> None:
    """Ends the vote and publishes the encrypted tally.

    Raises ConflictError ``vote-not-set-up``, ``vote-closed-already``, or ``vote-close-early`` before the announced
    time unless ``early_confirmed``; the announced time then becomes now.
    """
    require(actor, ORGANISER)
    with write_session() as session:
        edition = load_edition(session, slug)
        row = load_election(session, edition.uuid, for_update=True)
        _check_running(row)
        if now < edition.vote_closes_at:
            if not early_confirmed:
                raise ConflictError("vote-close-early", closes_at=edition.vote_closes_at.isoformat())
            edition.vote_closes_at = now
            edition.vote_opens_at = min(edition.vote_opens_at, now)
            session.add(edition)
    # If we crash here, the vote takes no ballot any more and closing can be asked for again.
    while not _try_to_end(edition.uuid, now):
        continue  # a ballot that had arrived in time was still on its way to the board: it is summed too


def _try_to_end(uuid: str, now: datetime) -> bool:
    summed = sum_ballots(uuid)
    with write_session() as session:
        row = load_election(session, uuid, for_update=True)
        _check_running(row)
        return end_ballots(session, row, summed, now)


def _check_running(row: ElectionRow) -> None:
    """Raises ConflictError ``vote-not-set-up`` or ``vote-closed-already``."""
    if row.state == ElectionState.PREPARATION:
        raise ConflictError("vote-not-set-up")
    if row.state != ElectionState.READY:
        raise ConflictError("vote-closed-already")


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode()


def public_election(uuid: str, now: datetime) -> PublicElection:
    """What the booth loads; raises NotFoundError ``election-unknown``."""
    with read_session() as session:
        row = load_election(session, uuid)
        edition = session.exec(select(EditionRow).where(EditionRow.uuid == uuid)).one()
        view = as_edition(edition, row, now)
        return PublicElection(
            uuid=uuid,
            edition=edition.slug,
            town=edition.town,
            name=edition.name,
            state=view.state,
            opens_at=edition.vote_opens_at,
            closes_at=edition.vote_closes_at,
            revote_allowed=edition.revote_allowed,
            election=_text(row.election_raw),
            election_fingerprint=sealed_election(row).election.fingerprint if row.election_raw else None,
            ballot_list=_text(row.ballot_list),
        )


def is_tally_published(slug: str) -> bool:
    """Whether the vote was closed and its encrypted tally is on the board; public."""
    with read_session() as session:
        return load_election(session, load_edition(session, slug).uuid).tally_raw is not None
