"""What a proposal says, as HTML: everything that people typed is shown as text."""

from __future__ import annotations

from budget_app.domain.dates import format_moment
from budget_app.domain.money import format_money
from budget_app.domain.proposal import Channel, FileKind, ProposalContent, ProposalState, ProposalView
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import facts, link, text
from budget_app.ui.words import _


def state_name(state: ProposalState) -> str:
    """Where a proposal stands, in words."""
    return {
        ProposalState.DRAFT: _("Brouillon"),
        ProposalState.WAITING: _("En attente de lecture par la mairie"),
        ProposalState.PUBLISHED: _("Publiée"),
        ProposalState.HIDDEN: _("Masquée par la modération"),
        ProposalState.WITHDRAWN: _("Retirée"),
        ProposalState.MERGED: _("Fusionnée"),
    }[state]


def author_of(proposal: ProposalView) -> str:
    """Whom a proposal is from: the group, and its authors."""
    names = ", ".join(name for name in (proposal.author_name, *proposal.co_authors) if name)
    return f"{proposal.group_name} ({names})" if proposal.group_name and names else proposal.group_name or names


def _files(content: ProposalContent) -> str:
    photos = "".join(
        f'<figure><img src="/fichiers/{file.key}.jpg" alt="{text(file.alt)}" loading="lazy"></figure>'
        for file in content.files
        if file.kind is FileKind.PHOTO
    )
    papers = "".join(
        f"<li>{link(file.alt or _('Document (PDF)'), f'/fichiers/{file.key}.pdf')}</li>"
        for file in content.files
        if file.kind is FileKind.PDF
    )
    shown = f'<div class="photos">{photos}</div>' if photos else ""
    return shown + (f"<h2>{text(_('Documents'))}</h2><ul>{papers}</ul>" if papers else "")


def _links(content: ProposalContent) -> str:
    if not content.links:
        return ""
    listed = "".join(f'<li><a href="{text(to)}" rel="noopener nofollow ugc">{text(to)}</a></li>' for to in content.links)
    return f"<h2>{text(_('Liens'))}</h2><ul>{listed}</ul>"


def known(proposal: ProposalView, language: str) -> list[tuple[str, str]]:
    """What is known of a proposal in short: names and values, empty ones too."""
    content = proposal.content
    cost = format_money(content.cost, language) if content.cost else _("Pas encore estimé")
    return [
        (_("Proposé par"), author_of(proposal)),
        (_("Coût estimé par l’auteur"), f"{cost} – {content.cost_words}" if content.cost_words else cost),
        (_("Catégorie"), content.category),
        (_("Quartier"), content.district),
        (_("Lieu"), content.place),
        (_("Pour qui"), content.beneficiaries),
        (_("Déposée"), _("sur papier") if proposal.channel is Channel.COUNTER else ""),
        (_("Envoyée le"), format_moment(proposal.sent_at, language) if proposal.sent_at else ""),
    ]


def standing(proposal: ProposalView, slug: str | None) -> str:
    """What to know before reading: merged into another, hidden and why, not public yet."""
    if proposal.state is ProposalState.PUBLISHED:
        return ""
    said = text(state_name(proposal.state))
    if proposal.merged_into is not None:
        other = link(f"n° {proposal.merged_into}", with_edition("/proposition", slug, numero=proposal.merged_into))
        said += f" {text(_('avec la proposition'))} {other}"
    if proposal.hidden_reason:
        said += f" : {text(proposal.hidden_reason)}"
    return f'<p class="elsewhere">{said}</p>'


def shown(proposal: ProposalView, language: str) -> str:
    """The whole text with its photos, documents and links."""
    content = proposal.content
    return (
        f'<p class="lead">{text(content.summary)}</p><p class="typed">{text(content.description)}</p>'
        f"{facts(pair for pair in known(proposal, language) if pair[1])}{_files(content)}{_links(content)}"
    )
