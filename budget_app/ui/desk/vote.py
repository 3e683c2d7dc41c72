"""Setting the vote up, and the words for its state."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import Edition, ElectionState
from budget_app.services.elections import readiness, set_up_vote
from budget_app.ui.desk.flow import succeed, works
from budget_app.ui.edition_view import time_left, vote_times
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def state_sentence(edition: Edition, page: OpenPage) -> str:
    """Where the vote is, and what comes next."""
    calendar = edition.calendar
    return {
        ElectionState.PREPARATION: _("Cette édition est en préparation. Suivez la liste ci-dessous."),
        ElectionState.READY: _("Le vote est en place. Il ouvrira à sa date.") + " " + time_left(calendar.vote_opens_at, page.now),
        ElectionState.OPEN: _("Le vote est ouvert.") + " " + time_left(calendar.vote_closes_at, page.now),
        ElectionState.CLOSED: _("Le vote est clos. Clôturez l’urne si ce n’est pas fait, puis chaque gardien envoie sa part."),
        ElectionState.COUNTED: _("Le résultat est publié."),
    }[edition.state]


def missing_sentence(code: str, facts: dict[str, object]) -> str:
    """What is missing, and how much."""
    sentences = {
        "projects-missing": _("Ajoutez des projets."),
        "projects-too-many": _("Il y a trop de projets : {limit} au plus.", **facts) if "limit" in facts else "",
        "projects-fewer-than-choices": _("Il y a moins de projets que les {max} choix permis.", **facts) if "max" in facts else "",
        "rule-project-unknown": _("La règle nomme un projet qui n’est plus là : {project}.", **facts) if "project" in facts else "",
        "rule-place-unknown": _("La règle nomme un quartier ou un thème qui n’est plus là : {name}.", **facts) if "name" in facts else "",
        "roll-missing": _("Donnez la liste des votants."),
        "roll-too-small-to-open": _(
            "Il faut {limit} votants au moins pour ouvrir les bulletins un par un.", **facts
        )
        if "limit" in facts
        else "",
        "credentials-missing": _("Codes de vote manquants : {missing}.", **facts) if "missing" in facts else "",
        "guardians-missing": _("Nommez les gardiens."),
        "guardian-keys-missing": _("Clés de gardiens manquantes : {missing}.", **facts) if "missing" in facts else "",
    }
    return sentences[code]


def complete_sentence(code: str) -> str:
    """What is there."""
    return {
        "projects-missing": _("Les projets sont prêts."),
        "rule-project-unknown": _("La règle est choisie ; vous pouvez la changer jusqu’à la mise en place."),
        "roll-missing": _("Chaque votant a un code."),
        "guardians-missing": _("Chaque gardien a envoyé sa clé."),
    }[code]


def draw(edition: Edition, page: OpenPage) -> None:
    """The section."""
    show(f"<p>{text(vote_times(edition))}</p>")
    if readiness(page.actor, edition.slug):
        show(f"<p>{text(_('Il manque encore des choses : la liste en haut de cette page les nomme.'))}</p>")
        return
    show(
        f"<p>{text(_('La mise en place écrit le début de l’urne publique. Ensuite, les projets, la liste des votants, les gardiens et les règles ne changent plus.'))}</p>"
    )
    sure = st.checkbox(_("J’ai relu les projets, les règles et les dates."), key="set-up-sure")
    if not st.button(_("Mettre en place le vote"), key="set-up", type="primary", disabled=not sure):
        return
    if works(lambda: set_up_vote(page.actor, edition.slug, page.now)):
        succeed("close", _("Le vote est en place."))
