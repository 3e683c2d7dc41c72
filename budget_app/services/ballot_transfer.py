"""From admitted proposals to the projects of the ballot list: their cost is the one decided, their order is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from budget_app.domain.allocation.ties import lot_order
from budget_app.domain.call_rules import read_call_rules
from budget_app.domain.decision_register import Entry, Register
from budget_app.domain.errors import ConflictError
from budget_app.domain.project import ProjectDraft
from budget_app.domain.proposal import FileKind, ProposalContent, ProposalState
from budget_app.domain.review import Verdict
from budget_app.domain.roles import Action
from budget_app.services.action_log import note_action
from budget_app.services.actor import Actor, require_action
from budget_app.services.decision_register import find_entry_of, load_register_of
from budget_app.services.editions import load_edition, load_in_preparation
from budget_app.services.projects import store_project
from budget_app.services.proposals import load_version
from budget_app.storage.database import read_session, write_session
from budget_app.storage.editions import EditionRow, ProjectRow
from budget_app.storage.proposals import ProposalRow, SupportRow

_COPIED = ("title", "summary", "description", "beneficiaries", "category", "district", "place", "latitude", "longitude")


@dataclass(frozen=True)
class Obstacle:
    """Why nothing can be taken yet: a code, and the numbers of the proposals that it is about."""

    code: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Transfer:
    """What would be taken: ``admitted`` in the drawn order, ``unsupported`` admitted with too few supports.

    ``on_list`` gives the project's number by proposal, of those that are on the ballot list now.
    """

    obstacles: tuple[Obstacle, ...]
    admitted: tuple[Entry, ...]
    unsupported: tuple[Entry, ...]
    on_list: Mapping[int, int]


@dataclass(frozen=True)
class Taken:
    """How many projects came to the list, how many left it, and how many it has from proposals."""

    added: int
    removed: int
    total: int


@dataclass(frozen=True)
class Origin:
    """Where a project comes from: the numbers of the proposal and of the decision in force."""

    proposal: int
    decision: int


@dataclass(frozen=True)
class _Plan:
    """The transfer with the rows that it needs, by number of proposal."""

    transfer: Transfer
    proposals: Mapping[int, ProposalRow]
    projects: Mapping[int, ProjectRow]


def _published(session: Session, edition: EditionRow) -> dict[int, ProposalRow]:
    """Published proposals by number: what is hidden, withdrawn or merged is not put to the vote."""
    wanted = select(ProposalRow).where(
        ProposalRow.edition_id == edition.id, ProposalRow.state == ProposalState.PUBLISHED
    )
    return {row.number: row for row in session.exec(wanted) if row.number is not None}


def _obstacles(register: Register, published: Mapping[int, ProposalRow], now: datetime) -> Iterator[Obstacle]:
    decided = {entry.proposal: entry for entry in register.entries if entry.proposal in published}
    in_time = register.appeals_until is not None and now < register.appeals_until
    found = {
        "decisions-not-released": [number for number in published if number not in decided],
        "appeals-open": [number for number, entry in decided.items() if entry.appeal_open],
        "appeals-still-possible": [
            number
            for number, entry in decided.items()
            if in_time and entry.appealed_at is None and entry.first.verdict is Verdict.REFUSED
        ],
        "admitted-cost-missing": [
            number
            for number, entry in decided.items()
            if entry.in_force.verdict is Verdict.ADMITTED and not entry.in_force.cost.investment
        ],
    }
    yield from (Obstacle(code, tuple(sorted(numbers))) for code, numbers in found.items() if numbers)
    if not any(entry.in_force.verdict is Verdict.ADMITTED for entry in decided.values()):
        yield Obstacle("admitted-none", ())


def _supports(session: Session, edition: EditionRow) -> dict[int, int]:
    """How many support each proposal, by its id."""
    counted = (
        select(SupportRow.proposal_id, func.count())
        .join(ProposalRow, col(ProposalRow.id) == SupportRow.proposal_id)
        .where(ProposalRow.edition_id == edition.id)
        .group_by(col(SupportRow.proposal_id))
    )
    return dict(session.exec(counted).all())


def _in_drawn_order(register: Register, published: Mapping[int, ProposalRow]) -> list[Entry]:
    """The admitted proposals by the lots of the register's seed (docs/decisions-register.md)."""
    admitted = {
        str(entry.proposal): entry
        for entry in register.entries
        if entry.proposal in published and entry.in_force.verdict is Verdict.ADMITTED
    }
    return [admitted[number] for number in lot_order(register.seed or "", admitted)]


