"""check-log: whether the chain of the action log holds."""

from __future__ import annotations

import argparse
from typing import Any

from budget_app.commands.words import in_words, tell
from budget_app.services.action_log import check_chain
from budget_app.services.actor import SYSTEM

_BROKEN = 1


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    about = in_words("vérifie que le journal des actions n’a pas été changé")
    parser: argparse.ArgumentParser = subparsers.add_parser("check-log", help=about, description=about)
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    """Exit status 0 when the chain holds, 1 when a row was changed or taken out."""
    found = check_chain(SYSTEM)
    if found.first_wrong is None:
        tell("La chaîne du journal tient : {rows} lignes, dernière empreinte {last}.", rows=found.rows, last=found.last)
        return 0
    tell("La chaîne du journal est rompue à la ligne {row}.", row=found.first_wrong)
    return _BROKEN
