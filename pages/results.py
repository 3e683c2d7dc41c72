"""The whole result: what is funded, votes, where the money goes, what voters get, and how it came about."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from budget_app.domain.allocation.statistics import ResultFigures, result_figures
from budget_app.domain.ballot_kind import BallotKind
from budget_app.domain.dates import format_moment
from budget_app.domain.result import ResultView
from budget_app.services.results import find_result
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import link, show, text
from budget_app.ui.invalid_votes import invalid_votes
from budget_app.ui.opener import OpenPage, open_page, stop_with
from budget_app.ui.papers import result_papers
from budget_app.ui.result_files import result_files
from budget_app.ui.results.beside import draw_beside
from budget_app.ui.results.funded import funded_list, key_figures
from budget_app.ui.results.names import Names, names_of
from budget_app.ui.results.spending import draw_spending
from budget_app.ui.results.steps import draw_replay
from budget_app.ui.results.voters import draw_voters
from budget_app.ui.results.votes import draw_votes, ties_used
from budget_app.ui.rule import rule_list
from budget_app.ui.words import _


@st.cache_data(max_entries=16, show_spinner=False)
def _figures(uuid: str, counted_at: datetime, _result: ResultView) -> ResultFigures:  # noqa: ARG001  both name the result
    """The figures, computed once for each result: they look at every ballot."""
    return result_figures(_result.allocation, single=_result.limits.kind is BallotKind.SINGLE)


def _rule(result: ResultView, page: OpenPage) -> str:
    links = (
        (_("Essayer une autre règle ou un autre budget"), "/simulateur"),
        (_("Vérifier ce résultat vous-même"), "/verifier"),
    )
    listed = "".join(f"<li>{link(label, with_edition(path, page.slug))}</li>" for label, path in links)
    more = f"<h2>{text(_('Aller plus loin'))}</h2><ul>{listed}</ul>"
    return f"<h2>{text(_('La règle'))}</h2>{rule_list(result.allocation.rule, page.language)}{more}"


def _draw(result: ResultView, known: ResultFigures, names: Names) -> None:
    funded = funded_list(result, names)
    show(f"<h2>{text(_('Les projets financés'))}</h2>{funded}{key_figures(result, known)}")
    draw_votes(result, names)
    draw_spending(known)
    draw_voters(known)
    draw_beside(result, known, names)
    draw_replay(result, names)


def main() -> None:
    """Draws the page."""
    page = open_page(_("Les résultats"))
    edition = page.edition()
    result = find_result(edition.slug)
    if result is None:
        closes = format_moment(edition.calendar.vote_closes_at, page.language)
        stop_with(
            _("Il n’y a pas encore de résultat."),
            _("Il paraîtra ici après la clôture du {moment}, quand tous les gardiens auront ouvert le total. Personne ne connaît de résultat partiel.", moment=closes),
        )
    names = names_of(result, page.slug)
    _draw(result, _figures(edition.uuid, result.counted_at, result), names)
    show(ties_used(result, names) + _rule(result, page) + invalid_votes(result) + result_papers(edition.slug))
    show(result_files(result, edition))


main()
