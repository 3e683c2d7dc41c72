"""open-ballot: what a sealed ballot holds, recomputed from the file that the booth saved."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from voting.opened_ballot import check_opened_ballot, parse_opened_ballot
from voting.words import say


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser("open-ballot", help=__doc__)
    parser.add_argument("file", type=Path, help="the file saved by the booth")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, language: str) -> int:
    """Exit status 0 when the sealed ballot holds what the file says."""
    opened = parse_opened_ballot(options.file.read_bytes())
    chosen = check_opened_ballot(opened)
    print(f"{say('election', language)} : {opened.election.name}")
    print(f"{say('fingerprint', language)} : {opened.election.fingerprint}")
    print(f"{say('opened-tracker', language)} : {opened.ballot.tracker}")
    print(say("opened-holds", language))
    for question, answers in zip(opened.election.questions, chosen, strict=True):
        print(f"  {question.question}")
        for answer in answers or [say("opened-nothing", language)]:
            print(f"    - {answer}")
    return 0
