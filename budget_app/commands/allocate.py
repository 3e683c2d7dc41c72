"""allocate: a rule applied to a Pabulib file; no database is looked at."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from budget_app.commands.words import in_words, language, tell
from budget_app.domain.allocation.allocate import Allocation
from budget_app.domain.allocation.outcome import Line, Reason
from budget_app.domain.allocation.outcome_json import outcome_members
from budget_app.domain.allocation.rule_json import parse_rule, rule_fingerprint
from budget_app.domain.money import format_money
from budget_app.domain.pabulib import EURO, parse_pabulib
from budget_app.domain.pabulib_election import allocate_file
from budget_app.locale.rules import rule_sentences
from budget_app.locale.votes import REASONS
from voting.words import plain


def add_parser(subparsers: Any) -> None:
    """Adds the command."""
    about = in_words("applique une règle à un fichier Pabulib et dit quels projets sont financés")
    parser: argparse.ArgumentParser = subparsers.add_parser("allocate", help=about, description=about)
    parser.add_argument("file", type=Path, metavar="FILE.pb", help=in_words("le fichier"))
    parser.add_argument(
        "--rule", type=Path, required=True, metavar="RULE.json", help=in_words("la règle, comme elle est publiée")
    )
    parser.add_argument("--json", action="store_true", help=in_words("donne le résultat en JSON"))
    parser.set_defaults(run=run, database=False)


def _money(cents: int, currency: str) -> str:
    text = format_money(cents, language())
    return text if currency == EURO else f"{text.replace('€', '').strip()} {currency}"


def _name(allocation: Allocation, identifier: str) -> str:
    return plain(f"{identifier}. {allocation.projects[identifier].title}")


def _why(allocation: Allocation, line: Line, currency: str) -> str:
    """The reason, with what it needs to be understood."""
    reason = in_words(REASONS[line.reason])
    if line.reason is Reason.DOES_NOT_FIT:
        return in_words("{reason} : {left}", reason=reason, left=_money(line.left_before, currency))
    if line.rival is not None:
        return in_words("{reason} : {rival}", reason=reason, rival=_name(allocation, line.rival))
    return reason


def _lines(allocation: Allocation, currency: str) -> Iterator[str]:
    lines = allocation.lines
    yield in_words("Projets financés, dans l’ordre : {number}", number=len(allocation.funding.winners))
    for place, identifier in enumerate(allocation.funding.winners, start=1):
        line = lines[identifier]
        yield in_words(
            "{place}. {project} — {cost}, votes : {votes}",
            place=f"{place:3}",
            project=_name(allocation, identifier),
            cost=_money(line.cost, currency),
            votes=line.votes,
        )
    yield in_words("Projets qui ne sont pas financés : {number}", number=len(lines) - len(allocation.funding.winners))
    for line in allocation.funding.lines:
        if not line.funded:
            yield in_words(
                "  – {project} — {cost}, votes : {votes}. {reason}",
                project=_name(allocation, line.identifier),
                cost=_money(line.cost, currency),
                votes=line.votes,
                reason=_why(allocation, line, currency),
            )


def run(options: argparse.Namespace) -> int:
    """Exit status 0; the file and the rule are refused as parse_pabulib, parse_rule and allocate_file say."""
    rule = parse_rule(options.rule.read_bytes())
    instance = parse_pabulib(options.file.read_bytes())
    allocation = allocate_file(rule, instance)
    if options.json:
        print(json.dumps({"rule": rule_fingerprint(rule), "outcome": outcome_members(allocation)}, indent=1))
        return 0
    for text in rule_sentences(rule, language()):
        print(text)
    if rule.budget != instance.budget:
        tell("Le budget du fichier est un autre : {budget}.", budget=_money(instance.budget, instance.currency))
    print()
    for text in _lines(allocation, instance.currency):
        print(text)
    spent, left = (_money(cents, instance.currency) for cents in (allocation.funding.spent, allocation.funding.left))
    tell("Dépensé : {spent}. Reste : {left}.", spent=spent, left=left)
    return 0
