"""What kinds of ballots and invalid ballots are called, in French: pages and printed documents say the same."""

from __future__ import annotations

from budget_app.domain.allocation.outcome import Reason
from budget_app.domain.ballot_kind import BallotKind, Sealing

KINDS = {
    BallotKind.APPROVAL: "Choix de plusieurs projets",
    BallotKind.SINGLE: "Choix d’un projet",
    BallotKind.KNAPSACK: "Choix de projets dont les coûts tiennent dans le budget",
    BallotKind.POINTS: "Points",
    BallotKind.GRADES: "Mentions (jugement majoritaire)",
    BallotKind.RANKING: "Classement (points de Borda)",
}
REASONS = {
    Reason.FUNDED: "Financé",
    Reason.BELOW_THRESHOLD: "Pas assez de votes",
    Reason.BELOW_GRADE: "Mention trop basse",
    Reason.INCOMPATIBLE: "Incompatible avec un projet financé",
    Reason.DISTRICT_SERVED: "Un autre projet du quartier est financé",
    Reason.DOES_NOT_FIT: "N’entrait plus dans ce qui restait",
    Reason.AFTER_STOP: "Vient après l’arrêt",
    Reason.CANNOT_PAY: "Ses votants ne pouvaient pas le payer",
}
"""Why a project is funded or not, in a few words."""
SEALINGS = {
    Sealing.TOTALS: "Seuls les totaux ont été déchiffrés.",
    Sealing.OPENED: "Les bulletins ont été mélangés, puis ouverts un par un.",
}
CHANNELS = {"online": "en ligne"}
"""By which ways ballots come."""
INVALID_REASONS = {
    "ballot-too-few": "Trop peu de projets choisis",
    "ballot-too-many": "Trop de projets choisis",
    "ballot-over-budget": "Les projets choisis ne tiennent pas dans le budget",
    "ballot-points": "Trop de points donnés",
    "ballot-ranks": "Un rang manque ou revient deux fois",
    "ballot-blank": "Vote blanc, que la règle ne permet pas",
    "ballot-unreadable": "Bulletin écrit autrement que l’isoloir ne l’écrit",
}
