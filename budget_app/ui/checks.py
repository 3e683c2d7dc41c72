"""The verifier's words in the person's language."""

from __future__ import annotations

from budget_app.ui.words import _


def check_title(name: str) -> str:
    """What one of the twelve checks is about."""
    return {
        "container": _("Le fichier est entier et bien formé"),
        "chain": _("Les événements sont chaînés"),
        "order": _("Les événements sont dans l’ordre"),
        "setup": _("Le scrutin, les gardiens et les codes sont corrects"),
        "ballots": _("Chaque bulletin est valable"),
        "effective-ballots": _("Le dernier bulletin de chaque code compte"),
        "encrypted-tally": _("Le total chiffré est celui des bulletins"),
        "shuffles": _("Les mélanges"),
        "shares": _("Les parts de déchiffrement sont justes"),
        "result": _("Le résultat est le déchiffrement du total"),
        "opened-votes": _("Les votes ouverts"),
        "earlier-copy": _("Rien n’a changé depuis une ancienne copie"),
    }.get(name, name)


def status_name(status: str) -> str:
    """How a check ended."""
    return {
        "passed": _("juste"),
        "failed": _("REFUSÉ"),
        "not-applicable": _("sans objet"),
        "not-reached": _("pas atteint"),
    }[status]
