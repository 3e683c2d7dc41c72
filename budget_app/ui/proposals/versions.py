"""The versions of a proposal, each compared with the one before."""

from __future__ import annotations

from budget_app.domain.dates import format_moment
from budget_app.domain.money import format_money
from budget_app.domain.proposal import ProposalContent, SentVersion, changed_fields
from budget_app.domain.text_difference import Change, compare_texts
from budget_app.ui.html import text
from budget_app.ui.words import _, language


def _name(field: str) -> str:
    return {
        "title": _("Titre"),
        "category": _("Catégorie"),
        "summary": _("Résumé"),
        "description": _("Description"),
        "beneficiaries": _("Pour qui"),
        "district": _("Quartier"),
        "place": _("Lieu"),
        "latitude": _("Point sur la carte"),
        "longitude": _("Point sur la carte"),
        "cost": _("Coût"),
        "cost_words": _("Explication du coût"),
        "links": _("Liens"),
        "files": _("Photos et documents"),
    }[field]


def _said(content: ProposalContent, field: str) -> str:
    value = getattr(content, field)
    if field == "cost":
        return format_money(value, language()) if value else ""
    if field == "files":
        return " ; ".join(file.alt for file in value)
    return " ; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _piece(change: Change, piece: str) -> str:
    if change is Change.SAME:
        return text(piece)
    tag, words = ("ins", _("ajouté :")) if change is Change.ADDED else ("del", _("retiré :"))
    return f'<{tag}><span class="unseen">{text(words)} </span>{text(piece)}</{tag}>'


def _changes(before: ProposalContent, after: ProposalContent) -> str:
    rows = []
    for field in changed_fields(before, after):
        pieces = compare_texts(_said(before, field), _said(after, field))
        compared = "".join(_piece(change, piece) for change, piece in pieces)
        rows.append(f'<div><dt>{text(_name(field))}</dt><dd class="typed">{compared}</dd></div>')
    return f'<dl class="facts">{"".join(rows)}</dl>'


def versions(sent: tuple[SentVersion, ...]) -> str:
    """All versions but the first, the newest first, with what each changed; empty when there is only one."""
    if len(sent) < 2:
        return ""
    told = []
    for before, after in zip(sent, sent[1:], strict=False):
        when = _("Version {number}, du {moment}", number=after.version, moment=format_moment(after.sent_at, language()))
        told.append(f'<details class="rule"><summary>{text(when)}</summary>{_changes(before.content, after.content)}</details>')
    return f"<h2>{text(_('Ce qui a changé'))}</h2>{''.join(reversed(told))}"
