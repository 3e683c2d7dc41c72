"""The group's key, as the organiser follows it: whose turn it is, what went wrong, and beginning again."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import Edition
from budget_app.domain.guardian import ExchangeFault, ExchangeProgress, GuardianState
from budget_app.locale.sentences import say
from budget_app.services.guardian_exchange import find_exchange_progress, restart_exchange
from budget_app.ui.desk.flow import show_success, succeed, works
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _, language


def step_sentence(progress: ExchangeProgress) -> str:
    """What the group does now."""
    return {
        GuardianState.CERTIFICATE_NEEDED: _("Étape 1 sur 3 : chacun crée sa clé."),
        GuardianState.POLYNOMIAL_NEEDED: _("Étape 2 sur 3 : chacun envoie ses messages aux autres."),
        GuardianState.CHECK_NEEDED: _("Étape 3 sur 3 : chacun vérifie ce qu’il a reçu."),
        GuardianState.EXCHANGE_STOPPED: _("La clé du groupe est arrêtée : quelque chose n’est pas juste."),
        GuardianState.KEY_RECEIVED: _("La clé du groupe est faite."),
    }[progress.state]


def group_sentence(progress: ExchangeProgress) -> str:
    """How many of the group suffice."""
    return _("Un groupe de {size} gardiens, dont {threshold} suffisent.", size=progress.size, threshold=progress.threshold)


def fault_sentence(fault: ExchangeFault) -> str:
    """Who found what, in whose message."""
    return say(f"fault-{fault.code}", language(), by=fault.by, about=fault.about or "")


def _restart(edition: Edition, page: OpenPage) -> None:
    warning = _("Tous les gardiens du groupe recommencent, avec les mêmes liens et de nouvelles clés. Un courriel le leur dit, avec la raison.")
    show(f"<p>{text(warning)}</p>")
    sure = st.checkbox(_("Je veux que le groupe recommence sa clé."), key="exchange-sure")
    if not st.button(_("Faire recommencer le groupe"), key="exchange-restart", disabled=not sure):
        return
    if works(lambda: restart_exchange(page.actor, edition.slug, page.now)):
        st.session_state.pop("exchange-sure", None)
        succeed("exchange", _("Le groupe recommence. Chacun a reçu un courriel."))


def draw(edition: Edition, page: OpenPage) -> None:
    """How far the group is; nothing where there is none."""
    show_success("exchange")
    progress = find_exchange_progress(edition.slug)
    if progress is None:
        return
    sentences = [group_sentence(progress), step_sentence(progress)]
    if progress.waited:
        sentences.append(_("On attend : {names}.", names=", ".join(progress.waited)))
    show(f"<p><strong>{text(' '.join(sentences))}</strong></p>")
    if progress.fault:
        st.error(fault_sentence(progress.fault))
        _restart(edition, page)
        return
    with st.expander(_("Recommencer la clé du groupe")):
        why = _("Par exemple si quelqu’un a perdu son fichier avant la fin. Pour changer de personnes, nommez les gardiens de nouveau.")
        show(f"<p>{text(why)}</p>")
        _restart(edition, page)
