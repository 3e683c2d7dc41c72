"""The one table that turns a refusal's code into a sentence: what happened and what to do."""

from __future__ import annotations

from budget_app.domain.errors import DomainError
from budget_app.locale import translate

SENTENCES: dict[str, str] = {
    "address-unknown": "Il n'y a rien à cette adresse.",
}


def sentence(error: DomainError, language: str) -> str:
    """The sentence of ``error`` in ``language``, its facts filled in; the code itself when it has none."""
    return translate(SENTENCES.get(error.code, error.code), language, **error.facts)
