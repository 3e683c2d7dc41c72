"""The result as a table for spreadsheets: CSV as French ones open it, and no cell that one of them would compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from budget_app.domain.allocation.outcome import Line
from budget_app.domain.ballot_kind import GRADE_NAMES
from budget_app.domain.result import ResultView
from budget_app.locale import translate
from budget_app.locale.votes import REASONS

_BYTE_ORDER_MARK = "\ufeff"
_FORMULAS = ("=", "+", "-", "@")


def safe_cell(text: str) -> str:
    """``text`` on one line, never a formula: what begins like one is led by an apostrophe."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain.startswith(_FORMULAS) else plain


def plain_euros(cents: int, language: str) -> str:
    """A number that a spreadsheet adds up: "12500,50" in French, "12500.50" elsewhere."""
    return f"{cents // 100}{',' if language == 'fr' else '.'}{cents % 100:02}"


def _header(result: ResultView, language: str) -> Iterator[str]:
    grades = GRADE_NAMES if result.count.grades else ()
    names = ("Rang", "Financé en", "Numéro", "Projet", "Thème", "Quartier", "Votes")
    yield from (translate(name, language) for name in (*names, *grades))
    money = ("Coût (euros)", "Résultat", "Restait avant (euros)", "Reste après (euros)")
    yield from (translate(name, language) for name in money)


def _row(result: ResultView, line: Line, language: str) -> Iterator[str]:
    place = next(place for place, project in enumerate(result.projects) if str(project.number) == line.identifier)
    project, winners = result.projects[place], result.allocation.funding.winners
    yield str(line.rank)
    yield str(winners.index(line.identifier) + 1) if line.funded else ""
    yield str(project.number)
    yield from (safe_cell(text) for text in (project.title, project.category, project.district))
    yield str(line.votes)
    yield from map(str, result.count.grades[place] if result.count.grades else ())
    yield plain_euros(line.cost, language)
    yield translate(REASONS[line.reason], language)
    yield from (plain_euros(cents, language) for cents in (line.left_before, line.left_after))


def compose_result_csv(result: ResultView, language: str) -> bytes:
    """A line a project, in the order of the rule; semicolons, UTF-8 with a mark that spreadsheets look for."""
    rows: list[Sequence[str]] = [list(_header(result, language))]
    rows += [list(_row(result, line, language)) for line in result.allocation.funding.lines]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()
