"""The result on one page: figures, every project with its reason, the rule, and how to check."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from budget_app.documents.result_words import money_spent, reason, turnout
from budget_app.documents.sheets import (
    WIDTH,
    grid,
    may_fit,
    paragraph,
    print_on_one_page,
    shortened,
    small_heading,
    title,
)
from budget_app.domain.allocation.rule_json import rule_fingerprint
from budget_app.domain.minutes import Minutes
from budget_app.domain.money import format_money
from budget_app.locale import translate
from budget_app.locale.outcome import shares_sentences
from budget_app.locale.rules import rule_sentences

_SIZES = (9.0, 8.0, 7.0, 6.5, 6.0)
_SHORT, _WIDTHS = 6.5, (0.08, 0.42, 0.09, 0.13, 0.28)
"""From this size on a title has one line; the parts of the page's width that the columns take."""
_FEWEST = 10


def _figures(minutes: Minutes, language: str, size: float) -> list[Flowable]:
    said = [turnout(minutes, language), money_spent(minutes, language)]
    if minutes.blank is not None:
        said.append(translate("Votes blancs : {number}", language, number=minutes.blank))
    if minutes.invalid:
        number = sum(item.ballots for item in minutes.invalid)
        said.append(translate("Bulletins nuls : {number}", language, number=number))
    return [paragraph(". ".join(said) + ".", size)]


def _projects(minutes: Minutes, language: str, size: float, shown: int) -> list[Flowable]:
    names = ("Rang", "Projet", "Votes", "Coût", "Résultat")
    rows = []
    for line in minutes.lines[:shown]:
        name = f"{line.number}. {line.title}"
        name = shortened(name, size, WIDTH * _WIDTHS[1] - 13) if size <= _SHORT else name
        money = format_money(line.cost, language)
        rows.append((line.rank, name, line.votes, money, reason(line.reason, language)))
    header = [translate(name, language) for name in names]
    made: list[Flowable] = [grid(header, rows, _WIDTHS, numbers=(2, 3), size=size)]
    left = len(minutes.lines) - shown
    if left > 0:
        made.append(paragraph(translate("Et {number} autres, à l’adresse ci-dessous.", language, number=left), size))
    return made


def _sheet(minutes: Minutes, address: str, language: str, size: float, shown: int) -> list[Flowable]:
    rule = minutes.allocation.rule
    shares = minutes.allocation.shares
    said = [*rule_sentences(rule, language), *(shares_sentences(shares, language) if shares else ())]
    check = translate(
        "Chacun peut vérifier ce résultat, et recompter : {address}. Empreinte de la règle : {rule}. SHA-256 de l’urne "
        "publique : {archive}.",
        language,
        address=address,
        rule=rule_fingerprint(rule),
        archive=minutes.fingerprints.archive_sha256,
    )
    return [
        title(f"{minutes.town} – {minutes.edition}"),
        *_figures(minutes, language, size),
        *_projects(minutes, language, size, shown),
        small_heading(translate("Règle", language)),
        paragraph(" ".join(said), size),
        small_heading(translate("Vérification", language)),
        paragraph(check, size),
    ]


def print_summary(minutes: Minutes, address: str, language: str) -> bytes:
    """The summary as PDF, one page however many projects; ``address`` is that of the result."""

    def versions() -> Iterator[list[Flowable]]:
        whole = len(minutes.lines)
        for size in (size for size in _SIZES if may_fit(whole, size)):
            yield _sheet(minutes, address, language, size, whole)
        for shown in range(min(whole, 70) - 1, _FEWEST, -2):
            yield _sheet(minutes, address, language, _SIZES[-1], shown)

    name = f"{translate('Résultat du vote', language)} – {minutes.town} – {minutes.edition}"
    return print_on_one_page(name, f"{minutes.town} – {minutes.edition} – {minutes.uuid}", language, versions())
