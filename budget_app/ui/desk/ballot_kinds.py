"""The kinds of ballots as an organiser chooses them: names, what they mean for secrecy, and their limits."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.ballot_kind import (
    MOST_POINTS_EACH,
    SMALLEST_OPENED_ROLL,
    BallotKind,
    Sealing,
    sealing_of,
)
from budget_app.domain.edition import VotingRules
from budget_app.ui.desk.fields import Spots
from budget_app.ui.html import show, text
from budget_app.ui.words import _


def kind_name(kind: BallotKind) -> str:
    """What a kind of ballot is called."""
    names = {
        BallotKind.APPROVAL: _("Choisir plusieurs projets"),
        BallotKind.SINGLE: _("Choisir un seul projet"),
        BallotKind.KNAPSACK: _("Choisir des projets dont les coûts tiennent dans le budget"),
        BallotKind.POINTS: _("Répartir des points"),
        BallotKind.GRADES: _("Donner une mention à chaque projet (jugement majoritaire)"),
        BallotKind.RANKING: _("Classer des projets"),
    }
    return names[kind]


def secrecy(sealing: Sealing) -> str:
    """What is decrypted, and what that means for the secrecy of each ballot, in plain words."""
    if sealing is Sealing.TOTALS:
        return _("Seuls les totaux sont déchiffrés : aucun bulletin n’est jamais ouvert.")
    return _(
        "Les gardiens mélangent les bulletins, puis les ouvrent un par un : chacun est lu, personne ne sait de qui il "
        "est. Un bulletin très particulier peut pourtant être reconnu par qui l’avait annoncé. C’est refusé en dessous "
        "de {limit} votants.",
        limit=SMALLEST_OPENED_ROLL,
    )


def ask_kind() -> BallotKind:
    """The kind of ballot, with what it means; outside the form, whose fields depend on it."""
    kinds = list(BallotKind)
    kind = st.selectbox(_("Comment vote-t-on ?"), kinds, format_func=kind_name, key="new-kind") or kinds[0]
    show(f"<p>{text(secrecy(sealing_of(kind, ballots_needed=False)))}</p>")
    return kind


def _ask_numbers(kind: BallotKind, spots: Spots) -> tuple[int, int]:
    """How many projects a ballot chooses, at least and at most."""
    if kind is BallotKind.SINGLE:
        return 1, 1
    if kind in (BallotKind.POINTS, BallotKind.GRADES):
        return int(kind is BallotKind.POINTS), 1
    least, most = st.columns(2)
    highest = MOST_POINTS_EACH if kind is BallotKind.RANKING else 100
    usual = 30 if kind is BallotKind.KNAPSACK else 3
    minimum = least.number_input(_("Projets au moins par bulletin"), 0, 100, 1, key=f"new-min-{kind}")
    maximum = most.number_input(_("Projets au plus par bulletin"), 1, highest, min(usual, highest), key=f"new-max-{kind}")
    spots.under("max_choices")
    return int(minimum), int(maximum)


def _ask_points(kind: BallotKind, spots: Spots) -> tuple[int, int]:
    """Points of a ballot, and how many of them one project can be given."""
    if kind is not BallotKind.POINTS:
        return 0, 0
    total, each = st.columns(2)
    points = total.number_input(_("Points à répartir par bulletin"), 1, 100, 5, key="new-points")
    points_each = each.number_input(_("Points au plus pour un projet"), 1, MOST_POINTS_EACH, 3, key="new-points-each")
    spots.under("points_each")
    return int(points), int(points_each)


def ask_rules(kind: BallotKind, spots: Spots) -> VotingRules:
    """The voting rules of an edition whose ballots are of this kind."""
    minimum, maximum = _ask_numbers(kind, spots)
    points, points_each = _ask_points(kind, spots)
    per_district = kind is BallotKind.APPROVAL and st.checkbox(
        _("Compter ces choix par quartier : autant dans chacun"), False, key="new-per-district"
    )
    blank = st.checkbox(_("Permettre le vote blanc"), True, key="new-blank")
    revote = st.checkbox(_("Permettre de revoter jusqu’à la clôture"), True, key="new-revote")
    return VotingRules(minimum, maximum, blank, revote, kind, points, points_each, per_district)
