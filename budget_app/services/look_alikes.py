"""Which public proposals and projects look like one that is being written, in this edition and earlier ones."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from budget_app.domain.look_alikes import Text, find_alike
from budget_app.domain.proposal import ProposalState
from budget_app.domain.territory import Place
from budget_app.services.actor import Actor
from budget_app.services.proposals import draft_of, load_written
from budget_app.storage.database import read_session
from budget_app.storage.editions import EditionRow, ProjectRow
from budget_app.storage.proposals import ProposalRow


@dataclass(frozen=True)
class LookAlike:
    """A public proposal, or a project of a ballot list that came from none; ``metres`` away where both have places."""

    edition: str
    edition_name: str
    number: int
    title: str
    summary: str
    is_project: bool
    metres: int | None


def _place(longitude: float | None, latitude: float | None) -> Place | None:
    return None if longitude is None or latitude is None else Place(longitude, latitude)


def _candidates(session: Session, table: type[ProposalRow] | type[ProjectRow], *conditions: object) -> list[tuple]:  # type: ignore[type-arg]
    """Edition, its name, number, title, summary, longitude and latitude of each row, the newest edition first."""
    columns = (table.number, table.title, table.summary, table.longitude, table.latitude)
    statement = select(EditionRow.slug, EditionRow.name, *columns).join(EditionRow)  # type: ignore[call-overload]
    ordered = statement.where(*conditions).order_by(col(EditionRow.id).desc(), table.number)
    return list(session.exec(ordered))


def find_look_alikes(actor: Actor, proposal_id: int) -> tuple[LookAlike, ...]:
    """At most five, the likest first; raises NotFoundError ``proposal-unknown`` unless the actor may change it."""
    with read_session() as session:
        row = load_written(session, actor, proposal_id)
        content, _revision = draft_of(session, row)
        public = (ProposalRow.state == ProposalState.PUBLISHED, ProposalRow.id != proposal_id)
        proposals = _candidates(session, ProposalRow, *public)
        projects = _candidates(session, ProjectRow, col(ProjectRow.proposal_id).is_(None))
    known = [*((item, False) for item in proposals), *((item, True) for item in projects)]
    others = [Text(item[3], item[4], _place(item[5], item[6])) for item, _is_project in known]
    mine = Text(content.title, content.summary, _place(content.longitude, content.latitude))
    found = []
    for alike in find_alike(mine, others):
        (slug, name, number, title, summary, *_where), is_project = known[alike.position]
        metres = None if alike.metres is None else round(alike.metres)
        found.append(LookAlike(slug, name, number, title, summary, is_project, metres))
    return tuple(found)
