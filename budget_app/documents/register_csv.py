"""The register of decisions as a table: CSV of RFC 4180 in UTF-8, a line a decision, no cell a spreadsheet computes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from budget_app.documents.result_csv import plain_euros, safe_cell
from budget_app.domain.dates import PARIS
from budget_app.domain.decision_register import Entry, Register
from budget_app.domain.notice import Decision
from budget_app.locale import translate
from budget_app.locale.decisions import MARKS, VERDICTS

_BEFORE = ("Décision", "Après recours", "Proposition", "Titre", "Catégorie", "Quartier", "Verdict")
_AFTER = (
    "Investissement (euros)",
    "Fonctionnement par an (euros)",
    "Explication du coût",
    "Sources du coût",
    "Rendue publique le",
    "Recours déposé le",
)


def _header(register: Register, language: str) -> Iterator[str]:
    yield from (translate(name, language) for name in _BEFORE)
    for criterion in register.criteria:
        yield safe_cell(criterion.name)
        yield safe_cell(translate("{criterion} : raison", language, criterion=criterion.name))
    yield from (translate(name, language) for name in _AFTER)


def _row(register: Register, entry: Entry, decision: Decision, language: str) -> Iterator[str]:
    yield f"{decision.number}/{decision.year}"
    yield translate("oui", language) if decision.final else translate("non", language)
    yield str(entry.proposal)
    yield from (safe_cell(text) for text in (entry.title, entry.category, entry.district))
    yield translate(VERDICTS[decision.verdict], language)
    reasons = {reason.code: reason for reason in decision.reasons}
    for criterion in register.criteria:
        found = reasons.get(criterion.code)
        yield translate(MARKS[found.mark], language) if found else ""
        yield safe_cell(found.why) if found else ""
    cost = decision.cost
    yield from (plain_euros(cents, language) for cents in (cost.investment, cost.running))
    yield from (safe_cell(text) for text in (cost.explanation, cost.sources))
    moments = (decision.released_at, None if decision.final else entry.appealed_at)
    yield from (moment.astimezone(PARIS).date().isoformat() if moment else "" for moment in moments)


def compose_register_csv(register: Register, language: str) -> bytes:
    """A line a decision, by proposal; commas, CRLF, days as 2026-05-04, euros with the language's decimal sign."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(list(_header(register, language)))
    for entry in register.entries:
        writer.writerows(list(_row(register, entry, decision, language)) for decision in entry.decisions)
    return text.getvalue().encode()
