"""Guardians: named here, then followed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.edition import Edition
from budget_app.domain.guardian import GroupDraft, GuardianDraft, GuardianLink, GuardianProgress, GuardianState
from budget_app.services.guardians import guardian_progress, name_guardians
from budget_app.ui.desk import exchange
from budget_app.ui.desk.flow import attempt
from budget_app.ui.html import show, table, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _

_LINKS = "guardian-links"
_TYPED = ("guardians-typed", "guardians-group", "guardians-replace")


def _person(line: str) -> GuardianDraft:
    """ "Camille Exemple, camille@exemple.fr", with the language of their mail after another comma where it is English."""
    parts = [part.strip() for part in line.split(",")]
    if len(parts) > 2 and "@" not in parts[-1]:  # noqa: PLR2004  name, e-mail, language
        return GuardianDraft(", ".join(parts[:-2]), parts[-2], parts[-1].lower())
    return GuardianDraft(", ".join(parts[:-1]), parts[-1])


def _people(typed: str) -> list[GuardianDraft]:
    """One guardian a line."""
    return [_person(line) for line in typed.splitlines() if line.strip()]


def _show_links(links: Sequence[GuardianLink]) -> None:
    warning = _("Ces liens ne seront plus montrés. Chaque gardien a reçu le sien par courriel.")
    st.warning(warning)
    items = "".join(
        f'<div><dt>{link.number}. {text(link.name)}</dt><dd><code class="long">{text(link.url)}</code></dd></div>'
        for link in links
    )
    show(f'<dl class="facts">{items}</dl>')


def _role(guardian: GuardianProgress) -> str:
    return _("Du groupe") if guardian.grouped else _("Toujours nécessaire")


def _key(guardian: GuardianProgress, language: str) -> str:
    """When the key came; for one of a group, how far they are with it."""
    if guardian.key_received_at:
        return format_moment(guardian.key_received_at, language)
    return {
        GuardianState.CERTIFICATES_AWAITED: _("étape 1 sur 3 faite"),
        GuardianState.POLYNOMIAL_NEEDED: _("étape 1 sur 3 faite"),
        GuardianState.POLYNOMIALS_AWAITED: _("étape 2 sur 3 faite"),
        GuardianState.CHECK_NEEDED: _("étape 2 sur 3 faite"),
    }.get(guardian.state, "–")


def draw_progress(edition: Edition, page: OpenPage) -> None:
    """Who has sent a key, who a share."""
    guardians = guardian_progress(edition.slug)
    if not guardians:
        return

    with_roles = any(guardian.grouped for guardian in guardians)
    rows = [
        (
            f"{guardian.number}. {guardian.name}",
            *([_role(guardian)] if with_roles else []),
            _key(guardian, page.language),
            format_moment(guardian.share_received_at, page.language) if guardian.share_received_at else "–",
        )
        for guardian in guardians
    ]
    roles = [_("Rôle")] if with_roles else []
    show(table(_("Les gardiens"), (_("Nom"), *roles, _("Clé reçue"), _("Part reçue")), rows))


def _ask_group() -> tuple[str, int]:
    typed = st.text_area(
        _("Le groupe, une personne par ligne : nom, courriel"), key="guardians-group", height=140, max_chars=4000
    )
    enough = st.number_input(
        _("Combien du groupe suffisent"), min_value=2, max_value=19, value=2, step=1, key="guardians-threshold"
    )
    return typed, int(enough)


def _ask(edition: Edition, page: OpenPage, *, with_group: bool, named_before: bool) -> None:
    with st.form("guardians", enter_to_submit=False):
        label = (
            _("Toujours nécessaires, une personne par ligne : nom, courriel")
            if with_group
            else _("Une personne par ligne : nom, courriel")
        )
        typed = st.text_area(label, key="guardians-typed", height=140, max_chars=4000)
        together, enough = _ask_group() if with_group else ("", 0)
        sure = not named_before or st.checkbox(
            _("Je veux remplacer tous les gardiens déjà nommés, et leurs clés."), key="guardians-replace"
        )
        if not st.form_submit_button(_("Nommer ces gardiens"), type="primary"):
            return
        if not sure:
            st.error(_("Des gardiens sont déjà nommés. Cochez la case pour les remplacer."))
            return
        group = GroupDraft(tuple(_people(together)), enough) if with_group else None
        links = attempt(lambda: name_guardians(page.actor, edition.slug, _people(typed), page.now, group=group))
    if links is None:
        return
    for key in _TYPED:
        st.session_state.pop(key, None)
    st.session_state[_LINKS] = {edition.slug: links}
    st.rerun()


def _explain(*, with_group: bool) -> None:
    everybody = _("Choisissez au moins deux personnes qui ne dépendent pas les unes des autres. Chacune fera sa clé sur sa propre machine. Il les faudra toutes pour ouvrir le total : une seule clé perdue, et il n’y aura pas de résultat.")
    some = _("Une ou plusieurs personnes sont toujours nécessaires, par exemple quelqu’un de la mairie. À côté, un groupe fait une clé à plusieurs : le nombre que vous choisissez suffit pour ouvrir le total, même si les autres sont absents ou ont perdu leur clé. Un petit nombre protège contre les absences, un grand nombre contre les ententes.")
    visits = _("Le groupe fait sa clé en trois étapes, chacune quand tous ont fini la précédente : réunissez-le une fois, ou comptez quelques jours. Des courriels disent à chacun quand revenir.")
    paragraphs = (some, visits) if with_group else (everybody,)
    mail = _("Le courriel est en français ; ajoutez « , en » à la fin d’une ligne pour qu’il soit en anglais.")
    show("".join(f"<p>{text(paragraph)}</p>" for paragraph in (*paragraphs, mail)))


def draw(edition: Edition, page: OpenPage) -> None:
    """The section."""
    draw_progress(edition, page)
    exchange.draw(edition, page)
    if edition.slug in st.session_state.get(_LINKS, {}):
        _show_links(st.session_state.pop(_LINKS)[edition.slug])
    every, some = _("Chaque gardien est nécessaire"), _("Quelques gardiens d’un groupe suffisent")
    chosen = st.radio(_("Qui faut-il pour ouvrir le total ?"), (every, some), key="guardians-mode")
    _explain(with_group=chosen == some)
    _ask(edition, page, with_group=chosen == some, named_before=bool(guardian_progress(edition.slug)))
