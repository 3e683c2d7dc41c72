"""run: prepares the database, fills it with the demonstration town when it is empty, and serves."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from budget_app.commands.demo_secrets import SHOWN, DemoSecrets, tell_access
from budget_app.commands.demo_town import (
    check_only_demonstration,
    find_demo_town,
    make_demo_town,
    remake_demo_town,
)
from budget_app.commands.invented_vote import InventedVoter
from budget_app.commands.serve import become_server
from budget_app.commands.words import in_words, tell
from budget_app.services.editions import list_editions
from budget_app.settings import read_settings
from budget_app.storage.board import AttendanceRow
from budget_app.storage.database import read_session

_PORT = 8501


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    about = in_words("prépare la base de données, avec la commune de démonstration si elle est vide, et sert les pages")
    parser: argparse.ArgumentParser = subparsers.add_parser("run", help=about, description=about)
    parser.add_argument("--prepare-only", action="store_true", help=in_words("tout sauf servir les pages"))
    parser.set_defaults(run=run)


def _fill(now: datetime) -> None:
    """Makes the demonstration town where there is no edition, or where making it was interrupted."""
    known = find_demo_town(now)
    if known is not None and not known.complete:
        check_only_demonstration(now)
        remake_demo_town("vote", now)
    elif not list_editions(now):
        tell("La commune de démonstration se prépare : quelques secondes…")
        make_demo_town("vote", now)


def _who_may_vote(known: DemoSecrets) -> tuple[InventedVoter, ...]:
    """Some people who have not voted yet."""
    with read_session() as session:
        waiting = (v for v in known.voters if session.get(AttendanceRow, (known.uuid, v.roll_number)) is None)
        return tuple(islice(waiting, SHOWN))


def run(options: argparse.Namespace) -> int:
    """Serves until it is interrupted; exit status 0."""
    now = datetime.now(UTC)
    settings = read_settings()
    if settings.demonstration:
        _fill(now)
    known = find_demo_town(now) if settings.demonstration else None
    if known is not None:
        tell_access(known, _who_may_vote(known))
    tell("Isoloir : {address}", address=settings.base_url)
    if not options.prepare_only:
        become_server(urlsplit(settings.base_url).port or _PORT)
    return 0
