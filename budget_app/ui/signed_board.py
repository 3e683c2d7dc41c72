"""The signed checkpoint of a board and the receipt of a ballot, as the public takes them away."""

from __future__ import annotations

from urllib.parse import quote

from budget_app.services.checkpoints import board_key, find_cosigned
from budget_app.ui.html import code, show, text
from budget_app.ui.words import _


def show_checkpoint(uuid: str) -> None:
    """The checkpoint to keep, the key that signs it, and the command that compares it with the board later."""
    key = board_key(uuid)
    why = _("La ville signe la taille et l’empreinte de l’urne. Gardez ce point de contrôle : si une autre histoire était montrée à quelqu’un d’autre, les deux signatures ensemble le prouveraient.")
    later = _("Plus tard, cette commande montre que l’urne commence encore par ce qui a été signé :")
    command = f"python -m voting verify {uuid}.bel --checkpoint {uuid}.checkpoint --key {key}"
    show(
        f"<h2>{text(_('Ce que la ville a signé'))}</h2><p>{text(why)}</p>"
        f'<p><a class="action" href="/board/{uuid}.checkpoint" download>{text(_("Télécharger le point de contrôle signé"))}</a></p>'
        + _cosigned(uuid)
        + f"<p>{text(_('Clé de vérification de cette urne'))}<br>{code(key)}</p>"
        f'<p>{text(later)}</p><pre class="shell">{text(command)}</pre>'
    )


def _cosigned(uuid: str) -> str:
    """What witnesses saw, where any did."""
    if find_cosigned(uuid) is None:
        return ""
    label = text(_("Télécharger le point de contrôle contresigné par des témoins"))
    return f'<p><a href="/board/{uuid}.cosigned" download>{label}</a></p>'


def receipt_link(uuid: str, tracker: str) -> str:
    """The receipt of the ballot with this tracker, to download."""
    label = text(_("Télécharger le reçu, qui se vérifie sans ce site"))
    return f'<p><a href="/board/{uuid}/receipt/{quote(tracker, safe="")}" download>{label}</a></p>'
