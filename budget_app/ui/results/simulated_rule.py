"""The form of the simulator: the rule of the vote, of which one may change what one likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from budget_app.domain.allocation.descriptor import Leftover, Method, Rule, Shares, Step, StepUnit, WhenFull
from budget_app.domain.allocation.simulation import least_step
from budget_app.domain.money import parse_money, typed_money
from budget_app.domain.result import ResultView
from budget_app.ui.desk.fields import Spots
from budget_app.ui.desk.rule_fields import (
    USUAL_SHARES,
    Asked,
    ask_method,
    ask_shares,
    ask_thresholds,
    ask_when_full,
    methods_for,
)
from budget_app.ui.html import show, text
from budget_app.ui.words import _


def _methods(result: ResultView) -> tuple[Method, ...]:
    """Equal Shares look at ballots one by one: they are offered where the ballots were opened."""
    known = result.allocation.election is not None
    return tuple(m for m in methods_for(result.limits.kind) if known or m is not Method.EQUAL_SHARES)


def ask_simulated_method(result: ResultView) -> Method:
    """Outside the form, whose fields depend on it."""
    methods = _methods(result)
    return ask_method(result.allocation.rule, methods) if len(methods) > 1 else methods[0]


def _shares_to_try(result: ResultView) -> Shares:
    """Those of the vote, or the usual ones; with so many ballots that it matters, they rise in larger steps."""
    shares = result.allocation.rule.shares or USUAL_SHARES
    least = least_step(result.allocation.election)
    if shares.step is None or (shares.step.unit is StepUnit.PERCENT and shares.step.amount >= least):
        return shares
    return replace(shares, step=Step(least, StepUnit.PERCENT))


def _ends(official: Rule, shares: Shares | None, asked: WhenFull) -> dict[str, Any]:
    """What happens to what does not fit and to what is left; Equal Shares alone look at neither."""
    by_votes_too = shares is None or shares.fill or shares.compare is not None
    full = asked if by_votes_too else WhenFull.SKIP
    return {"when_full": full, "leftover": official.leftover if full is official.when_full else Leftover.RETURNED}


def _larger_steps(least: int) -> str:
    return _(
        "Avec tant de bulletins, le simulateur propose de faire monter les parts d’au moins {least} % à chaque pas : de plus "
        "petits pas demanderaient trop de calcul, et le résultat du vote peut en différer.",
        least=least,
    )


def ask_simulated_rule(result: ResultView, method: Method) -> Callable[[], Rule]:
    """Draws the fields; the rule that they say, when it is asked for, may be refused (InvalidInputError)."""
    official, spots = result.allocation.rule, Spots()
    budget = st.text_input(_("Budget en euros"), typed_money(official.budget), key="simulated-budget", max_chars=20)
    asked = Asked(method, official.count, None)
    thresholds = ask_thresholds(official, asked, spots)
    shares = ask_shares(_shares_to_try(result), asked, spots)
    if shares is not None and least_step(result.allocation.election) > 1:
        show(f'<p class="soft">{text(_larger_steps(least_step(result.allocation.election)))}</p>')
    full = ask_when_full(official)
    envelopes = official.envelopes if shares is None else None
    if envelopes is not None and not st.checkbox(_("Garder les enveloppes du vote"), True, key="simulated-envelopes"):
        envelopes = None

    decided: dict[str, Any] = {**thresholds, **_ends(official, shares, full)}
    return lambda: replace(
        official,
        method=method,
        budget=parse_money(budget, "budget"),
        shares=shares,
        envelopes=envelopes,
        one_per_district=official.one_per_district and shares is None,
        **decided,
    )
