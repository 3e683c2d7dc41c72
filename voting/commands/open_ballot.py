"""open-ballot: what a sealed ballot holds, recomputed from the file that the booth saved."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from voting.commands.parser import add_command
from voting.opened_ballot import check_opened_ballot, parse_opened_ballot
from voting.words import plain, say


def add_parser(subparsers: Any, language: str) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "open-ballot", language)
    parser.argument("file", "open-ballot-file", type=Path)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, language: str) -> int:
    """Exit status 0 when the sealed ballot holds what the file says."""
    opened = parse_opened_ballot(options.file.read_bytes())
    chosen = check_opened_ballot(opened)
    print(f"{say('election', language)} : {plain(opened.election.name)}")
    print(f"{say('fingerprint', language)} : {opened.election.fingerprint}")
    print(f"{say('opened-tracker', language)} : {opened.ballot.tracker}")
    print(say("opened-holds", language))
    for question, answers in zip(opened.election.questions, chosen, strict=True):
        print(f"  {plain(question.question)}")
        for answer in answers or [say("opened-nothing", language)]:
            print(f"    - {plain(answer)}")
    return 0
