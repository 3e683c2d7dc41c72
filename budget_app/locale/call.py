"""Sentences about proposals and the call for projects: a refusal's code, what happened and what to do."""

from __future__ import annotations

CALL_SENTENCES = {
    "call-not-open": "L’appel à projets n’est pas encore ouvert.",
    "call-closed": "L’appel à projets est clos. Votre brouillon est gardé, mais il ne peut plus être envoyé.",
    "proposal-unknown": "Cette proposition n’existe pas, ou elle n’est pas publique.",
    "proposal-not-yours": "Seules les personnes qui ont écrit une proposition peuvent la changer.",
    "proposal-final": "Cette proposition a été retirée ou fusionnée : elle ne peut plus être changée.",
    "paper-proposals-too-many": "Cette personne a déjà {limit} propositions, et c’est la limite de cette édition.",
    "proposals-too-many": "Vous avez déjà {limit} propositions, et c’est la limite de cette édition.",
    "draft-changed-elsewhere": (
        "Cette proposition a été changée dans une autre fenêtre, ou par quelqu’un d’autre. Comparez les deux textes, "
        "puis enregistrez de nouveau."
    ),
    "merge-numbers": (
        "Donnez deux numéros ou plus, chacun une fois : la proposition gardée d’abord, puis {limit} autres au plus."
    ),
    "merge-state": (
        "La proposition n° {number} ne peut pas être réunie : elle n’est pas publique, elle est déjà décidée, ou ses "
        "auteurs sont déjà interrogés."
    ),
    "merge-unknown": "Cette demande n’attend pas votre réponse, ou elle a pris fin.",
    "parent-not-agreed": (
        "Un parent doit d’abord donner son accord : il a reçu un lien par courriel, ou il signe le formulaire papier."
    ),
    "co-author-twice": "Cette personne signe déjà la proposition, ou elle y est déjà invitée.",
    "co-authors-too-many": "Il y a déjà {limit} personnes invitées, et c’est le plus que l’on puisse inviter.",
    "co-author-mails": "Cette adresse a déjà reçu {limit} invitations en un jour. Recommencez demain.",
    "invitation-unknown": "Cette invitation n’est pas à votre adresse, ou vous y avez déjà répondu.",
    "consent-link-invalid": (
        "Ce lien n’est pas valable, ou il a déjà servi. Copiez-le en entier, ou demandez que l’on vous en envoie un "
        "autre."
    ),
    "draft-missing": "Il n’y a pas de changement à envoyer.",
    "sign-in-first": "Connectez-vous, ou créez un compte, pour proposer un projet.",
    "links-too-many": "Il y a trop de liens : {limit} au plus.",
    "link-invalid": "Un lien commence par https:// et ne contient pas d’espace.",
    "files-too-many": "Il y a trop de fichiers : {limit} au plus.",
    "category-unknown": "Choisissez une catégorie de la liste.",
    "place-missing": "Dites où cela se passe : une adresse, ou un point sur la carte.",
    "cost-over-cap": "Ce coût dépasse le plafond de l’édition. Réduisez le projet, ou laissez le coût vide.",
    "alt-missing": "Dites en quelques mots ce que montre chaque photo, pour les personnes qui ne la voient pas.",
    "supports-not-asked": "Cette édition ne demande pas de soutiens.",
    "support-own": "Vous avez écrit cette proposition : votre soutien va de soi.",
    "comments-closed": "Cette édition n’a pas de commentaires.",
    "comments-too-many": "Vous avez déjà écrit {limit} commentaires en un jour. Revenez demain.",
    "comment-unknown": "Ce commentaire n’existe pas, ou n’est plus visible.",
    "flag-twice": "Vous avez déjà signalé cela : la mairie va regarder.",
    "flags-too-many": "Vous avez déjà fait {limit} signalements en un jour. Revenez demain.",
    "flag-unknown": "Ce signalement n’existe pas.",
    "moderation-own": "Vous avez écrit cette proposition : quelqu’un d’autre doit la modérer.",
    "moderation-state": "Cette proposition a changé d’état entre-temps. Rechargez la page.",
    "call-rules-frozen": "L’appel à projets est ouvert : ses règles ne changent plus.",
    "criteria-count": "Il faut au moins un critère, et {limit} au plus.",
    "criteria-twice": "Deux critères ont le même code.",
    "criterion-unnamed": "Chaque critère a besoin d’un nom.",
    "categories-count": "Il faut un nom à chaque catégorie, et {limit} catégories au plus.",
    "categories-twice": "Deux catégories ont le même nom.",
    "number-invalid": "Ce nombre doit être compris entre 0 et {limit}.",
    "grid-incomplete": "Il faut une réponse à chaque critère.",
    "appeal-not-yours": "Seules les personnes qui ont fait cette proposition peuvent déposer un recours.",
    "appeal-not-refused": "Cette proposition n’est pas refusée : il n’y a rien à contester.",
    "appeal-twice": "Un recours a déjà été déposé pour cette proposition : il ne peut y en avoir qu’un.",
    "appeal-too-late": "Le délai des recours est passé.",
    "decisions-not-released": "Ces propositions n’ont pas encore de décision publique : {numbers}.",
    "appeals-open": "Un recours attend sa décision définitive pour ces propositions : {numbers}.",
    "appeals-still-possible": (
        "Ces refus peuvent encore faire l’objet d’un recours : {numbers}. Attendez la fin du délai."
    ),
    "admitted-cost-missing": "Ces propositions sont admises sans coût d’investissement : {numbers}.",
    "admitted-none": "Aucune proposition n’est admise : il n’y a rien à reprendre.",
    "project-from-proposal": (
        "Ce projet vient d’une proposition admise : il reste tel qu’il a été décidé, et ne se change ni ne se retire "
        "ici."
    ),
    "decisions-not-yet": "Les décisions ne sont pas encore publiques.",
    "decision-unknown": "Cette décision n’existe pas, ou elle n’est pas encore publique.",
    "grid-reason-missing": "Dites pourquoi ce critère n’est pas rempli, ou pourquoi il ne s’applique pas.",
}
