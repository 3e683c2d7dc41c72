"""What an organiser says of a rule, field by field, and the rule that it makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from budget_app.domain.allocation.descriptor import (
    MAX_SEED,
    Count,
    Dividing,
    Envelope,
    Envelopes,
    EnvelopesLeft,
    Leftover,
    Method,
    Rule,
    Satisfaction,
    Shares,
    Step,
    StepUnit,
    WhenFull,
)
from budget_app.domain.ballot_kind import GRADE_NAMES, BallotKind
from budget_app.domain.money import parse_money, typed_money
from budget_app.domain.project import ProjectView
from budget_app.locale import translate
from budget_app.ui.desk.fields import Spots
from budget_app.ui.words import _, language

_Choice = TypeVar("_Choice", bound=StrEnum)
_BANDS = 3
USUAL_SHARES = Shares(Satisfaction.COST, Step(1, StepUnit.PERCENT), fill=True, compare=None)
FIELD_OF = {
    "rule-seed": "seed",
    "rule-incompatible": "incompatible",
    "rule-project-unknown": "incompatible",
    "rule-place-unknown": "envelopes",
    "rule-envelopes": "envelopes",
    "rule-envelopes-sum": "envelopes",
    "rule-bands": "envelopes",
    "rule-leftover": "leftover",
    "rule-percent-of-points": "threshold_percent",
    "rule-satisfaction": "satisfaction",
}
"""At which field each refusal of a rule is said."""


@dataclass(frozen=True)
class Asked:
    """What is chosen first, because the other fields depend on it."""

    method: Method
    count: Count
    by: Dividing | None


def methods_for(kind: BallotKind) -> tuple[Method, ...]:
    """The rules that make sense with ballots of ``kind``."""
    if kind is BallotKind.GRADES:
        return (Method.MAJORITY_JUDGMENT,)
    return (Method.BY_VOTES,) if kind is BallotKind.SINGLE else (Method.BY_VOTES, Method.EQUAL_SHARES)


def method_name(method: Method) -> str:
    """What a rule is called."""
    return {
        Method.BY_VOTES: _("Dans l’ordre des votes"),
        Method.EQUAL_SHARES: _("En parts égales"),
        Method.MAJORITY_JUDGMENT: _("Par jugement majoritaire"),
    }[method]


def _choose(label: str, names: dict[_Choice, str], present: _Choice, key: str) -> _Choice:
    """One of the names; the present one where it is among them."""
    options = list(names)
    index = options.index(present) if present in options else 0
    return st.selectbox(label, options, index=index, format_func=lambda value: names[value], key=key) or options[0]


def _ask_dividing(rule: Rule, projects: Sequence[ProjectView]) -> Dividing | None:
    names = {"": _("Une seule enveloppe pour toute la ville"), Dividing.COST.value: _("Une enveloppe par taille de coût")}
    if any(project.district for project in projects):
        names[Dividing.DISTRICT.value] = _("Une enveloppe par quartier")
    if any(project.category for project in projects):
        names[Dividing.CATEGORY.value] = _("Une enveloppe par thème")
    present = rule.envelopes.by.value if rule.envelopes else ""
    options = list(names)
    chosen = st.selectbox(
        _("Comment le budget est-il divisé ?"),
        options,
        index=options.index(present) if present in options else 0,
        format_func=lambda value: names[value],
        key="rule-dividing",
    )
    return Dividing(chosen) if chosen else None


def ask_method(rule: Rule, methods: Sequence[Method]) -> Method:
    """One of ``methods``."""
    names = {method: method_name(method) for method in methods}
    return _choose(_("Comment les projets sont-ils choisis ?"), names, rule.method, "rule-method")


def ask_first(rule: Rule, kind: BallotKind, projects: Sequence[ProjectView]) -> Asked:
    """Outside the form, whose fields depend on these."""
    method = ask_method(rule, methods_for(kind))
    count = Count.CHOICES
    if kind in (BallotKind.POINTS, BallotKind.RANKING):
        counts = {
            Count.POINTS: _("la somme de ses points (d’un classement : les points de Borda)"),
            Count.CHOICES: _("le nombre de bulletins qui le nomment"),
        }
        count = _choose(_("Les votes d’un projet sont"), counts, rule.count, "rule-count")
    by = None if method is Method.EQUAL_SHARES else _ask_dividing(rule, projects)
    return Asked(method, count, by)


def _number(label: str, least: int, most: int, present: int, key: str, spots: Spots) -> int:
    given = st.number_input(label, least, most, min(max(present, least), most), key=f"rule-{key}")
    spots.under(key)
    return int(given)


def ask_thresholds(rule: Rule, asked: Asked, spots: Spots) -> dict[str, int]:
    """What a project needs at least; by the name of the rule's member."""
    if asked.method is Method.MAJORITY_JUDGMENT:
        names = [translate(name, language()) for name in GRADE_NAMES]
        lowest = st.selectbox(
            _("Mention qu’il faut au moins"),
            range(len(names)),
            index=rule.lowest_grade,
            format_func=lambda grade: names[grade],
            key="rule-lowest-grade",
        )
        return {"threshold_votes": 0, "threshold_percent": 0, "lowest_grade": lowest or 0}
    votes = _number(_("Votes qu’il faut au moins"), 0, 10**9, rule.threshold_votes, "threshold_votes", spots)
    percent = 0
    if asked.count is Count.CHOICES:
        label = _("Part des bulletins qu’il faut au moins, en %")
        percent = _number(label, 0, 100, rule.threshold_percent, "threshold_percent", spots)
    return {"threshold_votes": votes, "threshold_percent": percent, "lowest_grade": 0}


