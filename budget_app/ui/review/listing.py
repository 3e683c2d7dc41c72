"""The desk's first view: what is the reader's to do, then every proposal with where it stands."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from budget_app.domain.roles import Action
from budget_app.services.actor import may
from budget_app.services.review_desk import DeskLine, Stage
from budget_app.ui.edition_view import with_edition
from budget_app.ui.html import Markup, link, show, table, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.review.words import day_of, member_name, stage_name
from budget_app.ui.words import _

_LISTED = 200


def file_link(line: DeskLine, slug: str) -> Markup:
    """A link to the proposal's file."""
    return link(f"{line.number}. {line.title}", with_edition("/instruction", slug, numero=line.number))


def _due(line: DeskLine, page: OpenPage) -> str:
    mine = next((it.due_at for it in line.reviewers if it.account_id == page.actor.account_id), None)
    if mine is None:
        return ""
    late = _("en retard") if mine <= page.now else ""
    parts = [_("pour le {day}", day=day_of(mine)), late]
    return " – " + ", ".join(part for part in parts if part)


def _items(lines: Sequence[DeskLine], slug: str, page: OpenPage) -> str:
    return "".join(f"<li>{file_link(line, slug)}{text(_due(line, page))}</li>" for line in lines)


def draw_mine(lines: Sequence[DeskLine], slug: str, page: OpenPage) -> None:
    """What the reader has to do, as one list; nothing for those who only read."""
    review = [line for line in lines if line.mine and not line.barred]
    decide = [line for line in lines if line.stage is Stage.TO_DECIDE and not line.barred]
    parts = []
    if may(page.actor, Action.REVIEW) and review:
        parts.append(f"<h3>{text(_('À examiner'))}</h3><ul class='todo'>{_items(review, slug, page)}</ul>")
    if may(page.actor, Action.DECIDE) and decide:
        parts.append(f"<h3>{text(_('À décider'))}</h3><ul class='todo'>{_items(decide, slug, page)}</ul>")
    waiting = sum(line.stage is Stage.TO_ASSIGN for line in lines)
    if may(page.actor, Action.ASSIGN_REVIEWS) and waiting:
        parts.append(f"<p>{text(_('Propositions que personne n’examine encore : {number}.', number=waiting))}</p>")
    if may(page.actor, Action.REVIEW) or may(page.actor, Action.ASSIGN_REVIEWS):
        nothing = f"<p>{text(_('Rien ne vous attend pour le moment.'))}</p>"
        show(f"<h2>{text(_('Ce qui vous attend'))}</h2>{''.join(parts) or nothing}")


def _state(line: DeskLine) -> Markup:
    tags = [stage_name(line.stage)]
    tags += [_("recours")] if line.round > 1 else []
    tags += [_("désaccord")] if line.disagree else []
    tags += [_("en retard")] if line.overdue else []
    first, *others = tags
    return Markup(text(first) + "".join(f' <span class="tag">{text(tag)}</span>' for tag in others))


def _reviewers(line: DeskLine) -> str:
    return ", ".join(member_name(it.account_id, it.name) + (" ✓" if it.signed else "") for it in line.reviewers)


def draw_all(lines: Sequence[DeskLine], slug: str) -> None:
    """The table of all proposals, of one stage on request."""
    show(f"<h2>{text(_('Toutes les propositions'))}</h2>")
    if not lines:
        show(f"<p>{text(_('Aucune proposition n’est publiée.'))}</p>")
        return
    names = {stage: f"{stage_name(stage)} ({sum(line.stage is stage for line in lines)})" for stage in Stage}
    asked = st.selectbox(
        _("État"),
        [None, *Stage],
        format_func=lambda stage: names[stage] if stage else _("Tous ({number})", number=len(lines)),
        key="desk-stage",
    )
    chosen = [line for line in lines if asked in (None, line.stage)]
    if not chosen:
        show(f"<p>{text(_('Aucune proposition n’en est là.'))}</p>")
        return
    rows = [
        (
            file_link(line, slug),
            _state(line),
            _reviewers(line),
            day_of(min((it.due_at for it in line.reviewers if it.due_at and not it.signed), default=None)),
        )
        for line in chosen[:_LISTED]
    ]
    header = (_("Proposition"), _("État"), _("Examinée par"), _("Échéance"))
    show(table(_("{shown} propositions sur {number}", shown=len(rows), number=len(lines)), header, rows))
