"""A parser of commands whose help and errors are in the reader's language."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from collections.abc import Iterable
from functools import partial
from typing import Any, NoReturn

from voting.words import LANGUAGES, say
from voting.words_of_help import help_text

_UNREADABLE = 2
_WIDEST = 100
_MOST_JOBS = 64


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Says "usage" in the reader's language and keeps paragraphs apart."""

    def __init__(self, prog: str, language: str) -> None:
        super().__init__(prog, width=min(_WIDEST, shutil.get_terminal_size().columns) - 2)
        self._language = language

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, help_text("usage", self._language) if prefix is None else prefix)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(
            textwrap.fill(paragraph, width, initial_indent=indent, subsequent_indent=indent)
            for paragraph in text.split("\n")
        )


class CommandParser(argparse.ArgumentParser):
    """Its arguments and options are added with :meth:`argument` and :meth:`option`, by the key of their help."""

    def __init__(self, *, language: str, **settings: Any) -> None:
        super().__init__(
            add_help=False, allow_abbrev=False, formatter_class=partial(_Formatter, language=language), **settings
        )
        self.language = language
        self._arguments = self.add_argument_group(help_text("arguments", language))
        self._options = self.add_argument_group(help_text("options", language))
        self.option("-h", "--help", key="help", action="help")
        self.option("--lang", key="lang", choices=LANGUAGES, default=argparse.SUPPRESS)

    def argument(self, name: str, key: str, **settings: Any) -> None:
        """Adds an argument whose help is ``key``."""
        self._arguments.add_argument(name, help=help_text(key, self.language), **settings)

    def option(self, *names: str, key: str, **settings: Any) -> None:
        """Adds an option whose help is ``key``."""
        self._options.add_argument(*names, help=help_text(key, self.language), **settings)

    def error(self, message: str) -> NoReturn:
        """Shows the usage and what is wrong; exit status 2."""
        self.print_usage(sys.stderr)
        reason = message if self.language == "en" else message.rpartition(": ")[2]
        self.exit(_UNREADABLE, say("command-malformed", self.language, reason=reason) + "\n")


def add_command(subparsers: Any, name: str, language: str, *, key: str | None = None) -> CommandParser:
    """A parser of the command ``name``, described in ``language`` under ``key``, which is its name unless given."""
    key = key or name
    parser: CommandParser = subparsers.add_parser(
        name, language=language, help=help_text(key, language), description=help_text(f"{key}-more", language)
    )
    return parser


def add_actions(parser: CommandParser, language: str) -> Any:
    """A place for actions below a command that also does something without one."""
    return parser.add_subparsers(dest="action", title=help_text("actions", language), metavar="ACTION")


def parse_jobs(text: str) -> int:
    """The number of processes that check ballots; raises ValueError, ArgumentTypeError."""
    jobs = int(text)
    if not 1 <= jobs <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"1 … {_MOST_JOBS}")
    return jobs
