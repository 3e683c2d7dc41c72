"""roles: which role may do what, as docs/roles.md says it."""

from __future__ import annotations

import argparse
from typing import Any

from budget_app.commands.words import in_words
from budget_app.documents.roles import roles_page


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    about = in_words("écrit en Markdown quel rôle peut faire quoi (docs/roles.md)")
    parser: argparse.ArgumentParser = subparsers.add_parser("roles", help=about, description=about)
    parser.set_defaults(run=run, database=False)


def run(_options: argparse.Namespace) -> int:
    """Always exit status 0."""
    print(roles_page(), end="")
    return 0
