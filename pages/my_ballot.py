"""My ballot: what became of the ballot with a tracker. The tracker is public; it says nothing of the choices."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.dates import format_moment
from budget_app.domain.vote import BallotStatus, Standing
from budget_app.services.board import find_ballot
from budget_app.ui.html import code, facts, show, text
from budget_app.ui.opener import open_page
from budget_app.ui.signed_board import receipt_link
from budget_app.ui.words import _


def _standing(status: BallotStatus) -> str:
    return {
        Standing.WAITING: _("Il est dans l’urne et comptera au dépouillement."),
        Standing.REPLACED: _("Il a été remplacé par un bulletin plus récent du même votant : il ne compte pas."),
        Standing.COUNTED: _("Il est dans l’urne et il a été compté."),
    }[status.standing]


def _show_status(status: BallotStatus, uuid: str, language: str) -> None:
    refused = " refused" if status.standing is Standing.REPLACED else ""
    show(
        f'<div class="verdict{refused}" role="status"><strong>{text(_("Bulletin trouvé."))}</strong> {text(_standing(status))}</div>'
        f"<p>{code(status.tracker)}</p>"
        + facts(
            (
                (_("Position dans l’urne"), status.position),
                (_("Déposé le"), format_moment(status.accepted_at, language)),
            )
        )
        + receipt_link(uuid, status.tracker)
    )


def main() -> None:
    """Draws the page."""
    page = open_page(_("Mon bulletin"))
    edition = page.edition()
    show(f"<p>{text(_('Votre reçu porte un numéro de suivi. Il prouve que votre bulletin est dans l’urne, sans dire ce qu’il contient.'))}</p>")
    with st.form("look-up", enter_to_submit=True, border=False):
        tracker = st.text_input(_("Numéro de suivi"), key="tracker", max_chars=60, autocomplete="off")
        asked = st.form_submit_button(_("Chercher mon bulletin"), type="primary")
    if not asked:
        return
    status = find_ballot(edition.slug, tracker)
    if status is not None:
        _show_status(status, edition.uuid, page.language)
        return
    st.error(
        _(
            "Aucun bulletin ne porte ce numéro de suivi. Comparez chaque caractère avec votre reçu : majuscules et "
            "minuscules comptent. Si le numéro est juste, prévenez l’organisation et gardez votre reçu."
        )
    )


main()
