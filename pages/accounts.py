"""The staff's accounts: who has which roles, invitations, changes; for administrators."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.errors import DomainError
from budget_app.domain.roles import Action, Role
from budget_app.locale import translate
from budget_app.locale.roles import ROLE_NAMES
from budget_app.services.sign_up import MAXIMUM_NAME
from budget_app.services.staff import StaffAccount, change_roles, close_staff, invite_staff, list_staff
from budget_app.ui.desk.fields import Spots
from budget_app.ui.desk.flow import show_success, succeed
from budget_app.ui.html import show, table, text
from budget_app.ui.opener import OpenPage, open_page, stop_unless
from budget_app.ui.words import _, language

_SECTION = "accounts"


def _role(role: Role) -> str:
    return translate(ROLE_NAMES[role], language())


def _listed(staff: tuple[StaffAccount, ...]) -> str:
    header = (_("Nom"), _("Rôles"), _("État"), _("Adresse e-mail"))
    rows = [
        (
            each.name or each.email,
            ", ".join(_role(role) for role in Role if role in each.roles),
            _("invitation envoyée") if each.waits else _("actif"),
            each.email,
        )
        for each in staff
    ]
    return table(_("Comptes du personnel"), header, rows)


def _ask_roles(held: frozenset[Role], key: str) -> frozenset[Role]:
    """A box to tick for each role."""
    return frozenset(role for role in Role if st.checkbox(_role(role), role in held, key=f"{key}-{role}"))


def _invite(page: OpenPage) -> None:
    spots = Spots()
    with st.form("invite-staff", enter_to_submit=False):
        name = st.text_input(_("Nom"), key="invite-name", max_chars=MAXIMUM_NAME)
        spots.under("name")
        email = st.text_input(_("Adresse e-mail"), key="invite-email", max_chars=254)
        spots.under("email")
        roles = _ask_roles(frozenset(), "invite")
        spots.under("roles")
        if not st.form_submit_button(_("Inviter"), type="primary"):
            return
        try:
            invite_staff(page.actor, name, email, roles, page.now)
        except DomainError as error:
            spots.say(error)
            return
    succeed(_SECTION, _("L’invitation est envoyée : le lien sert pendant sept jours."))


def _change(staff: tuple[StaffAccount, ...], page: OpenPage) -> None:
    known = {each.id: each for each in staff}
    chosen = st.selectbox(
        _("Compte à changer"), list(known), format_func=lambda it: known[it].name or known[it].email, key="staff-account"
    )
    if chosen is None:
        return
    spots = Spots()
    with st.form(f"staff-{chosen}", enter_to_submit=False):
        roles = _ask_roles(known[chosen].roles, f"staff-{chosen}")
        spots.under("roles")
        keep = st.form_submit_button(_("Enregistrer les rôles"))
        close = st.form_submit_button(_("Retirer tout accès"))
        if not (keep or close):
            return
        try:
            if close:
                close_staff(page.actor, chosen, page.now)
            else:
                change_roles(page.actor, chosen, roles, page.now)
        except DomainError as error:
            spots.say(error)
            return
    succeed(_SECTION, _("L’accès est retiré.") if close else _("Les rôles sont changés : la personne doit se reconnecter."))


def main() -> None:
    """Draws the page."""
    page = open_page(_("Les comptes du personnel"))
    stop_unless(page, Action.MANAGE_ACCOUNTS)
    show_success(_SECTION)
    staff = list_staff(page.actor)
    show(_listed(staff))
    show(f"<h2>{text(_('Donner un accès'))}</h2>")
    _invite(page)
    show(f"<h2>{text(_('Changer un accès'))}</h2>")
    _change(staff, page)


main()
