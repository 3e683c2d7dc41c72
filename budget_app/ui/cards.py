"""Cards of projects: the whole list is one element."""

from __future__ import annotations

from collections.abc import Sequence

from budget_app.domain.money import format_money
from budget_app.domain.project import ProjectView, card_of
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import text
from budget_app.ui.words import _, language


def _picture(project: ProjectView, *, pictures: bool) -> str:
    """The picture of a project, decorative: its title stands beside it. No gap where no project has ``pictures``."""
    if not pictures:
        return ""
    if project.picture is None:
        return '<div class="no-picture"></div>'
    return f'<img src="{text(card_of(project.picture))}" alt="" loading="lazy" width="800" height="450">'


def _card(project: ProjectView, slug: str | None, *, pictures: bool) -> str:
    address = text(with_edition("/projet", slug, numero=project.number))
    place = " · ".join(part for part in (project.district, project.category) if part)
    return (
        f'<li>{_picture(project, pictures=pictures)}<div class="body">'
        f'<h3><a href="{address}" target="_self">{project.number}. {text(project.title)}</a></h3>'
        f'<p class="soft">{text(place)}</p><p>{text(project.summary)}</p>'
        f'<p class="cost">{text(format_money(project.cost, language()))}</p></div></li>'
    )


def cards(projects: Sequence[ProjectView], slug: str | None) -> str:
    """The cards of ``projects`` in their order."""
    pictures = any(project.picture for project in projects)
    listed = "".join(_card(project, slug, pictures=pictures) for project in projects)
    return f'<ul class="cards" aria-label="{text(_("Projets"))}">{listed}</ul>'
