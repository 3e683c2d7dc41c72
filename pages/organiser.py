"""The organiser's desk: what to do next, one section a task."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.edition import Edition, ElectionState
from budget_app.services.editions import list_editions
from budget_app.services.elections import readiness
from budget_app.ui.desk import (
    admitted,
    calendar,
    call,
    close,
    guardians,
    new_edition,
    projects,
    roll,
    rule,
    sheet,
    vote,
)
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage, open_page, require_organiser
from budget_app.ui.words import _

_ALL_PIECES = (
    ("projects-missing", "projects-too-many", "projects-fewer-than-choices"),
    ("rule-project-unknown", "rule-place-unknown"),
    ("roll-missing", "roll-too-small-to-open", "credentials-missing"),
    ("guardians-missing", "guardian-keys-missing"),
)


def _checklist(edition: Edition, page: OpenPage) -> str:
    """What is there and what is missing before the vote can be set up."""
    missing = {piece.code: dict(piece.facts) for piece in readiness(page.actor, edition.slug)}
    items = []
    for codes in _ALL_PIECES:
        failing = next((code for code in codes if code in missing), None)
        words = vote.missing_sentence(failing, missing[failing]) if failing else vote.complete_sentence(codes[0])
        items.append(f'<li class="{"" if failing else "done"}">{text(words)}</li>')
    return f'<ul class="todo">{"".join(items)}</ul>'


def _choose_edition(page: OpenPage) -> Edition | None:
    """The edition of the address, which the list changes; None for a new one."""
    editions = list_editions(page.now)
    new = _("Nouvelle édition")
    names = {f"{edition.name} – {edition.town} ({edition.slug})": edition for edition in editions}
    wanted = next((i for i, edition in enumerate(editions) if edition.slug == page.slug), 0)
    present = len(editions) if "nouvelle" in st.query_params else wanted
    chosen = names.get(st.selectbox(_("Édition"), [*names, new], index=present, key=f"edition-{present}-{len(editions)}"))
    if chosen == (editions[present] if present < len(editions) else None):
        return chosen
    if chosen is None:
        st.query_params.from_dict({"nouvelle": "1"})
    else:
        st.query_params.from_dict({"edition": chosen.slug})
    st.rerun()
    raise AssertionError  # st.rerun never returns


def _preparation(edition: Edition, page: OpenPage) -> None:
    show(f"<h2>{text(_('À faire avant le vote'))}</h2>{_checklist(edition, page)}")
    sections = {
        _("Projets"): projects,
        _("Appel à projets"): call,
        _("Propositions admises"): admitted,
        _("La règle"): rule,
        _("Liste des votants"): roll,
        _("Gardiens"): guardians,
        _("Calendrier"): calendar,
        _("Mettre en place le vote"): vote,
    }
    if edition.calendar.proposals_from is None:
        del sections[_("Propositions admises")]
    for section, tab in zip(sections.values(), st.tabs(list(sections)), strict=True):
        with tab:
            section.draw(edition, page)


def _after_setup(edition: Edition, page: OpenPage) -> None:
    labels = [_("Gardiens"), _("Calendrier et clôture"), _("Feuille à imprimer")]
    first, second, third = st.tabs(labels)
    with first:
        guardians.draw_progress(edition, page)
    with second:
        if edition.state is not ElectionState.COUNTED:
            close.draw(edition, page)
        calendar.draw(edition, page)
    with third:
        sheet.draw(edition, page)


def main() -> None:
    """Draws the page."""
    page = open_page(_("Bureau de l’organisation"))
    require_organiser(page)
    edition = _choose_edition(page)
    if edition is None:
        new_edition.draw(page)
        return
    show(f'<p class="lead">{text(vote.state_sentence(edition, page))}</p>')
    if edition.state is ElectionState.PREPARATION:
        _preparation(edition, page)
    else:
        _after_setup(edition, page)


main()
