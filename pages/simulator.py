"""The simulator: anyone changes the rule or the budget of a published result and sees which projects enter or leave."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.allocation.simulation import Simulation
from budget_app.domain.errors import DomainError
from budget_app.domain.result import ResultView
from budget_app.services.results import find_result
from budget_app.services.simulations import simulate
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import action, link, show, text
from budget_app.ui.opener import OpenPage, open_page, stop_with
from budget_app.ui.results.names import names_of
from budget_app.ui.results.simulated import draw_simulation
from budget_app.ui.results.simulated_rule import ask_simulated_method, ask_simulated_rule
from budget_app.ui.words import _, refusal


def _warning(page: OpenPage) -> str:
    strong = text(_("C’est une simulation, et non le résultat."))
    words = text(
        _("Elle applique une autre règle aux votes publiés. Avec une autre règle, des personnes auraient peut-être voté autrement. Rien de ce que vous changez ici n’est enregistré.")
    )
    official = link(_("Voir le résultat du vote"), with_edition("/resultats", page.slug))
    return f'<div class="simulation" role="note"><p><strong>{strong}</strong> {words}</p><p>{official}</p></div>'


def _ask(slug: str, result: ResultView) -> Simulation | None:
    """The form, and what comes of it when it is sent; None before, and after a refusal."""
    method = ask_simulated_method(result)
    with st.form("simulation", enter_to_submit=False):
        said = ask_simulated_rule(result, method)
        if not st.form_submit_button(_("Simuler"), type="primary"):
            return None
    try:
        return simulate(slug, said())
    except DomainError as error:
        st.error(refusal(error))
        return None


def main() -> None:
    """Draws the page."""
    page = open_page(_("Le simulateur"))
    edition = page.edition()
    result = find_result(edition.slug)
    if result is None:
        stop_with(
            _("Il n’y a pas encore de résultat."),
            _("On pourra essayer ici d’autres règles dès que le résultat sera publié."),
            action(_("Les projets"), with_edition("/projets", page.slug)),
        )
    show(_warning(page))
    found = _ask(edition.slug, result)
    if found is not None:
        draw_simulation(found, names_of(result, page.slug))


main()
