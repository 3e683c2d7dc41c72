"""Home: where the edition is, what one can do now, how many have voted. Never a partial result."""

from __future__ import annotations

from budget_app.domain.dates import format_moment
from budget_app.domain.edition import Edition, ElectionState, Phase
from budget_app.domain.money import format_money
from budget_app.domain.proposal_search import Wanted
from budget_app.domain.vote import Turnout
from budget_app.services.board import turnout
from budget_app.services.editions import list_editions
from budget_app.services.projects import list_projects
from budget_app.services.proposal_lists import search_proposals
from budget_app.ui.cards import cards, proposal_cards
from budget_app.ui.charts import turnout_chart
from budget_app.ui.edition_view import figures, phase_name, stepper, time_left, vote_times, with_edition
from budget_app.ui.html import action, link, show, text
from budget_app.ui.opener import OpenPage, head, open_page
from budget_app.ui.words import _


def _lead(sentence: str, more: str = "") -> str:
    return f'<p class="lead">{text(sentence)} <strong>{text(more)}</strong></p>'


def _before_the_vote(edition: Edition, page: OpenPage) -> str:
    """The call, its review and its decisions, where the edition has them; else the day of the vote."""
    calendar, phase = edition.calendar, edition.phase_at(page.now)
    opens = calendar.proposals_from
    if edition.takes_proposals_at(page.now):
        words = _lead(_("Proposez un projet pour la commune."), time_left(calendar.call_closes_at, page.now))
        return words + action(_("Proposer un projet"), with_edition("/proposer", page.slug))
    if opens is not None and page.now < opens:
        when = format_moment(opens, page.language)
        return _lead(_("L’appel à projets ouvre le {moment}.", moment=when), time_left(opens, page.now))
    if opens is not None and phase is Phase.REVIEW:
        words = _lead(_("La mairie examine les propositions, selon les critères du règlement."))
        return words + action(_("Voir les propositions"), with_edition("/propositions", page.slug))
    words = _lead(vote_times(edition), _("Avant l’ouverture :") + " " + time_left(calendar.vote_opens_at, page.now))
    if opens is not None and phase is Phase.APPEALS:
        return words + action(_("Voir les décisions"), with_edition("/decisions", page.slug))
    return words + action(_("Découvrir les projets"), with_edition("/projets", page.slug))


def _call(edition: Edition, page: OpenPage) -> str:
    """What to know now, and one main action."""
    calendar = edition.calendar
    if edition.state is ElectionState.OPEN:
        words = _lead(vote_times(edition), time_left(calendar.vote_closes_at, page.now))
        return words + action(_("Voter maintenant"), with_edition("/voter", page.slug))
    if edition.state is ElectionState.COUNTED:
        words = _lead(_("Les votes sont comptés. Chacun peut refaire le compte."))
        return words + action(_("Voir les résultats"), with_edition("/resultats", page.slug))
    if edition.state is ElectionState.CLOSED:
        words = _lead(_("Le vote est clos. Les gardiens ouvrent le total ; le résultat suit."))
        return words + action(_("Suivre les gardiens"), with_edition("/gardiens", page.slug))
    if page.now < calendar.vote_opens_at:
        return _before_the_vote(edition, page)
    words = _lead(_("L’ouverture du vote est retardée : la mairie annoncera une nouvelle date."))
    return words + action(_("Découvrir les projets"), with_edition("/projets", page.slug))


def _attendance(edition: Edition, projects: int, proposals: int, attendance: Turnout, language: str) -> str:
    pairs: list[tuple[str, object]] = [(_("Budget"), format_money(edition.budget, language))]
    pairs += [(_("Propositions"), proposals)] if proposals else []
    pairs += [(_("Projets"), projects)] if projects or not proposals else []
    if attendance.voters:
        share = 100 * attendance.voted // attendance.voters
        pairs += [(_("Votants inscrits"), attendance.voters), (_("Ont voté"), f"{attendance.voted} ({share} %)")]
    return figures(pairs)


def _others(edition: Edition, page: OpenPage) -> str:
    """The other editions, each with where it is."""
    links = [
        f'<li><a href="{text(with_edition("/", other.slug))}" target="_self">{text(other.name)}</a> – '
        f"{text(phase_name(other.phase_at(page.now)))}</li>"
        for other in list_editions(page.now)
        if other.slug != edition.slug
    ]
    return f"<h2>{text(_('Autres éditions'))}</h2><ul>{''.join(links)}</ul>" if links else ""


def main() -> None:
    """Draws the page."""
    page = open_page()
    found = page.find_edition()
    head(found.name if found else _("Budget participatif"))
    edition = page.edition()
    projects = list_projects(edition.slug)
    attendance = turnout(edition.slug)
    about = f"<p>{text(edition.description)}</p>" if edition.description else ""
    book = f"<p>{link(_('Lire le règlement'), with_edition('/reglement', page.slug))}</p>"
    show(f"{about}{stepper(edition, page.now)}{_call(edition, page)}{book}")
    proposals = search_proposals(edition.slug, Wanted(), page.now)
    show(_attendance(edition, len(projects), proposals.total, attendance, page.language))
    if attendance.by_day:
        show(f"<h2>{text(_('Participation'))}</h2>")
        turnout_chart(attendance)
    if projects:
        show(f"<h2>{text(_('Quelques projets'))}</h2>{cards(projects[:3], page.slug)}")
    elif proposals.total:
        some = proposal_cards(proposals.cards[:3], page.slug, supports=False)
        show(f"<h2>{text(_('Quelques propositions'))}</h2>{some}")
    others = _others(edition, page)
    if others:
        show(others)


main()
