"""The one table that turns a refusal's code into a sentence: what happened and what to do."""

from __future__ import annotations

from budget_app.domain.errors import DomainError
from budget_app.locale import translate

SENTENCES: dict[str, str] = {
    "address-unknown": "Il n'y a rien à cette adresse.",
    "origin-refused": "Cette demande vient d'un autre site. Revenez à nos pages et recommencez.",
    "body-too-large": "C'est trop volumineux.",
    "body-too-slow": "La demande a mis trop de temps à arriver. Recommencez.",
    "form-malformed": "Ce formulaire n'a pas pu être lu. Rechargez la page et recommencez.",
    "sign-in-wrong": "L'adresse e-mail ou le mot de passe ne conviennent pas.",
    "too-many-tries": "Trop d'essais. Réessayez dans {retry_after} secondes.",
    "password-too-short": "Ce mot de passe est trop court : il faut au moins {minimum} caractères.",
    "password-too-long": "Ce mot de passe est trop long : {maximum} caractères au plus.",
    "passwords-differ": "Les deux mots de passe ne sont pas les mêmes.",
    "email-malformed": "Cela ne ressemble pas à une adresse e-mail.",
    "account-exists": "Il y a déjà un compte à cette adresse.",
    "role-unknown": "Ce rôle n'existe pas.",
    "reset-link-invalid": "Ce lien n'est plus valable : il a servi, ou il a plus d'une heure. Demandez-en un nouveau.",
    "not-allowed": "Il faut être connecté, avec les droits de l'organisation.",
    "outbox-closed": "Le courrier ne se lit ici que dans la démonstration.",
}


def sentence(error: DomainError, language: str) -> str:
    """The sentence of ``error`` in ``language``, its facts filled in; the code itself when it has none."""
    return translate(SENTENCES.get(error.code, error.code), language, **error.facts)
