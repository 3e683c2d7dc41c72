"""The command line of auditors, guardians and registrars: python -m voting."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from voting.commands import (
    checkpoint,
    credentials,
    decrypt,
    open_ballot,
    receipt,
    shuffle,
    threshold,
    trustee_key,
    verify,
    watch,
    witness,
)
from voting.commands.parser import CommandParser
from voting.errors import ProtocolError
from voting.words import LANGUAGES, refusal, say
from voting.words_of_help import help_text

COMMANDS = (
    verify,
    watch,
    witness,
    receipt,
    checkpoint,
    open_ballot,
    trustee_key,
    threshold,
    shuffle,
    decrypt,
    credentials,
)
REFUSED, UNREADABLE = 1, 2


def _system_language() -> str:
    """French, unless the system speaks another language."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "fr")
    return "fr" if locale.startswith(("fr", "C", "POSIX")) else "en"


def _find_language(arguments: Sequence[str] | None) -> str:
    """The language asked for, which the help must know before the arguments are read."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--lang")
    try:
        given = parser.parse_known_args(arguments)[0].lang
    except argparse.ArgumentError:
        given = None
    return given if given in LANGUAGES else _system_language()


def _parser(language: str) -> CommandParser:
    parser = CommandParser(
        prog="python -m voting",
        language=language,
        description=help_text("program", language),
        epilog=help_text("program-end", language),
    )
    subparsers = parser.add_subparsers(
        dest="command", required=True, title=help_text("commands", language), metavar="COMMAND"
    )
    for command in COMMANDS:
        command.add_parser(subparsers, language)
    return parser


def _refused(error: ProtocolError, language: str) -> str:
    check = error.facts.get("check")
    reason = refusal(error.code, language)
    if check:
        reason = f"{reason} ({refusal(str(check), language)})"
    if "index" in error.facts:
        reason = f"{reason} {say('of-member', language, index=error.facts['index'])}"
    return say("refused-input", language, code=error.code, reason=reason)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 valid or done, 1 refused, 2 could not be read or written."""
    language = _find_language(arguments)
    options = _parser(language).parse_args(arguments)
    try:
        status: int = options.run(options, language)
        return status
    except FileExistsError as error:
        print(say("file-exists", language, path=Path(error.filename).name), file=sys.stderr)
    except OSError as error:
        print(say("unreadable", language, reason=error.strerror or "?"), file=sys.stderr)
    except UnicodeDecodeError:
        print(say("unreadable", language, reason=say("unreadable-text", language)), file=sys.stderr)
    except ProtocolError as error:
        print(_refused(error, language), file=sys.stderr)
        return REFUSED
    return UNREADABLE


def _spell_out_what_cannot_be_shown() -> None:
    """A terminal of another encoding gets escapes instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    _spell_out_what_cannot_be_shown()
    sys.exit(main())
