"""migrate: brings the database up to this version."""

from __future__ import annotations

import argparse
from typing import Any

from budget_app.commands.words import in_words, tell


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    about = in_words("met la base de données à jour")
    parser: argparse.ArgumentParser = subparsers.add_parser("migrate", help=about, description=about)
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    """Nothing more: every command that needs the database migrates first."""
    tell("La base de données est à jour.")
    return 0
