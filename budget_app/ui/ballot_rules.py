"""What a ballot of an edition may say, in a sentence for voters."""

from __future__ import annotations

from budget_app.domain.ballot_kind import BallotKind
from budget_app.domain.edition import VotingRules
from budget_app.ui.words import _


def rules_sentence(rules: VotingRules) -> str:
    """The rules of the ballot."""
    if rules.kind is BallotKind.SINGLE:
        return _("Vous choisissez un projet.")
    if rules.kind is BallotKind.KNAPSACK:
        return _("Vous choisissez des projets tant que leurs coûts tiennent ensemble dans le budget.")
    if rules.kind is BallotKind.POINTS:
        return _(
            "Vous répartissez {points} points, {each} au plus par projet.", points=rules.points, each=rules.points_each
        )
    if rules.kind is BallotKind.GRADES:
        return _("Vous donnez une mention à chaque projet : très bien, bien, passable ou à rejeter.")
    if rules.kind is BallotKind.RANKING:
        return _("Vous classez de {least} à {most} projets.", least=rules.min_choices, most=rules.max_choices)
    if rules.per_district:
        return _(
            "Vous pouvez choisir de {least} à {most} projets par quartier.",
            least=rules.min_choices,
            most=rules.max_choices,
        )
    return _("Vous pouvez choisir de {least} à {most} projets.", least=rules.min_choices, most=rules.max_choices)
