"""docs/roles.md: which role may do what, made from the table that the services ask."""

from __future__ import annotations

from budget_app.domain.roles import ALLOWED, Action, Role
from budget_app.locale import LANGUAGES, translate
from budget_app.locale.roles import ACTION_NAMES, ROLE_NAMES

_ABOVE = {
    "fr": """# Les rôles, et ce que chacun peut faire

Cette page est écrite par `python -m budget_app roles` à partir de `budget_app/domain/roles.py`, que les services
interrogent à chaque action. Tout compte est celui d’un habitant ; est auteur qui a écrit ou coécrit une proposition.
Un compte du personnel a en plus un ou plusieurs des rôles de ce tableau. Lire ce qui est public ne demande aucun
compte, et voter non plus : les gardiens, la personne chargée des codes et les votants viennent par leur lien, sans
compte. Le rôle de contrôle lit, et ne change rien ; aucun rôle ne lit un vote.
""",
    "en": """# Roles, and what each may do

This page is written by `python -m budget_app roles` from `budget_app/domain/roles.py`, which the services ask at each
action. Every account is a resident’s; an author is whoever wrote or co-wrote a proposal. An account of the staff has
one or several of the roles of this table as well. Reading what is public needs no account, nor does voting: guardians,
the registrar and voters come by their link, without an account. The auditor reads, and changes nothing; no role reads
a vote.
""",
}


def _table(language: str) -> str:
    names = [translate(ROLE_NAMES[role], language) for role in Role]
    lines = [f"| {' | '.join(['', *names])} |", f"|---|{':-:|' * len(names)}"]
    yes = translate("oui", language)
    for action in Action:
        cells = (yes if role in ALLOWED[action] else "" for role in Role)
        lines.append(f"| {' | '.join([translate(ACTION_NAMES[action], language), *cells])} |")
    return "\n".join(lines)


def roles_page() -> str:
    """The page in each language, one after the other, in Markdown."""
    return "\n".join(f"{_ABOVE[language]}\n{_table(language)}\n" for language in sorted(LANGUAGES, reverse=True))
