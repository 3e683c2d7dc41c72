"""The command line of auditors, guardians and registrars: python -m voting."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from voting.commands import credentials, decrypt, open_ballot, trustee_key, verify
from voting.errors import ProtocolError
from voting.words import LANGUAGES, say

COMMANDS = (verify, open_ballot, trustee_key, decrypt, credentials)
REFUSED, UNREADABLE = 1, 2


def _language(given: str | None) -> str:
    return given or ("fr" if os.environ.get("LANG", "fr").startswith(("fr", "C", "POSIX")) else "en")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m voting", description=__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, help="language of what is said (default: that of the system)")
    subparsers = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        command.add_parser(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 valid or done, 1 refused, 2 could not be read or written."""
    options = _parser().parse_args(arguments)
    language = _language(options.lang)
    try:
        status: int = options.run(options, language)
        return status
    except FileExistsError as error:
        print(say("file-exists", language, path=Path(error.filename).name), file=sys.stderr)
        return UNREADABLE
    except OSError as error:
        print(say("unreadable", language, reason=error.strerror or "?"), file=sys.stderr)
        return UNREADABLE
    except ProtocolError as error:
        check = error.facts.get("check")
        reason = f"{error.code} ({check})" if check else error.code
        print(say("refused-input", language, reason=reason), file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())
