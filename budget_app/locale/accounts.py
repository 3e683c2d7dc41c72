"""Sentences about accounts: a refusal's code, what happened and what to do."""

from __future__ import annotations

ACCOUNT_SENTENCES = {
    "sign-in-wrong": (
        "L’adresse e-mail ou le mot de passe ne conviennent pas. Si vous venez de demander votre compte, suivez "
        "d’abord le lien reçu par courriel."
    ),
    "sign-ups-too-many": "Trop de demandes depuis cette connexion. Réessayez dans {retry_after} secondes.",
    "sign-up-link-invalid": (
        "Ce lien n’est plus valable : il a servi, ou il a plus de deux jours. Connectez-vous, ou demandez-en un "
        "nouveau."
    ),
    "sign-up-password-wrong": (
        "Ce n’est pas le mot de passe choisi avec ce lien. Si vous l’avez oublié, recommencez l’inscription."
    ),
    "language-unknown": "Cette langue n’est pas parmi celles du site.",
}
