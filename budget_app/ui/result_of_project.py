"""The result of one project: whether it is funded, why, and what it would have taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from threading import Lock

import streamlit as st

from budget_app.domain.allocation.descriptor import Count, Method
from budget_app.domain.allocation.explanations import Explanation, explain
from budget_app.domain.allocation.majority_judgment import majority_grade
from budget_app.domain.ballot_kind import GRADE_NAMES
from budget_app.domain.result import ResultView
from budget_app.locale import translate
from budget_app.locale.explanations import money_sentence, needed_sentences, reason_sentences
from budget_app.ui.edition_view import figures, with_edition
from budget_app.ui.html import link, show, table, text
from budget_app.ui.results.names import Names, money, names_of, number
from budget_app.ui.words import _, language

_one_search = Lock()
"""A search keeps a processor busy: one at a time leaves the others to those who wait for a page."""
_Key = tuple[str, datetime, int]
"""An edition, when it was counted, and the number of a project: their explanation never changes."""


@st.cache_resource(max_entries=2000, show_spinner=False)
def _explained(key: _Key, _result: ResultView) -> Explanation:
    _slug, _counted_at, project = key
    return explain(_result.allocation, str(project), search=False)


@st.cache_resource(max_entries=2000, show_spinner=False)
def _searched(key: _Key, _result: ResultView) -> Explanation:
    _slug, _counted_at, project = key
    with _one_search:
        return explain(_result.allocation, str(project))


def _figures(said: Explanation) -> Iterator[tuple[str, str]]:
    rank = _("{rank} sur {all}", rank=said.line.rank, all=said.projects)
    if said.rule.method is Method.MAJORITY_JUDGMENT:
        yield _("Mention majoritaire"), translate(GRADE_NAMES[majority_grade(said.grades)], language())
        yield _("Rang"), rank
    else:
        points = said.rule.count is Count.POINTS
        yield _("Points") if points else _("Votes"), number(said.line.votes)
        yield _("Rang selon les points") if points else _("Rang selon les votes"), rank
    yield _("Total financé jusqu’à ce projet"), money(said.running_total)


def _paragraphs(sentences: Iterable[str]) -> str:
    return "".join(f"<p>{text(sentence)}</p>" for sentence in sentences)


def _money(said: Explanation, names: Names) -> str:
    """Where the money of the project's supporters went, by Equal Shares."""
    if said.money is None or not said.money.supporters:
        return ""
    rows: list[tuple[str, str]] = [(names.link(paid.winner), money(paid.cents)) for paid in said.money.payments]
    rows.append((_("Il leur restait à la fin"), money(said.money.at_last)))
    listed = table(_("Ce que leur argent a payé"), (_("Projet"), _("Montant")), rows, numbers=(1,))
    return f"<h3>{text(_('L’argent de ses votants'))}</h3><p>{text(money_sentence(said, language()))}</p>{listed}"


def result_of_project(result: ResultView, slug: str, project: int, names: Names) -> str:
    """Whether the project is funded, why, and whose money paid for it."""
    said = _explained((slug, result.counted_at, project), result)
    titles = {identifier: names.name(identifier) for identifier in names.titles}
    verdict, *more = reason_sentences(said, titles, language())
    return (
        f'<section class="result"><h2>{text(_("Le résultat"))}</h2><p class="lead">{text(verdict)}</p>'
        f"{_paragraphs(more)}{figures(_figures(said))}{_money(said, names)}</section>"
    )


def needed_for_project(result: ResultView, slug: str, project: int) -> str:
    """What it would have taken; empty for a winner. This may take a while, the first time."""
    if result.allocation.lines[str(project)].funded:
        return ""
    needed = needed_sentences(_searched((slug, result.counted_at, project), result), language())
    return f'<section class="needed"><h3>{text(_("Ce qu’il aurait fallu"))}</h3>{_paragraphs(needed)}</section>'


def show_result_of_project(result: ResultView, slug: str, project: int, asked: str | None) -> None:
    """The result on the project's page: the reason at once, then what has to be searched for.

    ``asked`` is the edition that the address names, if it names one.
    """
    show(result_of_project(result, slug, project, names_of(result, asked)))
    with st.spinner(_("Nous refaisons le calcul pour ce projet…")):
        needed = needed_for_project(result, slug, project)
    show(f"{needed}<p>{link(_('Tous les résultats'), with_edition('/resultats', asked))}</p>")
