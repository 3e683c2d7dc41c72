"""Fields that several sections ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from budget_app.domain.calendar_change import MAX_REASON, is_announced
from budget_app.domain.dates import PARIS, moment_of
from budget_app.domain.edition import Calendar, Edition, ElectionState
from budget_app.domain.errors import DomainError
from budget_app.services.calendars import list_calendar_changes
from budget_app.ui.words import _, refusal


class Spots:
    """The places of a form where a refusal is said: at the field that it names."""

    def __init__(self) -> None:
        self._spots: dict[str, DeltaGenerator] = {}

    def under(self, *fields: str) -> None:
        """Keeps a place here, below the fields of these names."""
        spot = st.empty()
        self._spots |= dict.fromkeys(fields, spot)

    def say(self, error: DomainError, field: str | None = None) -> None:
        """Says ``error`` at ``field`` or the field that it names, and here that something is to be mended.

        Wholly here when there is no such field.
        """
        spot = self._spots.get(str(field or error.facts.get("field")))
        if spot is None:
            st.error(refusal(error))
            return
        spot.error(refusal(error))
        st.warning(_("Rien n’est enregistré : corrigez le champ signalé ci-dessus."))


def ask_moment(label: str, default: datetime, key: str) -> datetime:
    """A day and a time of Europe/Paris, as a moment in UTC."""
    local = default.astimezone(PARIS)
    day_field, time_field = st.columns(2)
    day = day_field.date_input(_("{what} : jour", what=label), local.date(), key=f"{key}-day", format="DD/MM/YYYY")
    hour = time_field.time_input(
        _("{what} : heure", what=label), time(local.hour, local.minute), key=f"{key}-time", step=timedelta(minutes=15)
    )
    kept = (day, hour) == (local.date(), time(local.hour, local.minute))
    return default if kept else moment_of(day, hour)


def ask_calendar(default: Calendar, key: str) -> Calendar:
    """When the vote opens and closes; the other dates stay as they are."""
    opens = ask_moment(_("Ouverture du vote"), default.vote_opens_at, f"{key}-opens")
    return ask_closing(replace(default, vote_opens_at=opens), key)


def ask_closing(default: Calendar, key: str) -> Calendar:
    """When the vote closes; the other dates stay as they are."""
    return replace(default, vote_closes_at=ask_moment(_("Clôture du vote"), default.vote_closes_at, f"{key}-closes"))


def ask_reason(edition: Edition, now: datetime, key: str, spots: Spots) -> str:
    """Why announced dates change, which everyone will read; nothing is asked before they are announced."""
    is_set_up = edition.state is not ElectionState.PREPARATION
    if not is_announced(edition.calendar, vote_is_set_up=is_set_up, now=now):
        return ""
    published = len(list_calendar_changes(edition.slug))  # a new field after each: an old reason must not serve again
    said = st.text_area(
        _("Pourquoi ces dates changent-elles ? La raison sera publiée."),
        key=f"{key}-reason-{published}",
        max_chars=MAX_REASON,
    )
    spots.under("reason")
    return said


def usual_calendar(now: datetime) -> Calendar:
    """A vote of three weeks that opens in two months."""
    opens = (now + timedelta(days=60)).astimezone(PARIS).replace(hour=8, minute=0, second=0, microsecond=0)
    return Calendar(opens.astimezone(UTC), (opens + timedelta(days=21)).replace(hour=20).astimezone(UTC))
