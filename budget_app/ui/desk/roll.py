"""The roll and the public credentials: two files, each taken whole or not at all."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import Edition
from budget_app.services.credential_lists import import_credentials
from budget_app.services.roll import import_roll, roll_summary
from budget_app.ui.desk.flow import attempt, show_success, succeed
from budget_app.ui.html import facts, show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def _roll(edition: Edition, page: OpenPage) -> None:
    words = _("Un fichier CSV en UTF-8, séparé par des points-virgules, avec ces colonnes :")
    show(f"<h3>{text(_('1. La liste des votants'))}</h3><p>{text(words)}</p>")
    show('<pre class="shell">roll_number;name;birth_date;district\n1;Camille Exemple;1980-05-17;Centre</pre>')
    file = st.file_uploader(_("Fichier de la liste des votants"), type=["csv"], key="roll-file")
    if file is not None and st.button(_("Prendre cette liste"), key="roll-take", type="primary"):
        number = attempt(lambda: import_roll(page.actor, edition.slug, file.getvalue()))
        if number is not None:
            succeed("roll", _("{number} votants inscrits.", number=number))


def _credentials(edition: Edition, page: OpenPage) -> None:
    words = _(
        "La personne chargée des codes les fait sur sa propre machine, avec la commande ci-dessous. Elle imprime les "
        "lettres avec codes.csv, qui reste secret, et vous donne credentials.csv."
    )
    show(f"<h3>{text(_('2. Les codes de vote'))}</h3><p>{text(words)}</p>")
    command = f"python -m voting credentials --uuid {edition.uuid} --roll votants.csv --out codes"
    show(f'<pre class="shell">{text(command)}</pre>')
    file = st.file_uploader(_("Fichier credentials.csv"), type=["csv"], key="credentials-file")
    if file is not None and st.button(_("Prendre ces codes publics"), key="credentials-take", type="primary"):
        number = attempt(lambda: import_credentials(page.actor, edition.slug, file.getvalue(), page.now))
        if number is not None:
            succeed("roll", _("{number} codes publics pris.", number=number))


def draw(edition: Edition, page: OpenPage) -> None:
    """The section."""
    show_success("roll")
    summary = roll_summary(page.actor, edition.slug)
    show(facts(((_("Votants inscrits"), summary.voters), (_("Avec un code"), summary.with_credential))))
    _roll(edition, page)
    _credentials(edition, page)