def _on_list(session: Session, edition: EditionRow) -> dict[int, ProjectRow]:
    """The projects made from proposals, by number of proposal."""
    joined = (
        select(ProposalRow.number, ProjectRow)
        .join(ProjectRow, col(ProjectRow.proposal_id) == ProposalRow.id)
        .where(ProjectRow.edition_id == edition.id)
    )
    return {number: row for number, row in session.exec(joined) if number is not None}


def _plan(session: Session, edition: EditionRow, now: datetime) -> _Plan:
    register, published = load_register_of(session, edition, now), _published(session, edition)
    needed, supports = read_call_rules(edition.call_rules).supports_needed, _supports(session, edition)
    drawn = _in_drawn_order(register, published)
    enough = [entry for entry in drawn if supports.get(published[entry.proposal].id or 0, 0) >= needed]
    projects = _on_list(session, edition)
    transfer = Transfer(
        obstacles=tuple(_obstacles(register, published, now)),
        admitted=tuple(enough),
        unsupported=tuple(entry for entry in drawn if entry not in enough),
        on_list={number: row.number for number, row in projects.items()},
    )
    return _Plan(transfer, published, projects)


def _picture(content: ProposalContent) -> str | None:
    """The address of the first photo."""
    photos = (file.key for file in content.files if file.kind is FileKind.PHOTO)
    key = next(photos, None)
    return None if key is None else f"/fichiers/{key}.jpg"


def _draft(content: ProposalContent, entry: Entry) -> ProjectDraft:
    """The project of a proposal's newest version; its cost is the investment that was decided."""
    copied = {name: getattr(content, name) for name in _COPIED}
    return ProjectDraft(cost=entry.in_force.cost.investment, picture=_picture(content), **copied)


def _keep(session: Session, edition: EditionRow, plan: _Plan) -> None:
    """Makes the list's projects from proposals exactly the admitted ones; a project keeps its number."""
    for entry in plan.transfer.admitted:
        proposal, known = plan.proposals[entry.proposal], plan.projects.get(entry.proposal)
        draft = _draft(load_version(session, proposal), entry)
        if known is None:
            store_project(session, edition.id or 0, draft, proposal_id=proposal.id)
            continue
        draft.check()
        for name, value in vars(draft).items():
            setattr(known, name, value)
        session.add(known)


def take_admitted(actor: Actor, slug: str, now: datetime) -> Taken:
    """Puts the admitted proposals on the ballot list, in the drawn order; once more, it changes nothing twice.

    Projects whose proposals are not admitted any more leave the list. Raises ConflictError ``vote-already-set-up``,
    ``decisions-not-released``, ``appeals-open``, ``appeals-still-possible`` or ``admitted-cost-missing`` (each with
    the ``numbers`` of the proposals) or ``admitted-none``; NotAllowedError, NotFoundError.
    """
    require_action(actor, Action.MANAGE_EDITION)
    with write_session() as session:
        edition = load_in_preparation(session, slug)
        plan = _plan(session, edition, now)
        for obstacle in plan.transfer.obstacles:
            raise ConflictError(obstacle.code, numbers=", ".join(map(str, obstacle.numbers)))
        numbers = {entry.proposal for entry in plan.transfer.admitted}
        gone = [row for number, row in plan.projects.items() if number not in numbers]
        for row in gone:
            session.delete(row)
        session.flush()
        _keep(session, edition, plan)
        added = len(numbers - plan.projects.keys())
        if added or gone:
            facts = {"added": added, "removed": len(gone), "total": len(numbers)}
            note_action(session, actor, "take-admitted", f"edition/{slug}", now, **facts)
        return Taken(added, len(gone), len(numbers))


def preview_admitted(actor: Actor, slug: str, now: datetime) -> Transfer:
    """What :func:`take_admitted` would take, and what keeps it from that; raises NotAllowedError, NotFoundError."""
    require_action(actor, Action.MANAGE_EDITION)
    with read_session() as session:
        return _plan(session, load_edition(session, slug), now).transfer


def find_origin(slug: str, project: int, now: datetime) -> Origin | None:
    """Where project ``project`` comes from; None for one that the organisers added themselves. Public."""
    with read_session() as session:
        edition = load_edition(session, slug)
        of = select(ProposalRow.number).join(ProjectRow, col(ProjectRow.proposal_id) == ProposalRow.id)
        number = session.exec(of.where(ProjectRow.edition_id == edition.id, ProjectRow.number == project)).first()
        entry = None if number is None else find_entry_of(session, edition, number, now)
        return None if entry is None else Origin(entry.proposal, entry.in_force.number)
