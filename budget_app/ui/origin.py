"""Where a project on the ballot list comes from: its proposal, the decision on it, and the notice."""

from __future__ import annotations

from budget_app.domain.notice import paper_path
from budget_app.domain.project import ProjectView
from budget_app.services.ballot_transfer import find_origin
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import link, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _


def origin_of_project(slug: str, project: ProjectView, page: OpenPage) -> str:
    """The links as HTML; nothing for a project that the organisers added themselves."""
    origin = find_origin(slug, project.number, page.now)
    if origin is None:
        return ""
    links = (
        link(_("La proposition n° {number}", number=origin.proposal), with_edition("/proposition", slug, numero=origin.proposal)),
        link(_("La décision, avec ses raisons"), with_edition("/decisions", slug, numero=origin.proposal)),
        f'<a href="{text(paper_path(slug, origin.decision))}">{text(_("L’avis, à imprimer (PDF)"))}</a>',
    )
    listed = "".join(f"<li>{one}</li>" for one in links)
    return f"<h2>{text(_('D’où vient ce projet'))}</h2><ul>{listed}</ul>"
