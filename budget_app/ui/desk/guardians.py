"""Guardians: named here, then followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.edition import Edition
from budget_app.domain.guardian import GuardianLink
from budget_app.services.guardians import guardian_progress, name_guardians
from budget_app.ui.desk.flow import attempt
from budget_app.ui.html import show, table, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _

_LINKS = "guardian-links"


def _people(typed: str) -> list[tuple[str, str]]:
    """Name and e-mail of each line: "Camille Exemple, camille@exemple.fr"."""
    lines = [line for line in typed.splitlines() if line.strip()]
    return [(name.strip(), email.strip()) for name, _comma, email in (line.rpartition(",") for line in lines)]


def _show_links(links: Sequence[GuardianLink]) -> None:
    warning = _("Ces liens ne seront plus montrés. Chaque gardien a reçu le sien par courriel.")
    st.warning(warning)
    items = "".join(
        f'<div><dt>{link.number}. {text(link.name)}</dt><dd><code class="long">{text(link.url)}</code></dd></div>'
        for link in links
    )
    show(f'<dl class="facts">{items}</dl>')


def draw_progress(edition: Edition, page: OpenPage) -> None:
    """Who has sent a key, who a share."""
    guardians = guardian_progress(edition.slug)
    if not guardians:
        return

    def when(moment: datetime | None) -> str:
        return format_moment(moment, page.language) if moment else "–"

    rows = [
        (f"{guardian.number}. {guardian.name}", when(guardian.key_received_at), when(guardian.share_received_at))
        for guardian in guardians
    ]
    show(table(_("Les gardiens"), (_("Nom"), _("Clé reçue"), _("Part reçue")), rows))


def _ask(edition: Edition, page: OpenPage, *, named_before: bool) -> None:
    with st.form("guardians", enter_to_submit=False):
        label = _("Une personne par ligne : nom, courriel")
        typed = st.text_area(label, key="guardians-typed", height=140, max_chars=4000)
        sure = not named_before or st.checkbox(
            _("Je veux remplacer tous les gardiens déjà nommés, et leurs clés."), key="guardians-replace"
        )
        if not st.form_submit_button(_("Nommer ces gardiens"), type="primary"):
            return
        if not sure:
            st.error(_("Des gardiens sont déjà nommés. Cochez la case pour les remplacer."))
            return
        links = attempt(lambda: name_guardians(page.actor, edition.slug, _people(typed), page.now))
    if links is None:
        return
    for key in ("guardians-typed", "guardians-replace"):
        st.session_state.pop(key, None)
    st.session_state[_LINKS] = {edition.slug: links}
    st.rerun()


def draw(edition: Edition, page: OpenPage) -> None:
    """The section."""
    draw_progress(edition, page)
    if edition.slug in st.session_state.get(_LINKS, {}):
        _show_links(st.session_state.pop(_LINKS)[edition.slug])
    show(
        f"<p>{text(_('Choisissez au moins deux personnes qui ne dépendent pas les unes des autres. Chacune fera sa clé sur sa propre machine. Il les faudra toutes pour ouvrir le total : une seule clé perdue, et il n’y aura pas de résultat.'))}</p>"
    )
    _ask(edition, page, named_before=bool(guardian_progress(edition.slug)))