def _ask_amount(label: str, present: int | None, key: str) -> str:
    """An amount as typed; empty where there is none."""
    return st.text_input(label, "" if present is None else typed_money(present), key=f"rule-{key}", max_chars=20).strip()


def _ask_places(rule: Rule, by: Dividing, places: Sequence[str]) -> Callable[[], tuple[Envelope, ...]]:
    same = rule.envelopes if rule.envelopes and rule.envelopes.by is by else None
    known = {name: pot.amount for pot in (same.pots if same else ()) for name in pot.holds}
    typed = [
        _ask_amount(_("Enveloppe de « {name} », en euros", name=place), known.get(place), f"pot-{by}-{place}")
        for place in places
    ]
    return lambda: tuple(
        Envelope(place, parse_money(amount, "envelopes"), (place,))
        for place, amount in zip(places, typed, strict=True)
        if amount
    )


def _ask_band(number: int, known: Envelope | None) -> tuple[str, str]:
    left, right = st.columns(2)
    with left:
        label = _("Taille {number} : coût d’un projet au plus, en euros", number=number)
        limit = _ask_amount(label, known.up_to if known else None, f"limit-{number}")
    with right:
        label = _("Taille {number} : enveloppe, en euros", number=number)
        amount = _ask_amount(label, known.amount if known else None, f"band-{number}")
    return limit, amount


def _ask_bands(rule: Rule) -> Callable[[], tuple[Envelope, ...]]:
    same = rule.envelopes.pots if rule.envelopes and rule.envelopes.by is Dividing.COST else ()
    typed = [
        (number, *_ask_band(number, same[number - 1] if len(same) >= number else None))
        for number in range(1, _BANDS + 1)
    ]
    return lambda: tuple(
        Envelope(
            _("Taille {number}", number=number),
            parse_money(amount, "envelopes"),
            up_to=parse_money(limit, "envelopes"),
        )
        for number, limit, amount in typed
        if limit or amount
    )


def _ask_envelopes(rule: Rule, by: Dividing | None, projects: Sequence[ProjectView]) -> Callable[[], Envelopes | None]:
    """Draws the fields; what they say, when it is asked for, may be refused."""
    if by is None:
        return lambda: None
    places = sorted({p.district if by is Dividing.DISTRICT else p.category for p in projects} - {""})
    pots = _ask_bands(rule) if by is Dividing.COST else _ask_places(rule, by, places)
    lefts = {
        EnvelopesLeft.TOWN_WIDE: _("va aux projets de toute la ville"),
        EnvelopesLeft.KEPT: _("ne va à aucune autre enveloppe"),
    }
    present = rule.envelopes.left if rule.envelopes else EnvelopesLeft.TOWN_WIDE
    left = _choose(_("Ce qu’une enveloppe laisse"), lefts, present, "rule-envelopes-left")
    return lambda: Envelopes(by, pots(), left)


