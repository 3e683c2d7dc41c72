"""The register of decisions for programs: isoloir-decisions-1 (docs/decisions-register.md)."""

from __future__ import annotations

from datetime import UTC, datetime

from budget_app.domain.decision_register import Entry, Figures, Register
from budget_app.domain.notice import Decision, paper_path

FORMAT = "isoloir-decisions-1"


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _decision(decision: Decision, slug: str, base_url: str) -> dict[str, object]:
    cost = decision.cost
    return {
        "number": decision.number,
        "round": decision.round,
        "verdict": decision.verdict,
        "criteria": [{"code": one.code, "mark": one.mark, "reason": one.why} for one in decision.reasons],
        "investment_cents": cost.investment,
        "running_cents_per_year": cost.running,
        "cost_explanation": cost.explanation,
        "cost_sources": cost.sources,
        "decided_at": _moment(decision.decided_at),
        "released_at": _moment(decision.released_at),
        "notice": base_url + paper_path(slug, decision.number),
    }


def _entry(entry: Entry, slug: str, base_url: str) -> dict[str, object]:
    return {
        "proposal": entry.proposal,
        "title": entry.title,
        "category": entry.category,
        "district": entry.district,
        "sent_at": _moment(entry.sent_at),
        "verdict": entry.in_force.verdict,
        "appealed_at": _moment(entry.appealed_at),
        "decisions": [_decision(decision, slug, base_url) for decision in entry.decisions],
    }


def _figures(figures: Figures) -> dict[str, object]:
    return {
        "received": figures.received,
        "by_state": {str(state): count for state, count in figures.states},
        "admitted": figures.admitted,
        "refused": figures.refused,
        "refused_by_criterion": {criterion.code: count for criterion, count in figures.failed},
        "median_days": figures.median_days,
        "longest_days": figures.longest_days,
        "appeals": figures.appeals,
        "appeals_open": figures.appeals_open,
        "appeals_succeeded": figures.appeals_succeeded,
    }


def register_as_json(register: Register, base_url: str) -> dict[str, object]:
    """The register as members of JSON: money in cents, times in UTC (ISO 8601), whole addresses."""
    return {
        "format": FORMAT,
        "town": register.town,
        "edition": register.edition,
        "slug": register.slug,
        "appeals_until": _moment(register.appeals_until),
        "ballot_order_seed": register.seed,
        "criteria": [{"code": one.code, "name": one.name, "question": one.question} for one in register.criteria],
        "figures": _figures(register.figures),
        "proposals": [_entry(entry, register.slug, base_url) for entry in register.entries],
    }
