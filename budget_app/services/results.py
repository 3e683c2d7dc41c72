"""The result: what the board's last event says, and what the budget pays for."""

from __future__ import annotations

import json

from sqlmodel import Session, func, select

from budget_app.domain.allocation.by_votes import Candidate, allocate_by_votes
from budget_app.domain.edition import ElectionState
from budget_app.domain.result import ResultLine, ResultView
from budget_app.domain.vote_count import VoteCount
from budget_app.services.ballot_questions import read_count
from budget_app.services.editions import load_edition, load_election, rules_of
from budget_app.services.projects import load_projects
from budget_app.services.sealed_election import sealed_election
from budget_app.storage.board import AttendanceRow, ElectionRow
from budget_app.storage.database import read_session
from budget_app.storage.editions import EditionRow
from voting.election import Election
from voting.result import parse_result


def _lines(session: Session, edition: EditionRow, votes: tuple[int, ...]) -> tuple[tuple[ResultLine, ...], int]:
    """The lines of the result and what is left of the budget, in cents."""
    projects = {project.number: project for project in load_projects(session, edition.id or 0)}
    candidates = [
        Candidate(number, projects[number].cost, count) for number, count in zip(sorted(projects), votes, strict=True)
    ]
    allocation = allocate_by_votes(candidates, edition.budget)
    lines = tuple(ResultLine(title=projects[line.number].title, **vars(line)) for line in allocation.lines)
    return lines, allocation.left


def _count(session: Session, edition: EditionRow, row: ElectionRow, election: Election, ballots: int) -> VoteCount:
    """The votes by project of the verified result on the board."""
    costs = [project.cost for project in sorted(load_projects(session, edition.id or 0), key=lambda p: p.number)]
    result = parse_result(row.result_raw or b"", election, ballots)
    marked = frozenset(json.loads(row.marked_votes))
    return read_count(rules_of(edition).limits, costs, edition.budget, election, result, marked)


def _view(session: Session, edition: EditionRow, row: ElectionRow) -> ResultView | None:
    if row.state != ElectionState.COUNTED or row.result_raw is None or row.counted_at is None:
        return None
    sealed = sealed_election(row)
    ballots_counted = int(json.loads(row.sized_tally_raw or b"{}")["num_tallied"])
    count = _count(session, edition, row, sealed.election, ballots_counted)
    lines, left = _lines(session, edition, count.votes)
    ballots = select(func.count()).select_from(AttendanceRow).where(AttendanceRow.uuid == row.uuid)
    return ResultView(
        lines=lines,
        blank=count.blank,
        invalid=count.invalid,
        ballots=ballots_counted,
        attended=session.exec(ballots).one(),
        voters=len(sealed.credentials),
        budget=edition.budget,
        spent=edition.budget - left,
        left=left,
        counted_at=row.counted_at,
    )


def find_result(slug: str) -> ResultView | None:
    """The result of an edition; None before the last guardian's share is in."""
    with read_session() as session:
        edition = load_edition(session, slug)
        return _view(session, edition, load_election(session, edition.uuid))
