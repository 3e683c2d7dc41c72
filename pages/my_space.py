"""My space: what I wrote, where it stands and what I can do; for who is signed in."""

from __future__ import annotations

from budget_app.services.authors import list_invitations
from budget_app.services.merges import list_my_merges
from budget_app.services.my_space import list_mine
from budget_app.services.supports import list_favourites
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import action, link, show, text
from budget_app.ui.my_proposals import my_proposals
from budget_app.ui.opener import open_page, stop_with
from budget_app.ui.words import _


def main() -> None:
    """Draws the page."""
    page = open_page(_("Mon espace"))
    if page.actor.account_id is None:
        stop_with(
            _("Connectez-vous pour retrouver vos propositions."),
            _("Vous y verrez vos brouillons, et où en est ce que vous avez envoyé."),
            action(_("Se connecter"), "/sign-in?next=/mon-espace"),
        )
    if invited := len(list_invitations(page.actor)) + len(list_my_merges(page.actor)):
        told = _("Des invitations attendent votre réponse : {number}.", number=invited)
        show(f"<p>{text(told)} {link(_('Répondre'), '/invitations')}</p>")
    mine, followed = list_mine(page.actor, page.now), list_favourites(page.actor)
    if followed:
        links = (link(f"{it.number}. {it.title}", with_edition("/proposition", it.edition, numero=it.number)) for it in followed)
        listed = "".join(f"<li>{each}</li>" for each in links)
        show(f"<h2>{text(_('Je suis ces propositions'))}</h2><ul>{listed}</ul>")
    if not mine:
        stop_with(
            _("Vous n’avez encore rien proposé."),
            _("Quand un appel à projets est ouvert, tout le monde peut avoir une idée pour la commune."),
            action(_("Proposer un projet"), "/proposer"),
        )
    show(f"<h2>{text(_('Mes propositions'))}</h2>{my_proposals(mine)}{action(_('Proposer un projet'), '/proposer')}")


main()
