"""Projects and districts of an edition; locked once the vote is set up."""

from __future__ import annotations

from sqlmodel import Session, col, func, select

from budget_app.domain.errors import ConflictError, NotFoundError
from budget_app.domain.project import DistrictView, ProjectDraft, ProjectView
from budget_app.services.actor import ORGANISER, Actor, require
from budget_app.services.editions import load_edition, load_in_preparation
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import DistrictRow, ProjectRow


def as_project(row: ProjectRow) -> ProjectView:
    """The project of a row."""
    return ProjectView(**row.model_dump(exclude={"id", "edition_id", "proposal_id"}))


def load_projects(session: Session, edition_id: int) -> tuple[ProjectView, ...]:
    """The projects of an edition in the order of their numbers."""
    statement = select(ProjectRow).where(ProjectRow.edition_id == edition_id).order_by(col(ProjectRow.number))
    return tuple(as_project(row) for row in session.exec(statement))


def list_projects(slug: str) -> tuple[ProjectView, ...]:
    """The projects of an edition in the order of their numbers; raises NotFoundError."""
    with read_session() as session:
        return load_projects(session, load_edition(session, slug).id or 0)


def _load_project(session: Session, edition_id: int, number: int) -> ProjectRow:
    statement = select(ProjectRow).where(ProjectRow.edition_id == edition_id, ProjectRow.number == number)
    row = session.exec(statement).first()
    if row is None:
        raise NotFoundError("project-unknown")
    return row


def find_project(slug: str, number: int) -> ProjectView | None:
    """One project; None when there is no such number."""
    return next((project for project in list_projects(slug) if project.number == number), None)


def list_districts(slug: str) -> tuple[DistrictView, ...]:
    """The districts of an edition, by name."""
    with read_session() as session:
        return load_districts(session, load_edition(session, slug).id or 0)


def load_districts(session: Session, edition_id: int) -> tuple[DistrictView, ...]:
    """The districts of an edition, by name, inside the caller's transaction."""
    statement = select(DistrictRow).where(DistrictRow.edition_id == edition_id).order_by(col(DistrictRow.name))
    return tuple(DistrictView(row.code, row.name, row.outline) for row in session.exec(statement))


def store_districts(session: Session, edition_id: int, districts: tuple[DistrictView, ...]) -> None:
    """Stores the districts of a new edition, inside the caller's transaction."""
    for district in districts:
        session.add(
            DistrictRow(edition_id=edition_id, code=district.code, name=district.name, outline=district.outline)
        )


def store_project(session: Session, edition_id: int, draft: ProjectDraft, *, proposal_id: int | None = None) -> int:
    """Stores a project under the next number, inside the caller's transaction, and gives the number.

    ``proposal_id`` is the id of the admitted proposal that it is made from, where there is one.
    """
    draft.check()
    last = session.exec(select(func.max(ProjectRow.number)).where(ProjectRow.edition_id == edition_id)).one()
    number = (last or 0) + 1
    session.add(ProjectRow(edition_id=edition_id, number=number, proposal_id=proposal_id, **vars(draft)))
    session.flush()
    return number


def add_project(actor: Actor, slug: str, draft: ProjectDraft) -> int:
    """Adds a project and gives its number; raises InvalidInputError, ConflictError ``vote-already-set-up``."""
    require(actor, ORGANISER)
    with write_session() as session:
        return store_project(session, load_in_preparation(session, slug).id or 0, draft)


def _load_own(session: Session, slug: str, number: int) -> ProjectRow:
    """A project that the organisers added; raises ConflictError ``project-from-proposal`` for another."""
    row = _load_project(session, load_in_preparation(session, slug).id or 0, number)
    if row.proposal_id is not None:
        raise ConflictError("project-from-proposal")
    return row


def list_own_projects(slug: str) -> tuple[ProjectView, ...]:
    """The projects that organisers added themselves: those made from proposals stay as they were decided."""
    with read_session() as session:
        edition = load_edition(session, slug)
        own = select(ProjectRow).where(ProjectRow.edition_id == edition.id, col(ProjectRow.proposal_id).is_(None))
        return tuple(as_project(row) for row in session.exec(own.order_by(col(ProjectRow.number))))


def change_project(actor: Actor, slug: str, number: int, draft: ProjectDraft) -> None:
    """Replaces what is said of a project.

    Raises as :func:`add_project`, NotFoundError, or ConflictError ``project-from-proposal``.
    """
    require(actor, ORGANISER)
    draft.check()
    with write_session() as session:
        row = _load_own(session, slug, number)
        for name, value in vars(draft).items():
            setattr(row, name, value)
        session.add(row)


def remove_project(actor: Actor, slug: str, number: int) -> None:
    """Takes a project off the list; the other numbers stay. Raises as :func:`change_project`."""
    require(actor, ORGANISER)
    with write_session() as session:
        session.delete(_load_own(session, slug, number))
