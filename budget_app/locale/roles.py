"""The names of roles, of what needs one, and of what the action log holds."""

from __future__ import annotations

from budget_app.domain.roles import Action, Role

ROLE_NAMES: dict[Role, str] = {
    Role.AGENT: "Agent",
    Role.REVIEWER: "Instructeur",
    Role.CHAIR: "Présidence du comité",
    Role.ORGANISER: "Organisation",
    Role.AUDITOR: "Contrôle",
    Role.ADMINISTRATOR: "Administration",
}
ACTION_NAMES: dict[Action, str] = {
    Action.MANAGE_ACCOUNTS: "Gérer les comptes du personnel",
    Action.READ_ACTION_LOG: "Lire le journal des actions",
    Action.MANAGE_EDITION: "Préparer et conduire une édition",
    Action.ENTER_PAPER_PROPOSAL: "Saisir une proposition sur papier",
    Action.MODERATE: "Modérer propositions et commentaires",
    Action.ASSIGN_REVIEWS: "Répartir les propositions à instruire",
    Action.REVIEW: "Instruire une proposition",
    Action.READ_REVIEWS: "Lire l’instruction",
    Action.READ_CONFLICTS: "Lire les conflits d’intérêts déclarés",
    Action.DECIDE: "Décider de la recevabilité",
    Action.RELEASE_DECISIONS: "Publier les décisions",
}
LOGGED: dict[str, str] = {
    "ask-co-author": "Cosignataire invité",
    "answer-invitation": "Réponse à une invitation",
    "remove-co-author": "Cosignataire retiré",
    "ask-merge": "Fusion demandée aux auteurs",
    "answer-merge": "Réponse à une fusion",
    "merge": "Propositions réunies",
    "withdraw-merge": "Demande de fusion retirée",
    "copy-edition": "Édition reprise",
    "invite-staff": "Accès donné au personnel",
    "change-roles": "Rôles changés",
    "close-staff": "Accès retiré",
    "add-note": "Note interne ajoutée",
    "appeal": "Recours déposé",
    "assign": "Proposition confiée",
    "assign-by-category": "Propositions confiées par thème",
    "choose-call-rules": "Règlement de l’appel choisi",
    "decide": "Décision signée",
    "declare-conflict": "Conflit d’intérêts déclaré",
    "hide": "Proposition masquée",
    "hide-comment": "Commentaire masqué",
    "publish": "Proposition publiée",
    "publish-comment": "Commentaire publié",
    "release-decisions": "Décisions publiées",
    "remind": "Rappels envoyés",
    "return-to-reviewers": "Instruction rendue aux instructeurs",
    "save-review": "Grille enregistrée",
    "enter-paper-proposal": "Proposition sur papier saisie",
    "send-proposal": "Proposition envoyée",
    "settle-flag": "Signalement traité",
    "show-again": "Proposition montrée de nouveau",
    "sign-review": "Grille signée",
    "take-admitted": "Propositions admises reprises au vote",
    "update-calendar": "Dates changées",
    "unassign": "Proposition retirée à un instructeur",
    "withdraw-proposal": "Proposition retirée",
}
