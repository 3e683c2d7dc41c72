"""The roll, a file taken whole or not at all, and who makes the codes for it."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import Edition
from budget_app.services.roll import import_roll, roll_summary
from budget_app.ui.desk import registrar
from budget_app.ui.desk.flow import attempt, show_success, succeed
from budget_app.ui.html import facts, show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def _is_sure(with_codes: int) -> bool:
    """A new roll drops the list of codes: letters may be on their way already."""
    st.warning(_("Des codes sont déjà faits : {number}. Une nouvelle liste des votants les efface tous, et les lettres déjà imprimées ne vaudront plus rien.", number=with_codes))
    return st.checkbox(_("Je veux effacer tous les codes et changer la liste."), key="roll-replace")


def _roll(edition: Edition, page: OpenPage, with_codes: int) -> None:
    words = _("Un fichier CSV en UTF-8, séparé par des points-virgules, avec ces colonnes :")
    show(f"<h3>{text(_('1. La liste des votants'))}</h3><p>{text(words)}</p>")
    show('<pre class="shell">roll_number;name;birth_date;district\n1;Camille Exemple;1980-05-17;Centre</pre>')
    file = st.file_uploader(_("Fichier de la liste des votants"), type=["csv"], key="roll-file")
    sure = not with_codes or _is_sure(with_codes)
    if file is not None and st.button(_("Prendre cette liste"), key="roll-take", type="primary", disabled=not sure):
        number = attempt(lambda: import_roll(page.actor, edition.slug, file.getvalue()))
        if number is not None:
            succeed("roll", _("{number} votants inscrits.", number=number))


def draw(edition: Edition, page: OpenPage) -> None:
    """The section."""
    show_success("roll")
    summary = roll_summary(page.actor, edition.slug)
    show(facts(((_("Votants inscrits"), summary.voters), (_("Avec un code"), summary.with_credential))))
    _roll(edition, page, summary.with_credential)
    registrar.draw(edition, page)
