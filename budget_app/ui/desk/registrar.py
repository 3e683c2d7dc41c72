"""The registrar: named here; who made the codes by the command line hands the public files in here too."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.edition import Edition
from budget_app.domain.registrar import RegistrarDraft, RegistrarLink
from budget_app.locale import LANGUAGES
from budget_app.services.credential_lists import import_credentials, replace_codes
from budget_app.services.credential_record import record_facts
from budget_app.services.registrars import name_registrar, registrar_progress
from budget_app.ui.desk.flow import attempt, succeed
from budget_app.ui.html import code, facts, show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _

_LINK = "registrar-link"
_NAMES = {"fr": "Français", "en": "English"}


def _show_link(link: RegistrarLink) -> None:
    st.warning(_("Ce lien ne sera plus montré. {name} l’a reçu par courriel.", name=link.name))
    show(f'<p><code class="long">{text(link.url)}</code></p>')


def _ask(edition: Edition, page: OpenPage, *, named_before: bool) -> None:
    with st.form("registrar", enter_to_submit=False):
        name = st.text_input(_("Nom de la personne chargée des codes"), key="registrar-name", max_chars=120)
        email = st.text_input(_("Son adresse e-mail"), key="registrar-email", max_chars=120)
        language = st.selectbox(_("Langue de son courriel"), LANGUAGES, format_func=lambda tag: _NAMES.get(tag, tag))
        label = _("Nommer, et remplacer le lien d’avant") if named_before else _("Nommer cette personne")
        if not st.form_submit_button(label, type="primary"):
            return
        draft = RegistrarDraft(name, email, language)
        link = attempt(lambda: name_registrar(page.actor, edition.slug, draft, page.now))
    if link is None:
        return
    for key in ("registrar-name", "registrar-email"):
        st.session_state.pop(key, None)
    st.session_state[_LINK] = {edition.slug: link}
    st.rerun()


def _by_command(edition: Edition, page: OpenPage) -> None:
    words = _("Sans le bureau, la même personne fait les codes hors ligne avec cette commande. Elle vous donne credentials.csv, jamais codes.csv.")
    show(f"<h3>{text(_('3. Ou des fichiers faits hors ligne'))}</h3><p>{text(words)}</p>")
    command = f"python -m voting credentials --uuid {edition.uuid} --roll votants.csv --out codes"
    show(f'<pre class="shell">{text(command)}</pre>')
    file = st.file_uploader(_("Fichier credentials.csv"), type=["csv", "pubcreds"], key="credentials-file")
    if file is not None and st.button(_("Prendre ces codes publics"), key="credentials-take", type="primary"):
        number = attempt(lambda: import_credentials(page.actor, edition.slug, file.getvalue(), page.now))
        if number is not None:
            succeed("roll", _("{number} codes publics pris.", number=number))


def _replacements(edition: Edition, page: OpenPage) -> None:
    words = _("Une lettre perdue avant le vote ? La personne chargée des codes refait le code à son bureau, ou vous donne replacements.csv. L’ancien code ne vaut plus rien, et le registre public le dit sans dire à qui il est.")
    show(f"<p>{text(words)}</p>")
    file = st.file_uploader(_("Fichier replacements.csv"), type=["csv", "pubcreds"], key="replacements-file")
    if file is not None and st.button(_("Remplacer ces codes"), key="replacements-take", type="primary"):
        number = attempt(lambda: replace_codes(page.actor, edition.slug, file.getvalue(), page.now))
        if number is not None:
            succeed("roll", _("Codes remplacés : {number}.", number=number))


def draw(edition: Edition, page: OpenPage) -> None:
    """The section."""
    words = _("La personne chargée des codes les fait sur sa propre machine : personne d’autre ne doit les voir, vous non plus. Choisissez quelqu’un qui ne s’occupe pas du serveur.")
    show(f"<h3>{text(_('2. La personne chargée des codes'))}</h3><p>{text(words)}</p>")
    if edition.slug in st.session_state.get(_LINK, {}):
        _show_link(st.session_state.pop(_LINK)[edition.slug])
    registrar = registrar_progress(page.actor, edition.slug)
    if registrar is not None:
        moment = format_moment(registrar.named_at, page.language)
        show(facts(((_("Personne chargée des codes"), f"{registrar.name}, {registrar.email}"), (_("Nommée le"), moment))))
    _ask(edition, page, named_before=registrar is not None)
    _by_command(edition, page)
    record = record_facts(edition.slug)
    if record is not None:
        _replacements(edition, page)
        pairs = ((_("Listes entières données"), record.lists), (_("Codes remplacés"), record.replacements))
        show(facts(pairs) + f"<p>{text(_('Empreinte du registre des codes'))}<br>{code(record.head_hash)}</p>")