def ask_shares(present: Shares | None, asked: Asked, spots: Spots) -> Shares | None:
    """What Equal Shares need besides, ``present`` at first; None for another rule."""
    if asked.method is not Method.EQUAL_SHARES:
        return None
    known = present or USUAL_SHARES
    satisfactions = {Satisfaction.COST: _("son coût")}
    if asked.count is Count.POINTS:
        satisfactions[Satisfaction.POINTS] = _("les points donnés")
        satisfactions[Satisfaction.COST_POINTS] = _("son coût multiplié par les points donnés")
    label = _("Un projet financé apporte à qui l’a choisi")
    satisfaction = _choose(label, satisfactions, known.satisfaction, "rule-satisfaction")
    spots.under("satisfaction")
    rise = known.step.amount if known.step else 0
    amount = _number(_("Pas de la montée des parts, en % de la part (0 : aucune montée)"), 0, 100, rise, "step", spots)
    fill = st.checkbox(_("Donner ce qui reste aux projets suivants, dans l’ordre des votes"), known.fill, key="rule-fill")
    compares = {
        "": _("aucune comparaison"),
        Method.EQUAL_SHARES.value: _("oui ; à égalité, les parts égales restent"),
        Method.BY_VOTES.value: _("oui ; à égalité, l’ordre des votes reste"),
    }
    options = list(compares)
    chosen = st.selectbox(
        _("Comparer avec l’ordre des votes : le résultat qui satisfait plus de votants l’emporte"),
        options,
        index=options.index(known.compare.value if known.compare else ""),
        format_func=lambda value: compares[value],
        key="rule-compare",
    )
    step = Step(amount, StepUnit.PERCENT) if amount else None
    return Shares(satisfaction, step, fill, Method(chosen) if chosen else None)


def ask_when_full(rule: Rule) -> WhenFull:
    """What happens when a project does not fit."""
    fulls = {
        WhenFull.SKIP: _("il est passé, et le suivant est essayé"),
        WhenFull.STOP: _("on s’arrête là"),
    }
    return _choose(_("Quand un projet n’entre plus dans ce qui reste"), fulls, rule.when_full, "rule-full")


def _ask_ends(rule: Rule, spots: Spots) -> tuple[WhenFull, Leftover]:
    """What happens when a project does not fit, and to what is left at the end."""
    full = ask_when_full(rule)
    leftovers = {
        Leftover.RETURNED: _("revient au budget de la commune"),
        Leftover.CARRIED_OVER: _("s’ajoute à l’édition suivante"),
        Leftover.FILLED: _("va, après un arrêt, aux projets suivants qui y entrent"),
    }
    leftover = _choose(_("Ce qui n’est pas dépensé"), leftovers, rule.leftover, "rule-leftover")
    spots.under("leftover")
    return full, leftover


def _ask_incompatible(rule: Rule, spots: Spots) -> tuple[tuple[str, ...], ...]:
    lines = "\n".join(", ".join(names) for names in rule.incompatible)
    typed = st.text_area(
        _("Projets incompatibles (facultatif) : une liste par ligne, par exemple 3, 7"), lines, key="rule-incompatible"
    )
    spots.under("incompatible")
    given = [line for line in typed.splitlines() if line.strip()]
    return tuple(tuple(name.strip() for name in line.replace(";", ",").split(",") if name.strip()) for line in given)


def ask_rest(rule: Rule, asked: Asked, projects: Sequence[ProjectView], spots: Spots) -> Callable[[], Rule]:
    """Draws the fields of the form; the rule they say, when it is asked for, may be refused (InvalidInputError)."""
    thresholds = ask_thresholds(rule, asked, spots)
    envelopes = _ask_envelopes(rule, asked.by, projects)
    spots.under("envelopes")
    shares = ask_shares(rule.shares, asked, spots)
    one = False
    if shares is None:
        one = st.checkbox(_("Un projet financé au plus par quartier"), rule.one_per_district, key="rule-one")
    full, leftover = _ask_ends(rule, spots)
    incompatible = _ask_incompatible(rule, spots)
    seed = st.text_input(
        _("Graine du tirage au sort, tirée en public (elle décide des dernières égalités)"),
        rule.seed,
        key="rule-seed",
        max_chars=MAX_SEED,
    )
    spots.under("seed")
    return lambda: Rule(
        method=asked.method,
        budget=rule.budget,
        seed=seed.strip(),
        count=asked.count,
        **thresholds,
        when_full=full,
        leftover=leftover,
        envelopes=envelopes(),
        one_per_district=one,
        incompatible=incompatible,
        shares=shares,
    )
