"""create-organiser: an account that may run editions and manage the staff's accounts; the password is asked for."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import UTC, datetime
from typing import Any

from budget_app.commands.words import in_words, tell
from budget_app.domain.errors import InvalidInputError
from budget_app.domain.roles import Role
from budget_app.services.accounts import create_account
from budget_app.services.actor import ORGANISER, SYSTEM


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    about = in_words("crée un compte d’organisation ; le mot de passe est demandé, ou lu sur l’entrée standard")
    parser: argparse.ArgumentParser = subparsers.add_parser("create-organiser", help=about, description=about)
    parser.add_argument("--email", required=True, help=in_words("l’adresse e-mail de la personne"))
    parser.set_defaults(run=run)


def _read_password() -> str:
    """One line of standard input; on a terminal asked for twice and not shown."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass(in_words("Mot de passe : "))
    if getpass.getpass(in_words("Encore une fois : ")) != password:
        raise InvalidInputError("passwords-differ", field="password")
    return password


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when the account is made."""
    roles = frozenset({ORGANISER, Role.ADMINISTRATOR})
    create_account(SYSTEM, options.email, _read_password(), roles, datetime.now(UTC))
    tell("Compte créé.")
    return 0
