"""The form of a grid and a cost estimate, for a reviewer and for the chair."""

from __future__ import annotations

import streamlit as st

from budget_app.domain.call_rules import CallRules
from budget_app.domain.errors import DomainError
from budget_app.domain.money import parse_money, typed_money
from budget_app.domain.project import MAX_TEXT
from budget_app.domain.review import CostEstimate, Grid, Mark, MarkedCriterion
from budget_app.ui.desk.fields import Spots
from budget_app.ui.review.words import mark_name
from budget_app.ui.words import _


class GridForm:
    """What was typed in a form of the desk; ``name`` keeps its fields apart from those of another form."""

    def __init__(self, name: str, rules: CallRules, grid: Grid | None, estimate: CostEstimate | None) -> None:
        self.spots = Spots()
        self._rules = rules
        known = {mark.code: mark for mark in grid.marks} if grid else {}
        self._marks = {item.code: self._ask(name, item.code, known.get(item.code)) for item in rules.criteria}
        self._ask_costs(name, estimate)

    def _ask(self, name: str, code: str, known: MarkedCriterion | None) -> tuple[Mark | None, str]:
        criterion = next(item for item in self._rules.criteria if item.code == code)
        marks = list(Mark)
        label = f"{criterion.name} – {criterion.question}" if criterion.question else criterion.name
        mark = st.radio(
            label,
            marks,
            index=marks.index(known.mark) if known else None,
            format_func=mark_name,
            horizontal=True,
            key=f"{name}-criterion-{code}",
        )
        reason = st.text_area(
            _("Raison : {criterion}", criterion=criterion.name),
            known.reason if known else "",
            key=f"{name}-criterion-{code}-reason",
            max_chars=MAX_TEXT,
            height=68,
        )
        self.spots.under(f"criterion-{code}")
        return mark, reason

    def _ask_costs(self, name: str, known: CostEstimate | None) -> None:
        self._costs = {}
        for field, label in (
            ("investment", _("Investissement, en euros")),
            ("running", _("Fonctionnement par an, en euros")),
        ):
            typed = typed_money(getattr(known, field)) if known else ""
            self._costs[field] = st.text_input(label, typed, key=f"{name}-{field}", max_chars=20)
            self.spots.under(field)
        self._said = {}
        for field, label in (
            ("explanation", _("Comment ce coût est estimé")),
            ("sources", _("Sources (facultatif)")),
        ):
            typed = getattr(known, field) if known else ""
            self._said[field] = st.text_area(label, typed, key=f"{name}-{field}", max_chars=MAX_TEXT, height=68)
            self.spots.under(field)
        self.spots.under("grid")

    def say(self, error: DomainError) -> None:
        """Says a refusal at its field; a criterion and a cost may have one name."""
        of_criterion = error.code == "grid-reason-missing"
        self.spots.say(error, f"criterion-{error.facts['field']}" if of_criterion else None)

    @property
    def grid(self) -> Grid:
        """The criteria that were marked."""
        marks = self._marks.items()
        return Grid(tuple(MarkedCriterion(code, mark, why.strip()) for code, (mark, why) in marks if mark is not None))

    def estimate(self) -> CostEstimate:
        """The costs; empty ones are none. Raises InvalidInputError ``money-malformed`` at the field."""
        cents = {name: parse_money(typed, name) if typed.strip() else 0 for name, typed in self._costs.items()}
        return CostEstimate(cents["investment"], cents["running"], self._said["explanation"], self._said["sources"])
