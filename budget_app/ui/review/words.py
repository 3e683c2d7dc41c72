"""Words of the review desk: stages, marks, members."""

from __future__ import annotations

from datetime import datetime

from budget_app.domain.dates import PARIS, format_day
from budget_app.domain.review import Mark, Verdict
from budget_app.services.review_desk import Stage
from budget_app.ui.words import _, language


def stage_name(stage: Stage) -> str:
    """Where a proposal stands."""
    return {
        Stage.TO_ASSIGN: _("À attribuer"),
        Stage.IN_REVIEW: _("En examen"),
        Stage.TO_DECIDE: _("À décider"),
        Stage.DECIDED: _("Décidée, à annoncer"),
        Stage.RELEASED: _("Annoncée"),
    }[stage]


def mark_name(mark: Mark) -> str:
    """What a reviewer found of a criterion."""
    return {Mark.MET: _("Rempli"), Mark.NOT_MET: _("Non rempli"), Mark.NOT_APPLICABLE: _("Sans objet")}[mark]


def verdict_name(verdict: Verdict) -> str:
    """What a review proposes, or a decision says."""
    return {Verdict.ADMITTED: _("Admise"), Verdict.REFUSED: _("Refusée")}[verdict]


def member_name(account_id: int, name: str) -> str:
    """A member's name; their number for those who may not know it."""
    return name or _("Membre n° {number}", number=account_id)


def day_of(moment: datetime | None) -> str:
    """The day in Paris, or nothing."""
    return "" if moment is None else format_day(moment.astimezone(PARIS).date(), language())
