"""The published files of a result; public, and the same bytes until the end of time."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from budget_app.documents.result_csv import compose_result_csv
from budget_app.domain.errors import NotFoundError
from budget_app.domain.pabulib_export import export_result
from budget_app.domain.pabulib_writer import compose_pabulib
from budget_app.domain.result import ResultView
from budget_app.domain.result_file import CountedBoard, compose_result_file, result_members
from budget_app.services.editions import find_edition, load_edition, load_election
from budget_app.services.results import find_result
from budget_app.services.sealed_election import sealed_election
from budget_app.storage.database import read_session


def _load(slug: str) -> ResultView:
    """Raises NotFoundError ``edition-unknown``, or ``result-missing`` before the end."""
    result = find_result(slug)
    if result is None:
        raise NotFoundError("result-missing")
    return result


def load_result_file(slug: str) -> bytes:
    """The file that ``python -m budget_app recount`` compares; raises NotFoundError."""
    result = _load(slug)
    with read_session() as session:
        row = load_election(session, load_edition(session, slug).uuid)
        fingerprint = sealed_election(row).election.fingerprint
        board = CountedBoard(row.uuid, fingerprint, row.head_hash, result.voters, result.ballots)
    return compose_result_file(result_members(board, result.ballot_list, result.count, result.allocation))


def load_result_csv(slug: str, language: str) -> bytes:
    """The table for spreadsheets; raises NotFoundError."""
    return compose_result_csv(_load(slug), language)


@lru_cache(maxsize=4)
def _pabulib(slug: str, _uuid: str, _counted_at: datetime) -> bytes:
    """Composed once a process: a large town's file takes seconds, and anybody may ask for it."""
    result, edition = _load(slug), find_edition(slug, datetime.now(UTC))
    if edition is None:
        raise NotFoundError("edition-unknown")
    return compose_pabulib(export_result(result, edition))


def load_result_pabulib(slug: str) -> bytes:
    """The valid ballots, where they were opened; raises NotFoundError, ``ballots-not-opened`` where not."""
    result = _load(slug)
    with read_session() as session:
        uuid = load_edition(session, slug).uuid
    return _pabulib(slug, uuid, result.counted_at)
