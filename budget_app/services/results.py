"""The result: what the board's last event says, and what the edition's rule makes of it."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from sqlmodel import Session, func, select

from budget_app.domain.allocation.allocate import allocate
from budget_app.domain.allocation.votes import as_candidates, sealing_for, tally_of
from budget_app.domain.edition import ElectionState
from budget_app.domain.result import ResultView
from budget_app.services.ballot_questions import read_count
from budget_app.services.editions import load_edition, load_election, rules_of
from budget_app.services.projects import load_projects
from budget_app.services.rules import rule_in_force
from budget_app.services.sealed_election import sealed_election
from budget_app.storage.board import AttendanceRow, ElectionRow
from budget_app.storage.database import read_session
from budget_app.storage.editions import EditionRow
from voting.result import parse_result

_KEPT = 8


@dataclass
class _Slot:
    """A result and who computes it: others who ask for the same one wait, nobody else does."""

    lock: Lock = field(default_factory=Lock)
    view: ResultView | None = None


_slots: OrderedDict[tuple[str, datetime], _Slot] = OrderedDict()
_lock = Lock()


def _slot(key: tuple[str, datetime]) -> _Slot:
    with _lock:
        slot = _slots.setdefault(key, _Slot())
        _slots.move_to_end(key)
        while len(_slots) > _KEPT:
            _slots.popitem(last=False)
        return slot


def _compute(session: Session, edition: EditionRow, row: ElectionRow, counted_at: datetime) -> ResultView:
    """The verified result on the board, counted, and the rule applied to it."""
    sealed, rule = sealed_election(row), rule_in_force(edition, row)
    projects = load_projects(session, edition.id or 0)
    limits = rules_of(edition).limits.placed([project.district for project in projects])
    sealing = sealing_for(rule, limits.kind)
    ballots = int(json.loads(row.sized_tally_raw or b"{}")["num_tallied"])
    result = parse_result(row.result_raw or b"", sealed.election, ballots)
    marked = frozenset(json.loads(row.marked_votes))
    costs = [project.cost for project in projects]
    count = read_count(limits, costs, edition.budget, sealed.election, result, ballots, marked)
    tally, election = tally_of(rule, limits, sealing, as_candidates(projects), count)
    attended = select(func.count()).select_from(AttendanceRow).where(AttendanceRow.uuid == row.uuid)
    return ResultView(
        allocation=allocate(rule, tally, election),
        projects=projects,
        limits=limits,
        sealing=sealing,
        count=count,
        ballots=ballots,
        attended=session.exec(attended).one(),
        voters=len(sealed.credentials),
        counted_at=counted_at,
        ballot_list=row.ballot_list or b"",
    )


def find_result(slug: str) -> ResultView | None:
    """The result of an edition; None before the last guardian's share is in.

    It never changes once it is there: it is computed once a process.
    """
    with read_session() as session:
        edition = load_edition(session, slug)
        row = load_election(session, edition.uuid)
        if row.state != ElectionState.COUNTED or row.counted_at is None:
            return None
        slot = _slot((row.uuid, row.counted_at))
        with slot.lock:
            if slot.view is None:
                slot.view = _compute(session, edition, row, row.counted_at)
            return slot.view
