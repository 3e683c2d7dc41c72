"""reset-demo: makes the demonstration town anew, in one of its phases."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import Any

from budget_app.commands.demo_secrets import SHOWN, tell_access
from budget_app.commands.demo_town import PHASES, check_only_demonstration, remake_demo_town
from budget_app.commands.words import in_words, tell


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    about = in_words("refait la commune de démonstration, à l’étape voulue de son calendrier")
    parser: argparse.ArgumentParser = subparsers.add_parser("reset-demo", help=about, description=about)
    parser.add_argument(
        "--phase", choices=PHASES, default="vote", help=in_words("appel, examen, recours, vote (sinon) ou résultats")
    )
    parser.add_argument("--yes", action="store_true", help=in_words("efface aussi ce qui n’est pas la démonstration"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Empties the database, if nothing but the demonstration is in it, and fills it again."""
    now = datetime.now(UTC)
    if not options.yes:
        check_only_demonstration(now)
    known = remake_demo_town(options.phase, now)
    tell("La commune de démonstration est prête, à l’étape : {phase}.", phase=options.phase)
    tell_access(known, known.voters[:SHOWN])
    return 0
