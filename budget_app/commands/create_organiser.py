"""create-organiser: an account that may run editions; the password is asked for, never given as an argument."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import UTC, datetime
from typing import Any

from budget_app.services.accounts import create_account
from budget_app.services.actor import ORGANISER, SYSTEM


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("create-organiser", help=__doc__)
    parser.add_argument("--email", required=True, help="the person's e-mail address")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Reads the password from the terminal, or one line of standard input."""
    password = getpass.getpass("Mot de passe : ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    create_account(SYSTEM, options.email, password, frozenset({ORGANISER}), datetime.now(UTC))
    print("Compte créé.")
    return 0
