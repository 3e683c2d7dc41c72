"""The minutes of a counted vote, put together from what is frozen and published; public."""

from __future__ import annotations

from hashlib import sha256

from sqlmodel import Session, func, select

from budget_app.documents.minutes import print_minutes
from budget_app.documents.poster import print_poster
from budget_app.documents.summary import print_summary
from budget_app.domain.errors import NotFoundError
from budget_app.domain.minutes import ChannelBallots, Fingerprints, Minutes
from budget_app.domain.result import ResultView
from budget_app.services.board import read_board
from budget_app.services.editions import load_edition, load_election, rules_of
from budget_app.services.guardians import guardian_progress
from budget_app.services.results import find_result
from budget_app.services.sealed_election import sealed_election
from budget_app.settings import read_settings
from budget_app.storage.board import BallotRow, ElectionRow
from budget_app.storage.database import read_session
from voting.hashing import base64_unpadded


def _fingerprints(row: ElectionRow) -> Fingerprints:
    sealed = sealed_election(row)
    digest, size = sha256(), 0
    for piece in read_board(row.uuid):
        digest.update(piece)
        size += len(piece)
    return Fingerprints(
        election=sealed.election.fingerprint,
        trustees=sealed.trustees.fingerprint,
        credentials=sealed.credentials.fingerprint,
        encrypted_tally=base64_unpadded(row.tally_raw or b""),
        result=base64_unpadded(row.result_raw or b""),
        archive_sha256=digest.hexdigest(),
        archive_bytes=size,
    )


def _compose(session: Session, slug: str, result: ResultView) -> Minutes:
    edition = load_edition(session, slug)
    row = load_election(session, edition.uuid)
    rules = rules_of(edition)
    on_board = select(func.count()).select_from(BallotRow).where(BallotRow.uuid == row.uuid)
    return Minutes(
        town=edition.town,
        edition=edition.name,
        uuid=edition.uuid,
        opened_at=edition.vote_opens_at,
        closed_at=row.closed_at or edition.vote_closes_at,
        counted_at=result.counted_at,
        kind=rules.kind,
        sealing=result.sealing,
        voters=result.voters,
        attended=result.attended,
        channels=(ChannelBallots("online", session.exec(on_board).one()),),
        ballots_counted=result.ballots,
        blank=result.blank,
        invalid=result.invalid,
        allocation=result.allocation,
        titles={project.number: project.title for project in result.projects},
        guardians=tuple(guardian.name for guardian in guardian_progress(slug)),
        fingerprints=_fingerprints(row),
    )


def load_minutes(slug: str) -> Minutes:
    """The minutes of an edition; raises NotFoundError ``edition-unknown``, or ``minutes-not-yet`` before the end."""
    result = find_result(slug)
    if result is None:
        raise NotFoundError("minutes-not-yet")
    with read_session() as session:
        return _compose(session, slug, result)


def print_minutes_of(slug: str, language: str) -> bytes:
    """The minutes as PDF, to be signed by hand; raises as :func:`load_minutes`."""
    return print_minutes(load_minutes(slug), language)


def _address(slug: str) -> str:
    return f"{read_settings().base_url}/resultats?edition={slug}"


def print_poster_of(slug: str, language: str) -> bytes:
    """The poster of the result as PDF; raises as :func:`load_minutes`."""
    return print_poster(load_minutes(slug), _address(slug), language)


def print_summary_of(slug: str, language: str) -> bytes:
    """The result on one page as PDF; raises as :func:`load_minutes`."""
    return print_summary(load_minutes(slug), _address(slug), language)
