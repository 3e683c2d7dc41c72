"""Cards of projects and of proposals: the whole list is one element."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from budget_app.domain.money import format_money
from budget_app.domain.project import ProjectView, card_of
from budget_app.domain.proposal_search import ProposalCard
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import text
from budget_app.ui.words import _, language


@dataclass(frozen=True)
class _Card:
    """What stands on a card; ``last`` is its line in bold."""

    address: str
    heading: str
    about: tuple[str, ...]
    summary: str
    last: str
    picture: str | None


def _picture(card: _Card, *, pictures: bool) -> str:
    """The picture, decorative: its title stands beside it. No gap where no card has ``pictures``."""
    if not pictures:
        return ""
    if card.picture is None:
        return '<div class="no-picture"></div>'
    return f'<img src="{text(card.picture)}" alt="" loading="lazy" width="800" height="450">'


def _draw(card: _Card, *, pictures: bool) -> str:
    about = " · ".join(part for part in card.about if part)
    return (
        f'<li>{_picture(card, pictures=pictures)}<div class="body">'
        f'<h3><a href="{text(card.address)}" target="_self">{text(card.heading)}</a></h3>'
        f'<p class="soft">{text(about)}</p><p>{text(card.summary)}</p>'
        f'<p class="cost">{text(card.last)}</p></div></li>'
    )


def _draw_all(listed: Iterable[_Card], label: str) -> str:
    made = list(listed)
    pictures = any(card.picture for card in made)
    drawn = "".join(_draw(card, pictures=pictures) for card in made)
    return f'<ul class="cards" aria-label="{text(label)}">{drawn}</ul>'


def _of_project(project: ProjectView, slug: str | None) -> _Card:
    return _Card(
        with_edition("/projet", slug, numero=project.number),
        f"{project.number}. {project.title}",
        (project.district, project.category),
        project.summary,
        format_money(project.cost, language()),
        card_of(project.picture) if project.picture else None,
    )


def cards(projects: Sequence[ProjectView], slug: str | None) -> str:
    """The cards of ``projects`` in their order."""
    return _draw_all((_of_project(project, slug) for project in projects), _("Projets"))


def _of_proposal(card: ProposalCard, slug: str | None, *, supports: bool) -> _Card:
    parts = [format_money(card.cost, language())] if card.cost else []
    parts += [_("Soutiens : {number}", number=card.supports)] if supports else []
    return _Card(
        with_edition("/proposition", slug, numero=card.number),
        f"{card.number}. {card.title}",
        (card.district, card.category),
        card.summary,
        " · ".join(parts),
        f"/fichiers/{card.picture}-carte.jpg" if card.picture else None,
    )


def proposal_cards(listed: Sequence[ProposalCard], slug: str | None, *, supports: bool) -> str:
    """The cards of proposals in their order; ``supports`` says whether their number is told."""
    return _draw_all((_of_proposal(card, slug, supports=supports) for card in listed), _("Propositions"))
