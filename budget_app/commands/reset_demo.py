"""reset-demo: makes the demonstration town anew, in one of its phases."""

from __future__ import annotations

import argparse
import shutil
from datetime import UTC, datetime
from typing import Any

from budget_app.commands.demo_town import PHASES, make_demo_town, read_secrets, secrets_folder
from budget_app.domain.errors import ConflictError
from budget_app.services.editions import list_editions
from budget_app.storage.schema import empty_all_tables


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("reset-demo", help=__doc__)
    parser.add_argument("--phase", choices=PHASES, default="vote", help="where the edition is in its calendar")
    parser.set_defaults(run=run)


def check_only_demonstration(now: datetime) -> None:
    """Raises ConflictError ``not-a-demonstration`` when the database holds anything that is not invented."""
    known = read_secrets()
    if any(known is None or edition.slug != known.slug for edition in list_editions(now)):
        raise ConflictError("not-a-demonstration")


def run(options: argparse.Namespace) -> int:
    """Empties the database, if nothing but the demonstration is in it, and fills it again."""
    now = datetime.now(UTC)
    check_only_demonstration(now)
    empty_all_tables()
    shutil.rmtree(secrets_folder(), ignore_errors=True)
    make_demo_town(options.phase, now)
    print(f"La commune de démonstration est prête, phase : {options.phase}.")
    return 0
