"""The list of what an account wrote: each proposal with where it stands and what can be done now."""

from __future__ import annotations

from collections.abc import Iterable

from budget_app.domain.dates import format_moment
from budget_app.services.my_space import Mine, Standing
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import link, text
from budget_app.ui.words import _, language

_WRITABLE = (Standing.DRAFT, Standing.WAITING, Standing.PUBLISHED, Standing.HIDDEN)


def standing_words(mine: Mine) -> str:
    """Where the proposal stands, and what follows from it."""
    until = format_moment(mine.appeals_until, language()) if mine.appeals_until else ""
    return {
        Standing.DRAFT: _("Brouillon : il n’est pas encore envoyé."),
        Standing.NEVER_SENT: _("Brouillon : l’appel à projets est clos, il ne peut plus être envoyé."),
        Standing.WAITING: _("Envoyée : la commune la lit avant de la publier."),
        Standing.PUBLISHED: _("Publiée : tout le monde peut la lire."),
        Standing.IN_REVIEW: _("À l’étude : la commune regarde si elle peut être faite."),
        Standing.HIDDEN: _("Masquée par la commune, pour cette raison : {reason}", reason=mine.hidden_reason),
        Standing.WITHDRAWN: _("Retirée."),
        Standing.MERGED: _("Réunie à la proposition n° {number}.", number=mine.merged_into),
        Standing.ADMITTED: _("Admise : elle sera soumise au vote."),
        Standing.REFUSED: _("Refusée. Le délai de recours est passé."),
        Standing.REFUSED_OPEN: _("Refusée. Vous pouvez déposer un recours jusqu’au {until}.", until=until),
        Standing.APPEALED: _("Refusée. Votre recours est à l’étude."),
        Standing.REFUSED_FINALLY: _("Refusée définitivement, après recours."),
    }[mine.standing]


def _ways(mine: Mine) -> list[str]:
    """Links to what can be done."""
    ways: list[str] = []
    if mine.call_open and mine.standing in _WRITABLE:
        label = _("Continuer") if mine.number is None or mine.changing else _("Modifier")
        ways.append(link(label, f"/proposer/{mine.id}/{'relire' if mine.changing else 'idee'}"))
    if mine.number is not None and mine.standing is not Standing.WITHDRAWN:
        ways.append(link(_("Voir"), with_edition("/proposition", mine.edition, numero=mine.number)))
    if mine.standing is Standing.REFUSED_OPEN:
        ways.append(link(_("Déposer un recours"), with_edition("/decisions", mine.edition, numero=mine.number)))
    elif mine.standing in (Standing.ADMITTED, Standing.REFUSED, Standing.APPEALED, Standing.REFUSED_FINALLY):
        ways.append(link(_("Lire la décision"), with_edition("/decisions", mine.edition, numero=mine.number)))
    if mine.call_open and mine.standing in _WRITABLE:
        ways.append(link(_("Retirer"), f"/proposer/{mine.id}/retirer"))
    return ways


def _item(mine: Mine) -> str:
    title = mine.title or _("Proposition sans titre")
    named = f"{mine.number}. {title}" if mine.number else title
    changing = _("Un changement n’est pas encore envoyé.") if mine.changing and mine.call_open else ""
    return (
        f'<li class="mine"><h3>{text(named)}</h3><p class="soft">{text(mine.edition_name)}</p>'
        f"<p>{text(standing_words(mine))} {text(changing)}</p><p class=\"ways\">{' '.join(_ways(mine))}</p></li>"
    )


def my_proposals(listed: Iterable[Mine]) -> str:
    """The whole list as one element."""
    return f'<ul class="mine-list">{"".join(map(_item, listed))}</ul>'
