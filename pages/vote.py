"""Vote: what one needs, what will happen, and the door of the booth. Nothing of a choice is ever on this page."""

from __future__ import annotations

from budget_app.domain.dates import format_moment
from budget_app.domain.edition import Edition, ElectionState
from budget_app.services.rules import find_edition_rule
from budget_app.ui.ballot_rules import rules_sentence
from budget_app.ui.edition_view import time_left, vote_times, with_edition
from budget_app.ui.html import action, show, text
from budget_app.ui.opener import OpenPage, open_page, stop_with
from budget_app.ui.rule import rule_box
from budget_app.ui.words import _


def _steps() -> str:
    steps = (
        _("Prenez votre courrier : il porte votre numéro de votant et votre code de vote."),
        _("Dans l’isoloir, choisissez vos projets. Rien ne part pendant que vous choisissez."),
        _("Votre navigateur scelle votre bulletin : personne ne pourra le lire, pas même la mairie."),
        _("Donnez votre date de naissance et déposez le bulletin. Gardez le reçu : il prouve que votre bulletin est dans l’urne."),
    )
    return "<ol>" + "".join(f"<li>{text(step)}</li>" for step in steps) + "</ol>"


def _door(edition: Edition, page: OpenPage) -> None:
    left = time_left(edition.calendar.vote_closes_at, page.now)
    rules = rules_sentence(edition.rules)
    again = (
        _("Vous pourrez changer d’avis et revoter jusqu’à la clôture : seul le dernier bulletin compte.")
        if edition.rules.revote_allowed
        else _("Un seul vote est possible : vous ne pourrez pas changer votre bulletin.")
    )
    show(
        f'<p class="lead">{text(vote_times(edition))} <strong>{text(left)}</strong></p>'
        f"<p>{text(rules)} {text(again)}</p>{_steps()}{rule_box(find_edition_rule(edition.slug).rule, page.language)}"
        + action(_("Entrer dans l’isoloir"), f"/vote/{edition.uuid}")
        + f'<p class="soft">{text(_("Pas de courrier, ou un code qui ne marche pas ? Adressez-vous à la mairie."))}</p>'
    )


def main() -> None:
    """Draws the page."""
    page = open_page(_("Voter"))
    edition = page.edition()
    if edition.state is ElectionState.OPEN:
        _door(edition, page)
        return
    if edition.state in (ElectionState.CLOSED, ElectionState.COUNTED):
        results = action(_("Voir les résultats"), with_edition("/resultats", page.slug))
        stop_with(_("Le vote est clos."), _("L’isoloir est fermé. Votre reçu sert toujours à retrouver votre bulletin."), results)
    projects = action(_("Découvrir les projets"), with_edition("/projets", page.slug))
    if page.now >= edition.calendar.vote_opens_at:
        late = _("L’ouverture du vote est retardée : la mairie annoncera une nouvelle date.")
        stop_with(_("Le vote n’est pas encore ouvert."), late, projects)
    opens = format_moment(edition.calendar.vote_opens_at, page.language)
    stop_with(_("Le vote n’est pas encore ouvert."), _("Il ouvrira le {moment}.", moment=opens), projects)


main()
