"""The form of the simulator: the rule of the vote, of which one may change what one likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from budget_app.domain.allocation.descriptor import Leftover, Method, Rule, Shares, WhenFull
from budget_app.domain.money import parse_money, typed_money
from budget_app.domain.result import ResultView
from budget_app.ui.desk.fields import Spots
from budget_app.ui.desk.rule_fields import Asked, ask_method, ask_shares, ask_thresholds, ask_when_full, methods_for
from budget_app.ui.words import _


def _methods(result: ResultView) -> tuple[Method, ...]:
    """Equal Shares look at ballots one by one: they are offered where the ballots were opened."""
    known = result.allocation.election is not None
    return tuple(m for m in methods_for(result.limits.kind) if known or m is not Method.EQUAL_SHARES)


def ask_simulated_method(result: ResultView) -> Method:
    """Outside the form, whose fields depend on it."""
    methods = _methods(result)
    return ask_method(result.allocation.rule, methods) if len(methods) > 1 else methods[0]


def _ends(official: Rule, shares: Shares | None, asked: WhenFull) -> dict[str, Any]:
    """What happens to what does not fit and to what is left; Equal Shares alone look at neither."""
    by_votes_too = shares is None or shares.fill or shares.compare is not None
    full = asked if by_votes_too else WhenFull.SKIP
    return {"when_full": full, "leftover": official.leftover if full is official.when_full else Leftover.RETURNED}


def ask_simulated_rule(result: ResultView, method: Method) -> Callable[[], Rule]:
    """Draws the fields; the rule that they say, when it is asked for, may be refused (InvalidInputError)."""
    official, spots = result.allocation.rule, Spots()
    budget = st.text_input(_("Budget en euros"), typed_money(official.budget), key="simulated-budget", max_chars=20)
    asked = Asked(method, official.count, None)
    thresholds = ask_thresholds(official, asked, spots)
    shares = ask_shares(official, asked, spots)
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
