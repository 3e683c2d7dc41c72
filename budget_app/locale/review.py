"""Sentences about reviews and decisions: a refusal's code, what happened and what to do."""

from __future__ import annotations

REVIEW_SENTENCES = {
    "proposal-not-reviewed": "Cette proposition n’est pas publiée : elle ne s’examine pas.",
    "review-not-open": "L’appel à projets n’est pas clos : cette proposition peut encore changer. Gardez un brouillon.",
    "review-barred": (
        "Vous avez écrit cette proposition, ou déclaré un conflit d’intérêts : vous n’avez pas part à son examen."
    ),
    "review-not-assigned": "Cette proposition ne vous est pas attribuée.",
    "review-signed": "Cet examen est signé : il ne change plus. Seule la présidence peut vous le rendre.",
    "review-changed-elsewhere": (
        "Cet examen a été changé dans une autre fenêtre. Ce que vous avez écrit est encore ici : copiez-le, rechargez "
        "la page et comparez."
    ),
    "reviewer-unknown": "Choisissez un membre du comité.",
    "reviewer-barred": (
        "Cette personne ne peut pas examiner cette proposition : elle l’a écrite, ou elle a déclaré un conflit "
        "d’intérêts."
    ),
    "reviewer-same": "Cette personne a pris part à la première décision : après un recours, quelqu’un d’autre examine.",
    "due-date-past": "Cette échéance est déjà passée.",
    "assignment-unknown": "Cette proposition n’est pas attribuée à cette personne.",
    "grid-unknown": "Cette grille n’est pas celle des critères de l’édition. Rechargez la page.",
    "decision-made": "La présidence a déjà décidé : cet examen ne change plus.",
    "decision-released": "Cette décision est publique : elle ne change plus.",
    "review-missing": "Il faut au moins un examen signé.",
    "chair-only-reviewer": (
        "Vous êtes la seule personne à avoir examiné cette proposition : il faut l’examen de quelqu’un d’autre."
    ),
    "chair-same": (
        "Vous avez pris part à la première décision : après un recours, quelqu’un d’autre décide. L’organisation peut "
        "donner le rôle de présidence à un autre compte."
    ),
    "refusal-without-criterion": "Un refus dit au moins un critère qui n’est pas rempli, et pourquoi.",
    "admission-with-unmet": "Un critère n’est pas rempli : la proposition ne peut pas être admise.",
    "admission-without-cost": "Donnez l’investissement : ce sera le prix du projet sur le bulletin.",
    "estimate-over-cap": "Ce coût dépasse le plafond de l’édition : la proposition ne peut pas être admise à ce prix.",
    "decisions-too-early": "La date d’annonce des décisions n’est pas encore venue.",
    "decisions-missing": "Il manque la décision de ces propositions : {numbers}.",
    "decisions-none": "Il n’y a aucune décision à annoncer.",
}
