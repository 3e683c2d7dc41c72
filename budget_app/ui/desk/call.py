"""The call for projects: its dates, and the rules that proposals and their review follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import streamlit as st

from budget_app.domain.call_rules import CallRules, Moderation, parse_criteria, parse_lines, write_criteria
from budget_app.domain.dates import PARIS, format_moment
from budget_app.domain.edition import Calendar, Edition
from budget_app.domain.errors import DomainError
from budget_app.domain.money import parse_money, typed_money
from budget_app.locale import translate
from budget_app.locale.calendar import DATE_NAMES
from budget_app.services.calendars import update_calendar
from budget_app.services.call_rules import choose_call_rules, find_call_rules
from budget_app.ui.desk.fields import Spots, ask_moment, ask_reason
from budget_app.ui.desk.flow import show_success, succeed
from budget_app.ui.html import show, text
from budget_app.ui.opener import OpenPage
from budget_app.ui.words import _, language

_DATES = ("proposals_from", "review_from", "decisions_at", "appeals_until")
_DAYS_BEFORE_VOTE = dict(zip(_DATES, (120, 80, 30, 15), strict=True))


def _usual(calendar: Calendar, name: str) -> datetime:
    """A date of the call as it stands, or one that leaves time for what follows."""
    known: datetime | None = getattr(calendar, name)
    if known is not None:
        return known
    day = (calendar.vote_opens_at - timedelta(days=_DAYS_BEFORE_VOTE[name])).astimezone(PARIS)
    return day.replace(hour=20 if name == "appeals_until" else 8, minute=0).astimezone(UTC)


def _split(calendar: Calendar, now: datetime) -> tuple[list[str], list[str]]:
    """What is told of the dates that are past, and the names of those that can still be chosen."""
    past = {name: time for name in _DATES if (time := getattr(calendar, name)) is not None and time <= now}
    told = [f"{translate(DATE_NAMES[name], language())} : {format_moment(time, language())}" for name, time in past.items()]
    return told, [name for name in _DATES if name not in past]


def _ask_dates(edition: Edition, page: OpenPage) -> None:
    gone, ahead = _split(edition.calendar, page.now)
    if gone:
        show(f"<ul>{''.join(f'<li>{text(line)}</li>' for line in gone)}</ul>")
    if not ahead:
        return
    spots = Spots()
    with st.form("call-dates", enter_to_submit=False):
        times: dict[str, datetime] = {}
        for name in ahead:
            times[name] = ask_moment(translate(DATE_NAMES[name], language()), _usual(edition.calendar, name), f"call-{name}")
            spots.under(name)
        spots.under("vote_opens_at")
        reason = ask_reason(edition, page.now, "call", spots)
        if not st.form_submit_button(_("Enregistrer les dates de l’appel")):
            return
    try:
        update_calendar(page.actor, edition.slug, replace(edition.calendar, **times), page.now, reason)
    except DomainError as error:
        spots.say(error)
        return
    succeed("call", _("Les dates de l’appel sont enregistrées."))


def _ask_lists(rules: CallRules, spots: Spots) -> dict[str, str]:
    said = {
        "criteria": st.text_area(
            _("Critères d’éligibilité : un par ligne, « nom : question »"),
            write_criteria(rules.criteria),
            key="call-criteria",
            height=220,
        )
    }
    spots.under("criteria")
    said["categories"] = st.text_area(
        _("Catégories : une par ligne"), "\n".join(rules.categories), key="call-categories", height=160
    )
    spots.under("categories")
    said["words_to_check"] = st.text_area(
        _("Mots à vérifier par la modération : un par ligne (facultatif)"),
        "\n".join(rules.words_to_check),
        key="call-words",
    )
    spots.under("words_to_check")
    return said


def _ask_numbers(rules: CallRules, spots: Spots) -> dict[str, int]:
    labels = {
        "proposals_each": _("Propositions par personne (0 : sans limite)"),
        "min_age": _("Âge minimal pour proposer"),
        "supports_needed": _("Soutiens nécessaires pour être soumis au vote (0 : aucun)"),
    }
    said: dict[str, int] = {}
    for name, label in labels.items():
        said[name] = int(st.number_input(label, min_value=0, value=getattr(rules, name), step=1, key=f"call-{name}"))
        spots.under(name)
    return said


def _ask_choices(rules: CallRules) -> CallRules:
    names = {
        Moderation.BEFORE: _("Avant la publication"),
        Moderation.AFTER: _("Après la publication"),
    }
    options = list(names)
    moderation = st.selectbox(
        _("Quand la mairie lit-elle les propositions et les commentaires ?"),
        options,
        index=options.index(rules.moderation),
        format_func=lambda value: names[value],
        key="call-moderation",
    )
    comments = st.checkbox(_("Les habitants peuvent commenter"), rules.comments, key="call-comments")
    return replace(rules, moderation=moderation or rules.moderation, comments=comments)


def _ask_rules(edition: Edition, page: OpenPage) -> None:
    rules, spots = find_call_rules(edition.slug), Spots()
    with st.form("call-rules", enter_to_submit=False):
        lists = _ask_lists(rules, spots)
        cap = st.text_input(
            _("Coût maximal d’un projet, en euros (vide : aucun)"),
            typed_money(rules.cost_cap) if rules.cost_cap else "",
            key="call-cap",
            max_chars=20,
        )
        spots.under("cost_cap")
        numbers, chosen = _ask_numbers(rules, spots), _ask_choices(rules)
        if not st.form_submit_button(_("Enregistrer les règles de l’appel"), type="primary"):
            return
    try:
        made = replace(
            chosen,
            criteria=parse_criteria(lists["criteria"], rules.criteria),
            categories=parse_lines(lists["categories"]),
            words_to_check=parse_lines(lists["words_to_check"]),
            cost_cap=parse_money(cap, "cost_cap") if cap.strip() else 0,
            proposals_each=numbers["proposals_each"],
            min_age=numbers["min_age"],
            supports_needed=numbers["supports_needed"],
        )
        choose_call_rules(page.actor, edition.slug, made, page.now)
    except DomainError as error:
        spots.say(error)
        return
    succeed("call", _("Les règles de l’appel sont enregistrées."))


def draw(edition: Edition, page: OpenPage) -> None:
    """The section; the rules are only told once the call has opened."""
    show_success("call")
    opens = edition.calendar.proposals_from
    if opens is None:
        show(
            f"<p>{text(_('Cette édition n’a pas encore d’appel à projets : enregistrez ses dates pour en faire un.'))}</p>"
        )
    _ask_dates(edition, page)
    if opens is not None and page.now >= opens:
        show(f'<p class="soft">{text(_("L’appel est ouvert : ses règles ne changent plus."))}</p>')
        return
    show(f"<h2>{text(_('Règles de l’appel'))}</h2>")
    _ask_rules(edition, page)
