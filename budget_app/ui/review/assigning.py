"""Who reviews what: assigning by category and by hand, each member's workload, reminders, declared conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import streamlit as st

from budget_app.domain.dates import PARIS, moment_of
from budget_app.domain.errors import DomainError
from budget_app.domain.project import MAX_SUMMARY
from budget_app.domain.roles import Action
from budget_app.services.actor import may
from budget_app.services.assignments import assign, assign_by_category
from budget_app.services.conflicts import list_conflicts
from budget_app.services.review_desk import DeskLine, Stage, list_members
from budget_app.services.workload import remind, workload
from budget_app.ui.desk.fields import Spots
from budget_app.ui.desk.flow import attempt, show_success, succeed
from budget_app.ui.html import show, table, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.review.words import day_of, member_name
from budget_app.ui.words import _

_OPEN = (Stage.TO_ASSIGN, Stage.IN_REVIEW, Stage.TO_DECIDE)


def _ask_due(page: OpenPage, key: str) -> datetime | None:
    """The end of a day in Paris, three weeks ahead unless told otherwise; None without one."""
    usual = (page.now + timedelta(days=21)).astimezone(PARIS).date()
    day = st.date_input(_("Échéance"), usual, key=key, format="DD/MM/YYYY")
    return moment_of(day, time(23, 59)) if isinstance(day, date) else None


def _by_category(lines: Sequence[DeskLine], slug: str, page: OpenPage, members: dict[int, str]) -> None:
    waiting: dict[str, int] = {}
    for line in lines:
        if line.stage is Stage.TO_ASSIGN:
            waiting[line.category] = waiting.get(line.category, 0) + 1
    if not waiting:
        show(f"<p>{text(_('Chaque proposition a déjà quelqu’un qui l’examine.'))}</p>")
        return
    spots = Spots()
    with st.form("assign-by-category", enter_to_submit=False):
        chosen = {}
        for place, (category, number) in enumerate(sorted(waiting.items())):
            name = _("{category} ({number})", category=category or _("Sans catégorie"), number=number)
            chosen[category] = st.selectbox(
                name,
                [None, *members],
                format_func=lambda it: members[it] if it else _("Personne pour le moment"),
                key=f"assign-category-{place}",
            )
        spots.under("reviewer")
        due_at = _ask_due(page, "assign-category-due")
        spots.under("due_at")
        if not st.form_submit_button(_("Attribuer par catégorie"), type="primary"):
            return
        try:
            given = {category: member for category, member in chosen.items() if member}
            done = assign_by_category(page.actor, slug, given, due_at, page.now)
        except DomainError as error:
            spots.say(error)
            return
    said = _("Propositions attribuées : {number}.", number=len(done.done))
    if done.barred:
        numbers = ", ".join(map(str, done.barred))
        said += " " + _("À donner à quelqu’un d’autre : {numbers}.", numbers=numbers)
    succeed("assigning", said)


def _by_hand(lines: Sequence[DeskLine], slug: str, page: OpenPage, members: dict[int, str]) -> None:
    names = {line.number: f"{line.number}. {line.title}" for line in lines if line.stage in _OPEN}
    if not names or not members:
        show(f"<p>{text(_('Il n’y a rien à attribuer, ou personne à qui le faire.'))}</p>")
        return
    spots = Spots()
    with st.form("assign-by-hand", enter_to_submit=False):
        number = st.selectbox(_("Proposition"), list(names), format_func=names.__getitem__, key="assign-number")
        member = st.selectbox(_("À qui"), list(members), format_func=members.__getitem__, key="assign-member")
        spots.under("reviewer")
        department = st.text_input(
            _("Service consulté (facultatif)"), key="assign-department", max_chars=MAX_SUMMARY
        )
        spots.under("department")
        due_at = _ask_due(page, "assign-due")
        spots.under("due_at")
        if not st.form_submit_button(_("Attribuer cette proposition")):
            return
        try:
            assign(page.actor, slug, number, member, department, due_at, page.now)
        except DomainError as error:
            spots.say(error)
            return
    succeed("assigning", _("La proposition n° {number} est attribuée.", number=number))


def draw_assigning(lines: Sequence[DeskLine], slug: str, page: OpenPage) -> None:
    """The two ways of assigning."""
    members = dict(list_members(page.actor))
    show_success("assigning")
    with st.expander(_("Attribuer par catégorie")):
        _by_category(lines, slug, page, members)
    with st.expander(_("Attribuer une proposition")):
        _by_hand(lines, slug, page, members)


def draw_workload(slug: str, page: OpenPage) -> None:
    """What each member has to do, and the reminders."""
    loads = workload(page.actor, slug, page.now)
    header = (_("Membre"), _("Attribuées"), _("Commencées"), _("Signées"), _("En retard"))
    rows = [(member_name(it.account_id, it.name), it.assigned, it.begun, it.signed, it.overdue) for it in loads]
    show(f"<h2>{text(_('Le comité'))}</h2>{table(_('Ce que chacun a à examiner'), header, rows, numbers=(1, 2, 3, 4))}")
    if may(page.actor, Action.ASSIGN_REVIEWS):
        show_success("remind")
        if st.button(_("Envoyer les rappels"), key="remind"):
            told = attempt(lambda: remind(page.actor, slug, page.now))
            if told is not None:
                succeed("remind", _("Personnes averties par e-mail : {number}.", number=told))


def draw_conflicts(slug: str, page: OpenPage) -> None:
    """The declared conflicts of interest, for those who may know."""
    declared = list_conflicts(page.actor, slug)
    if declared:
        header = (_("Proposition"), _("Membre"), _("Raison"), _("Déclaré le"))
        rows = [
            (it.number, member_name(it.account_id, it.name), it.reason or "–", day_of(it.declared_at)) for it in declared
        ]
        show(table(_("Conflits d’intérêts déclarés"), header, rows))
