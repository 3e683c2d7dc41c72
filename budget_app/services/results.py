"""The result: what the board's last event says, and what the budget pays for."""

from __future__ import annotations

import json

from sqlmodel import Session, func, select

from budget_app.domain.allocation.by_votes import Candidate, allocate_by_votes
from budget_app.domain.edition import ElectionState
from budget_app.domain.result import ResultLine, ResultView
from budget_app.services.editions import load_edition, load_election
from budget_app.services.projects import load_projects
from budget_app.services.sealed_election import sealed_election
from budget_app.storage.board import AttendanceRow, ElectionRow
from budget_app.storage.database import read_session
from budget_app.storage.editions import EditionRow
from voting.election import Election
from voting.question import HomomorphicQuestion
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


def _totals(election: Election, raw: bytes, ballots: int) -> tuple[tuple[int, ...], int | None]:
    """The votes of each project, and the blank votes where they are allowed."""
    (row,) = parse_result(raw, election, ballots)
    totals = tuple(value for value in row if isinstance(value, int))
    (question,) = election.questions
    blank_allowed = isinstance(question, HomomorphicQuestion) and question.blank
    return (totals[1:], totals[0]) if blank_allowed else (totals, None)


def _view(session: Session, edition: EditionRow, row: ElectionRow) -> ResultView | None:
    if row.state != ElectionState.COUNTED or row.result_raw is None or row.counted_at is None:
        return None
    sealed = sealed_election(row)
    ballots_counted = int(json.loads(row.sized_tally_raw or b"{}")["num_tallied"])
    totals, blank = _totals(sealed.election, row.result_raw, ballots_counted)
    lines, left = _lines(session, edition, totals)
    ballots = select(func.count()).select_from(AttendanceRow).where(AttendanceRow.uuid == row.uuid)
    return ResultView(
        lines=lines,
        blank=blank,
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
