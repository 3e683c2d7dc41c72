"""Guardians: who they are, what they do, how far they are. Their own desk is a page apart, on their personal link."""

from __future__ import annotations

from budget_app.domain.dates import format_moment
from budget_app.domain.guardian import ExchangeProgress, GuardianProgress
from budget_app.services.guardian_exchange import find_exchange_progress
from budget_app.services.guardians import guardian_progress
from budget_app.ui.desk.exchange import fault_sentence, step_sentence
from budget_app.ui.html import code, groups, show, text
from budget_app.ui.opener import open_page, stop_with
from budget_app.ui.words import _


def _guardian(guardian: GuardianProgress, language: str) -> str:
    key = (
        _("Clé reçue le {moment}", moment=format_moment(guardian.key_received_at, language))
        if guardian.key_received_at
        else _("Clé attendue")
    )
    share = (
        _("Part reçue le {moment}", moment=format_moment(guardian.share_received_at, language))
        if guardian.share_received_at
        else _("Part attendue après la clôture")
    )
    told = [key, share]
    if guardian.grouped:
        told.insert(0, _("Du groupe"))
    lines = [text(" · ".join(told))]
    if guardian.public_key:
        lines.append(code(groups(guardian.public_key)))
    elif guardian.promise:
        lines.append(f"{text(_('Promesse'))} {code(groups(guardian.promise))}")
    return f"<div><dt>{guardian.number}. {text(guardian.name)}</dt><dd>{'<br>'.join(lines)}</dd></div>"


def _group(progress: ExchangeProgress) -> str:
    """What a group is for, and how far it is."""
    size, enough = progress.size, progress.threshold
    paragraphs = [
        _("L’une des clés appartient à un groupe de {size} gardiens : {threshold} d’entre eux suffisent, avec les gardiens toujours nécessaires. Moins de {threshold} ne peuvent rien lire.", size=size, threshold=enough),
        _("Chacun du groupe publie d’abord une promesse, l’empreinte de ce qu’il montrera ensuite aux autres : personne ne peut choisir sa part après avoir vu celle des autres."),
        step_sentence(progress),
    ]
    if progress.fault:
        paragraphs.append(fault_sentence(progress.fault))
    return "".join(f"<p>{text(paragraph)}</p>" for paragraph in paragraphs)


def main() -> None:
    """Draws the page."""
    page = open_page(_("Les gardiens"))
    edition = page.edition()
    exchange = find_exchange_progress(edition.slug)
    every = (
        _("Après la clôture, les gardiens ouvrent ensemble le total, jamais un bulletin. Tant qu’il en manque un, personne ne peut rien lire."),
        _("Si un gardien perd sa clé, il n’y aura pas de résultat. C’est pourquoi chacun en garde deux copies."),
    )
    some = (_("Après la clôture, les gardiens ouvrent ensemble le total, jamais un bulletin."),)
    paragraphs = (
        _("Le résultat du vote est fermé par plusieurs clés. Chaque gardien en garde une, faite sur sa propre machine."),
        *(some if exchange else every),
    )
    show("".join(f"<p>{text(paragraph)}</p>" for paragraph in paragraphs) + (_group(exchange) if exchange else ""))
    guardians = guardian_progress(edition.slug)
    if not guardians:
        stop_with(_("Les gardiens ne sont pas encore nommés."), _("Leurs noms paraîtront ici."))
    listed = "".join(_guardian(guardian, page.language) for guardian in guardians)
    show(f"<h2>{text(_('Où ils en sont'))}</h2><dl class=\"facts\">{listed}</dl>")
    desk = _("Vous êtes gardien ou gardienne ? Ouvrez votre bureau avec le lien personnel que vous avez reçu par courriel.")
    show(f'<div class="empty"><p>{text(desk)}</p></div>')


main()
