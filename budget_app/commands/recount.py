"""recount: a result made again from the archive and the result file alone, and what is not the same."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from budget_app.commands.words import in_words, language, tell
from budget_app.locale.recount import RECOUNT_SENTENCES, STATUSES, TITLES
from budget_app.locale.sentences import SENTENCES, say
from budget_app.services.recount import RecountLine, recount
from voting.commands.parser import parse_jobs
from voting.commands.verify import progress_bar
from voting.words import plain, refusal


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    about = in_words("recompte un résultat d’après l’urne publiée, et le compare")
    parser: argparse.ArgumentParser = subparsers.add_parser("recount", help=about, description=about)
    parser.add_argument("archive", type=Path, metavar="ARCHIVE.bel", help=in_words("l’urne téléchargée"))
    parser.add_argument("result", type=Path, metavar="RESULT.json", help=in_words("le résultat téléchargé"))
    parser.add_argument("--json", action="store_true", help=in_words("donne le rapport en JSON"))
    parser.add_argument(
        "--jobs",
        type=parse_jobs,
        default=1,
        metavar="N",
        help=in_words("le nombre de processus qui vérifient les bulletins"),
    )
    parser.set_defaults(run=run, database=False)


def _reason(code: str) -> str:
    """The sentence of a code of ours, or of the archive's verifier."""
    known = code in RECOUNT_SENTENCES or code in SENTENCES
    return say(code, language()) if known else refusal(code, language())


def _told(line: RecountLine) -> Iterator[str]:
    status = in_words(STATUSES[line.status])
    yield in_words(
        "{number}. {title} : {status}", number=f"{line.number:2}", title=in_words(TITLES[line.name]), status=status
    )
    if line.status != "failed":
        return
    yield f"      [{line.code}] {_reason(line.code)}"
    if line.expected or line.found:
        yield "      " + in_words("recompté : {value}", value=plain(line.expected))
        yield "      " + in_words("dans le fichier : {value}", value=plain(line.found))


def run(options: argparse.Namespace) -> int:
    """Exit status 0 for the same, 1 for different; a file that cannot be read is refused."""
    raw = options.result.read_bytes()
    with options.archive.open("rb") as archive:
        report = recount(archive, raw, progress_bar(), options.jobs)
    if options.json:
        print(json.dumps(report.as_json(), indent=1))
        return 0 if report.same else 1
    for line in report.lines:
        for text in _told(line):
            print(text)
    print()
    if report.same:
        tell("Tout est pareil : l’urne et la règle donnent exactement ce résultat.")
    else:
        tell("Ce N’EST PAS le résultat que l’urne et la règle donnent.")
    return 0 if report.same else 1
