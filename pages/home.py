"""Home: where the edition is, what one can do now, how many have voted. Never a partial result."""

from __future__ import annotations

from budget_app.domain.edition import Edition, ElectionState, Phase
from budget_app.domain.money import format_money
from budget_app.services.board import turnout
from budget_app.services.projects import list_projects
from budget_app.ui.cards import cards
from budget_app.ui.charts import turnout_chart
from budget_app.ui.edition_view import phase_name, stepper, time_left, vote_times, with_edition
from budget_app.ui.html import action, show, text
from budget_app.ui.opener import OpenPage, open_page
from budget_app.ui.words import _


def _call(edition: Edition, page: OpenPage) -> str:
    """One main action, and what to know about it."""
    if edition.state is ElectionState.OPEN:
        left = time_left(edition.calendar.vote_closes_at, page.now)
        words = f'<p class="lead">{text(vote_times(edition))} <strong>{text(left)}</strong></p>'
        return words + action(_("Voter maintenant"), with_edition("/voter", page.slug))
    if edition.state is ElectionState.COUNTED:
        words = f'<p class="lead">{text(_("Les votes sont comptés. Chacun peut refaire le compte."))}</p>'
        return words + action(_("Voir les résultats"), with_edition("/resultats", page.slug))
    if edition.phase_at(page.now) is Phase.COUNT:
        return (
            f'<p class="lead">{text(_("Le vote est clos. Les gardiens ouvrent le total ; le résultat suit."))}</p>'
            + action(_("Suivre les gardiens"), with_edition("/gardiens", page.slug))
        )
    left = time_left(edition.calendar.vote_opens_at, page.now)
    words = f'<p class="lead">{text(vote_times(edition))} <strong>{text(left)}</strong></p>'
    return words + action(_("Découvrir les projets"), with_edition("/projets", page.slug))


def _figures(edition: Edition, projects: int, voters: int, voted: int, spoken: str) -> str:
    pairs = [(_("Budget"), format_money(edition.budget, spoken)), (_("Projets"), projects)]
    if voters:
        pairs.append((_("Votants inscrits"), voters))
        pairs.append((_("Ont voté"), f"{voted} ({100 * voted // voters} %)"))
    return '<dl class="figures">' + "".join(f"<div><dt>{text(n)}</dt><dd>{text(v)}</dd></div>" for n, v in pairs) + "</dl>"


def main() -> None:
    """Draws the page."""
    page = open_page(_("Budget participatif"))
    edition = page.edition()
    projects = list_projects(edition.slug)
    attendance = turnout(edition.slug)
    phase = phase_name(edition.phase_at(page.now))
    about = f"<p>{text(edition.description)}</p>" if edition.description else ""
    show(f"<h2>{text(edition.name)} : {text(phase)}</h2>{about}{stepper(edition, page.now)}{_call(edition, page)}")
    show(_figures(edition, len(projects), attendance.voters, attendance.voted, page.language))
    if attendance.by_day:
        show(f"<h2>{text(_('Participation'))}</h2>")
        turnout_chart(attendance)
    if projects:
        show(f"<h2>{text(_('Quelques projets'))}</h2>{cards(projects[:3], page.slug)}")


main()
