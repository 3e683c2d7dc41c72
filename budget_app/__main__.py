"""The command line of the application: python -m budget_app."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from budget_app.commands import (
    allocate,
    ask_witnesses,
    check_log,
    create_organiser,
    import_pb,
    migrate,
    recount,
    reset_demo,
    roles,
    run,
)
from budget_app.commands.words import in_words, language
from budget_app.domain.errors import DomainError
from budget_app.locale.sentences import sentence
from budget_app.storage.schema import migrate as migrate_database

COMMANDS = (run, reset_demo, import_pb, create_organiser, migrate, allocate, recount, ask_witnesses, check_log, roles)
FAILED, INTERRUPTED = 2, 130


def _parser() -> argparse.ArgumentParser:
    about = in_words("Isoloir : un budget participatif dont le vote est secret et vérifiable.")
    parser = argparse.ArgumentParser(prog="python -m budget_app", description=about)
    parser.set_defaults(database=True)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: that of the command; 2 with one sentence for what cannot be done."""
    options = _parser().parse_args(arguments)
    try:
        if options.database:
            migrate_database()
        status: int = options.run(options)
        return status
    except DomainError as error:
        print(sentence(error, language()), file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has seen enough
    except OSError as error:
        print(f"{error.filename} : {error.strerror}" if error.filename else str(error), file=sys.stderr)
    except KeyboardInterrupt:
        print(in_words("Interrompu."), file=sys.stderr)
        return INTERRUPTED
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
