"""The result of one project: whether it is funded, why, and what it would have taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import streamlit as st

from budget_app.domain.allocation.descriptor import Count, Method
from budget_app.domain.allocation.explanations import Explanation, explain
from budget_app.domain.allocation.majority_judgment import majority_grade
from budget_app.domain.ballot_kind import GRADE_NAMES
from budget_app.domain.money import format_money, format_number
from budget_app.domain.result import ResultView
from budget_app.locale import translate
from budget_app.locale.explanations import money_sentence, needed_sentences, reason_sentences
from budget_app.ui.edition_view import figures, with_edition
from budget_app.ui.html import show, table, text
from budget_app.ui.words import _, language


@st.cache_resource(max_entries=2000, show_spinner=False)
def _searched(key: tuple[str, datetime, int], _result: ResultView) -> Explanation:
    """The explanation with what it would have taken; ``key``: edition, when it was counted, number.

    It never changes, so it is looked for once.
    """
    _slug, _counted_at, number = key
    return explain(_result.allocation, str(number))


def _figures(said: Explanation) -> Iterator[tuple[str, str]]:
    rank = _("{rank} sur {all}", rank=said.line.rank, all=said.projects)
    if said.rule.method is Method.MAJORITY_JUDGMENT:
        grade = GRADE_NAMES[majority_grade(said.grades)]
        yield _("Mention majoritaire"), translate(grade, language())
        yield _("Rang"), rank
    else:
        points = said.rule.count is Count.POINTS
        yield _("Points") if points else _("Votes"), format_number(said.line.votes, language())
        yield _("Rang selon les points") if points else _("Rang selon les votes"), rank
    yield _("Total financé jusqu’à ce projet"), format_money(said.running_total, language())


def _paragraphs(sentences: tuple[str, ...]) -> str:
    return "".join(f"<p>{text(sentence)}</p>" for sentence in sentences)


def _money(said: Explanation, titles: Mapping[str, str]) -> str:
    """Where the money of the project's supporters went, by Equal Shares."""
    if said.money is None or not said.money.supporters:
        return ""
    spoken = language()
    rows = [(titles[payment.winner], format_money(payment.cents, spoken)) for payment in said.money.payments]
    rows.append((_("Il leur restait à la fin"), format_money(said.money.at_last, spoken)))
    listed = table(_("Ce que leur argent a payé"), (_("Projet"), _("Montant")), rows, numbers=(1,))
    return f"<h3>{text(_('L’argent de ses votants'))}</h3><p>{text(money_sentence(said, spoken))}</p>{listed}"


def result_of_project(result: ResultView, number: int) -> str:
    """Whether the project is funded, why, and whose money paid for it."""
    said = explain(result.allocation, str(number), search=False)
    titles = {str(project.number): f"{project.number}. {project.title}" for project in result.projects}
    verdict, *more = reason_sentences(said, titles, language())
    return (
        f'<section class="result"><h2>{text(_("Le résultat"))}</h2><p class="lead">{text(verdict)}</p>'
        f"{_paragraphs(tuple(more))}{figures(_figures(said))}{_money(said, titles)}</section>"
    )


def needed_for_project(result: ResultView, slug: str, number: int) -> str:
    """What it would have taken; empty for a winner. This may take a while, the first time."""
    if result.allocation.lines[str(number)].funded:
        return ""
    needed = needed_sentences(_searched((slug, result.counted_at, number), result), language())
    return f'<section class="needed"><h3>{text(_("Ce qu’il aurait fallu"))}</h3>{_paragraphs(needed)}</section>'


def show_result_of_project(result: ResultView, slug: str, number: int, asked: str | None) -> None:
    """The result on the project's page: the reason at once, then what has to be searched for."""
    show(result_of_project(result, number))
    with st.spinner(_("Nous refaisons le calcul pour ce projet…")):
        needed = needed_for_project(result, slug, number)
    back = with_edition("/resultats", asked)
    show(f'{needed}<p><a href="{text(back)}" target="_self">{text(_("Tous les résultats"))}</a></p>')
